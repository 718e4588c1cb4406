"""`metaselect knowledge list|info|export|redescribe|remove`: what is packaged and what was learned."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from metaselect.cli._hints import in_options
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import hand_over, say
from metaselect.data import read_collection
from metaselect.exceptions import KnowledgeBaseError
from metaselect.folders import data_folder
from metaselect.knowledge import (
    PACKAGED_NAME,
    anonymize,
    forget,
    learned_names,
    load_learned,
    make_scenario,
    redescribe,
    save_knowledge_base,
    write_scenario,
)
from metaselect.report import (
    collect_knowledge,
    render_knowledge,
    render_knowledge_list,
    summarize_knowledge,
)

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Do what was asked."""
    actions = {"list": _list, "info": _info, "export": _export, "redescribe": _redescribe, "remove": _remove}
    actions[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> None:
    rows = [_row(name) for name in (PACKAGED_NAME, *learned_names())]
    if arguments.json:
        hand_over(json.dumps(rows, indent=2))
        return
    say(render_knowledge_list(rows))
    say(f"\nWhat was learned is in {data_folder() / 'knowledge'}")


def _row(name: str) -> Mapping[str, object]:
    try:
        return summarize_knowledge(name, load_learned(name))
    except KnowledgeBaseError as error:  # such as one of an older version: it is listed, to be removed by name
        return {"name": name, "error": in_options(error)}


def _info(arguments: argparse.Namespace) -> None:
    information = collect_knowledge(find_knowledge_base(arguments.name))
    if arguments.json:
        hand_over(json.dumps(information, indent=2))
    else:
        say(render_knowledge(information))


def _export(arguments: argparse.Namespace) -> None:
    knowledge_base = find_knowledge_base(arguments.name)
    exported = anonymize(knowledge_base) if arguments.anonymous else knowledge_base
    if arguments.aslib:
        folder = write_scenario(make_scenario(exported.meta_examples(arguments.aslib, groups=None)), arguments.output)
        say(f"scenario written to {folder}; see how meta-learners do on it: metaselect evaluate --aslib {folder}")
        return
    folder = save_knowledge_base(exported, arguments.output)
    say(f"{knowledge_base}\nwritten to {folder}; elsewhere: metaselect learn {folder} --name {folder.name}")
    if not arguments.anonymous:
        say("It holds names of datasets, their sources and texts of errors; leave them out with --anonymous.")


def _redescribe(arguments: argparse.Namespace) -> None:
    knowledge_base = find_knowledge_base(arguments.name, any_metafeatures=True)
    entries = read_collection(arguments.collection, arguments.target)
    described = redescribe(knowledge_base, entries, n_jobs=arguments.jobs)
    folder = save_knowledge_base(described, arguments.output)
    for note in described.provenance["dropped"]:
        say(f"note: {note}")
    say(f"{described}\ndescribed by {len(described.metafeatures.columns)} metafeatures and written to {folder}")


def _remove(arguments: argparse.Namespace) -> None:
    forget(arguments.name)
    say(f"{arguments.name} was removed")
