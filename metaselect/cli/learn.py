"""`metaselect learn STORE`: a store of evaluations joins what is known, or becomes a knowledge base of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from metaselect.cli._arguments import import_modules
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import say
from metaselect.exceptions import ConfigurationError
from metaselect.experiments import Store
from metaselect.folders import data_folder, is_known
from metaselect.knowledge import (
    KnowledgeBase,
    add_learning_curves,
    build_knowledge_base,
    learn,
    load_all_knowledge,
    load_knowledge_base,
    merge,
    save_knowledge_base,
)

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Read the store, build, save."""
    _check(arguments)
    import_modules(arguments.modules)
    base = find_knowledge_base(arguments.merge) if arguments.merge else None
    knowledge_base = _read(Path(arguments.store), arguments.complete_only, base)
    if arguments.output:
        _save(knowledge_base, arguments.output)
        return
    name = arguments.name or Path(arguments.store).stem
    learn(knowledge_base, name, replace_earlier=arguments.replace)
    beside = "alone" if arguments.replace else "beside what was known"
    _print_notes(knowledge_base if arguments.replace else load_all_knowledge())
    say(
        f"{knowledge_base}\nlearned as {name}: recommend, evaluate and the estimators use it from now on, {beside}.\n"
        f"Undo with: metaselect knowledge remove {name}"
    )


def _check(arguments: argparse.Namespace) -> None:
    if arguments.merge and not arguments.output:
        raise ConfigurationError(
            "--merge needs --output DIR; without both, a store joins the packaged knowledge and all that was learned"
        )
    if not arguments.output and not is_known(data_folder()):
        raise ConfigurationError(
            f"{data_folder()} is in no known home folder; set METASELECT_DATA_DIR to a folder, or say --output DIR"
        )
    if arguments.output and (arguments.name or arguments.replace):
        raise ConfigurationError("--name and --replace are for what is kept in the data folder, not for --output")


def _read(path: Path, complete_only: bool, base: KnowledgeBase | None) -> KnowledgeBase:
    """Return what the store or folder knows, added to the knowledge base `base` if there is one."""
    if path.is_dir():
        if complete_only:
            raise ConfigurationError(f"--complete-only is for the store of a benchmark; {path} is a folder")
        known = load_knowledge_base(path)
        return known if base is None else merge(base, known)
    with Store(path, must_exist=True) as store:
        if base is None:
            return build_knowledge_base(store, complete_only=complete_only)
        if store.finished() or not store.finished_curves():
            base = merge(base, build_knowledge_base(store, complete_only=complete_only))
        return add_learning_curves(base, store)


def _save(knowledge_base: KnowledgeBase, output: str) -> None:
    folder = save_knowledge_base(knowledge_base, output)
    _print_notes(knowledge_base)
    say(f"{knowledge_base}\nsaved in {folder}; use it with: metaselect recommend FILE --knowledge-base {folder}")


def _print_notes(knowledge_base: KnowledgeBase) -> None:
    provenance = knowledge_base.provenance
    for note in [*provenance.get("notes", []), *provenance.get("dropped", [])]:
        say(f"note: {note}")
