"""The command `metaselect`: one subcommand per file with `run(arguments)`, its `add_arguments(parser)` in `arguments/`.

A wrong input ends with one sentence on standard error and exit code 2. To add a subcommand, write its two files and
list it in `_COMMANDS`.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import logging
import sys
from collections.abc import Sequence

import metaselect
from metaselect.cli._hints import OptionsFormatter, in_options
from metaselect.cli._output import OutputError, complain, end_output, flush_output, prepare_output
from metaselect.cli._parser import Parser
from metaselect.cli._startup import begin_to_read, without_garbage_collection
from metaselect.exceptions import MetaSelectError

__all__ = ["main"]

_COMMANDS = {
    "recommend": "recommend a model for a table",
    "fit": "fit what is recommended for a table, and save the model to a file",
    "predict": "predict the rows of a table by a model that was saved",
    "describe": "show a table as metaselect sees it: columns, target, suspected leaks, metafeatures",
    "evaluate": "how good is the advice? each known dataset is left out in turn, beside simple baselines",
    "rules": "what is known, as a tree of a few rules that can be read",
    "benchmark": "evaluate base learners on a collection of datasets, into a store",
    "merge": "unite the stores that several machines made",
    "leaderboard": "who did best in a store: ranks, regret, wins, times, failures, figures",
    "learners": "what can be recommended: base learners and their search spaces",
    "learn": "teach metaselect a store of evaluations: your datasets and learners join what is known",
    "knowledge": "list, show, export, describe again and remove what is known",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    It is 0, 1 where the answer cannot be written, 2 for a wrong input, 130 when interrupted.
    """
    argv = list(sys.argv[1:] if argv is None else argv)
    try:
        prepare_output()
        _run(argv)
        flush_output()
    except MetaSelectError as error:
        return _end(2, in_options(error))
    except KeyboardInterrupt:
        return _end(130, "interrupted")
    except OutputError as error:
        end_output()
        return _end(1, error.reason) if error.reason else 0
    except MemoryError:
        return _end(2, "the memory of this machine is too small for this; look at fewer rows or columns")
    except OSError as error:
        return _end(2, _of_the_system(error))
    return 0


def _run(argv: Sequence[str]) -> None:
    arguments = _parse(argv)
    with without_garbage_collection():
        begun = begin_to_read(arguments)
        command = importlib.import_module(f"metaselect.cli.{arguments.command}")
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(OptionsFormatter("metaselect: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[to_stderr])
    arguments.begun = begun
    command.run(arguments)


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="metaselect", description="Knows which model to try on your table, and says why.")
    parser.add_argument("--version", action="version", version=f"metaselect {metaselect.__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        # Of the command that was typed alone, so that help and errors come at once.
        if name in argv:
            importlib.import_module(f"metaselect.cli.arguments.{name}").add_arguments(command)
    try:
        return parser.parse_args(argv)
    except SystemExit:
        flush_output()
        raise


def _of_the_system(error: OSError) -> str:
    """Return what the operating system refused, and the way out."""
    full = "; make room on the disk, or write elsewhere" if error.errno == errno.ENOSPC else "; choose another path"
    if error.filename is None:
        return f"the system refused: {error.strerror or error}{full * (error.errno == errno.ENOSPC)}"
    return f"{error.filename} cannot be used: {error.strerror}{full}"


def _end(code: int, words: str) -> int:
    complain(f"metaselect: {words}")
    return code
