"""Types of command line arguments that several commands share."""

from __future__ import annotations

import argparse
import importlib
import math
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from metaselect.cli._choices import TASKS
from metaselect.exceptions import ConfigurationError

__all__ = [
    "OPTIONS_OF_FILES",
    "add_import",
    "add_options_of_files",
    "add_random_state",
    "add_sample_rows",
    "add_target",
    "add_task",
    "import_modules",
    "names",
    "not_negative",
    "positive",
    "seconds",
]


# As they are called in `ReadingOptions.of`.
OPTIONS_OF_FILES = ("skip_lines", "sheet", "encoding", "separator", "decimal", "missing", "no_limits")


def positive(text: str) -> int:
    """Return the whole number above 0 that `text` is."""
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return value


def not_negative(text: str) -> int:
    """Return the whole number from 0 on that `text` is."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


def seconds(text: str) -> float:
    """Return the number above 0 that `text` is.

    Examples
    --------
    >>> seconds("2.5")
    2.5
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def names(text: str) -> list[str]:
    """Return the names in `text`, separated by commas.

    Examples
    --------
    >>> names("ridge, xgboost")
    ['ridge', 'xgboost']
    """
    return [name.strip() for name in text.split(",") if name.strip()]


def add_random_state(parser: argparse.ArgumentParser) -> None:
    """Add `--random-state`."""
    parser.add_argument(
        "--random-state", type=int, default=0, metavar="N", help="seed of all that is drawn at random (default: 0)"
    )


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add `--target`."""
    parser.add_argument(
        "--target", metavar="COLUMN", help="what is to be predicted (default: the column target, label, class or y)"
    )


def add_task(parser: argparse.ArgumentParser) -> None:
    """Add `--task`."""
    parser.add_argument(
        "--task",
        choices=["auto", "classification", *TASKS],
        default="auto",
        help="what the target is learned as (default: by its values)",
    )


def add_sample_rows(parser: argparse.ArgumentParser) -> None:
    """Add `--sample-rows`."""
    parser.add_argument(
        "--sample-rows",
        type=positive,
        metavar="N",
        help="look at about N rows drawn at random, and count in all (default: 100,000 rows where a table has over 17 "
        "million cells)",
    )


def add_options_of_files(parser: argparse.ArgumentParser) -> None:
    """Add the options that say of a file what cannot be guessed."""
    group = parser.add_argument_group("what cannot be guessed of a file")
    group.add_argument("--skip-lines", type=not_negative, metavar="N", help="lines before the names of columns")
    group.add_argument("--sheet", metavar="NAME", help="sheet of a workbook, by its name or its number from 1")
    group.add_argument("--encoding", metavar="NAME", help="of a text table, such as cp1250 or shift_jis")
    group.add_argument("--separator", metavar="SIGN", help="between cells; also tab, comma, semicolon, blank, pipe")
    group.add_argument("--decimal", metavar="MARK", help="decimal mark, point or comma")
    group.add_argument(
        "--missing",
        action="append",
        metavar="VALUE",
        help="what stands for a missing value, such as -999, or of one column: COLUMN=VALUE; may be given repeatedly",
    )
    group.add_argument("--no-limits", action="store_true", help="read what is refused for its size otherwise")


def add_import(parser: argparse.ArgumentParser) -> None:
    """Add `--import`, of which `import_modules` makes use."""
    parser.add_argument(
        "--import",
        type=names,
        action="extend",
        default=[],
        metavar="MODULES",
        dest="modules",
        help="modules that register your own learners, comma separated",
    )


def import_modules(modules: Sequence[str]) -> None:
    """Import the modules of `--import`, which may be files in the working directory.

    Raises
    ------
    ConfigurationError
        If one cannot be imported.
    """
    if modules and os.getcwd() not in sys.path:
        sys.path.append(os.getcwd())  # where `python -m` would look too; last, so that nothing is hidden by it
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception as error:  # the module is the user's, and may raise anything
            file, line, *_ = traceback.extract_tb(error.__traceback__)[-1]
            where = "" if isinstance(error, ImportError) else f", {Path(file).name}, line {line}"
            raise ConfigurationError(
                f"the module {module} of --import cannot be imported{where}: {type(error).__name__}: {error}"
            ) from error
