"""`metaselect knowledge list|info|export|redescribe|remove`: what is packaged and what was learned."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from metaselect.cli._arguments import positive
from metaselect.cli._hints import in_options
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.data import TASKS, read_collection
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

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the packaged knowledge and what was learned")
    listing.add_argument("--json", action="store_true", help="print a list with an object each")
    info = actions.add_parser("info", help="what a knowledge base holds and how it was made")
    info.add_argument("name", nargs="?", metavar="NAME", help="a name or folder (default: all that is used)")
    info.add_argument("--json", action="store_true", help="print one JSON object")
    export = actions.add_parser("export", help="write a knowledge base to a folder, to hand it on")
    export.add_argument("name", metavar="NAME", help="a name or folder")
    export.add_argument("--output", required=True, metavar="DIR", help="folder to write")
    export.add_argument(
        "--anonymous",
        action="store_true",
        help="numbers for the names of datasets and origins; no sources, licences or texts of errors",
    )
    export.add_argument(
        "--aslib", choices=TASKS, metavar="TASK", help=f"as an ASlib scenario, of one task: {', '.join(TASKS)}"
    )
    anew = actions.add_parser(
        "redescribe", help="compute the metafeatures of a knowledge base anew, without evaluating anything"
    )
    anew.add_argument("name", metavar="NAME", help="a name or folder")
    anew.add_argument("collection", metavar="COLLECTION", help="what it was made from")
    anew.add_argument("--target", metavar="NAME", help="of a folder of plain files, as for benchmark")
    anew.add_argument("--output", required=True, metavar="DIR", help="folder to write; may be that of NAME")
    anew.add_argument("--jobs", type=positive, default=1, metavar="N", help="datasets at a time (default: 1)")
    remove = actions.add_parser("remove", help="forget what was learned")
    remove.add_argument("name", metavar="NAME")


def run(arguments: argparse.Namespace) -> None:
    """Do what was asked."""
    actions = {"list": _list, "info": _info, "export": _export, "redescribe": _redescribe, "remove": _remove}
    actions[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> None:
    rows = [_row(name) for name in (PACKAGED_NAME, *learned_names())]
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return
    print(render_knowledge_list(rows))
    print(f"\nWhat was learned is in {data_folder() / 'knowledge'}")


def _row(name: str) -> Mapping[str, object]:
    try:
        return summarize_knowledge(name, load_learned(name))
    except KnowledgeBaseError as error:  # such as one of an older version: it is listed, to be removed by name
        return {"name": name, "error": in_options(error)}


def _info(arguments: argparse.Namespace) -> None:
    information = collect_knowledge(find_knowledge_base(arguments.name))
    print(json.dumps(information, indent=2) if arguments.json else render_knowledge(information))


def _export(arguments: argparse.Namespace) -> None:
    knowledge_base = find_knowledge_base(arguments.name)
    exported = anonymize(knowledge_base) if arguments.anonymous else knowledge_base
    if arguments.aslib:
        folder = write_scenario(make_scenario(exported.meta_examples(arguments.aslib, groups=None)), arguments.output)
        print(f"scenario written to {folder}; see how meta-learners do on it: metaselect evaluate --aslib {folder}")
        return
    folder = save_knowledge_base(exported, arguments.output)
    print(f"{knowledge_base}\nwritten to {folder}; elsewhere: metaselect learn {folder} --name {folder.name}")
    if not arguments.anonymous:
        print("It holds names of datasets, their sources and texts of errors; leave them out with --anonymous.")


def _redescribe(arguments: argparse.Namespace) -> None:
    knowledge_base = find_knowledge_base(arguments.name, any_metafeatures=True)
    entries = read_collection(arguments.collection, arguments.target)
    described = redescribe(knowledge_base, entries, n_jobs=arguments.jobs)
    folder = save_knowledge_base(described, arguments.output)
    for note in described.provenance["dropped"]:
        print(f"note: {note}")
    print(f"{described}\ndescribed by {len(described.metafeatures.columns)} metafeatures and written to {folder}")


def _remove(arguments: argparse.Namespace) -> None:
    forget(arguments.name)
    print(f"{arguments.name} was removed")
