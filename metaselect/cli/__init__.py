"""The command `metaselect`: one subcommand per file, each with `add_arguments(parser)` and `run(arguments)`.

A wrong input ends with one sentence on standard error and exit code 2. To add a subcommand, write its file and list
it in `_COMMANDS`.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

import metaselect
from metaselect.cli._hints import OptionsFormatter, in_options
from metaselect.cli._startup import begin_to_read, without_garbage_collection
from metaselect.exceptions import MetaSelectError

__all__ = ["main"]

_COMMANDS = {
    "recommend": "recommend a model for a table",
    "describe": "show a table as metaselect sees it: columns, target, suspected leaks, metafeatures",
    "evaluate": "how good is the advice? leave-one-dataset-out, beside simple baselines",
    "rules": "what is known, as a tree of a few rules that can be read",
    "benchmark": "evaluate base learners on a collection of datasets, into a store",
    "merge": "unite the stores that several machines made",
    "leaderboard": "who did best in a store: ranks, regret, wins, times, failures, figures",
    "learners": "what can be recommended: base learners and their search spaces",
    "learn": "teach metaselect a store of evaluations: your datasets and learners join what is known",
    "knowledge": "list, show, export, describe anew and remove what is known",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 2 for a wrong input, 130 when interrupted."""
    argv = list(sys.argv[1:] if argv is None else argv)
    with without_garbage_collection():
        begun = begin_to_read(argv)
        arguments = _parser(argv).parse_args(argv, argparse.Namespace(begun=begun))
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(OptionsFormatter("metaselect: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[to_stderr])
    try:
        arguments.run(arguments)
        sys.stdout.flush()
    except MetaSelectError as error:
        print(f"metaselect: {in_options(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("metaselect: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) went away; Python would complain again when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.filename is None:
            raise
        print(f"metaselect: {error.filename} cannot be used: {error.strerror}; choose another path", file=sys.stderr)
        return 2
    return 0


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="metaselect", description="Knows which model to try on your table, and says why."
    )
    parser.add_argument("--version", action="version", version=f"metaselect {metaselect.__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        # Only the command that was typed is imported, so that help and errors come at once.
        if name in argv:
            module = importlib.import_module(f"metaselect.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser
