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

from metaselect.exceptions import ConfigurationError

__all__ = [
    "add_import",
    "add_random_state",
    "add_sample_rows",
    "add_target",
    "import_modules",
    "names",
    "positive",
    "seconds",
]


def positive(text: str) -> int:
    """Return the whole number above 0 that `text` is."""
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return value


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
    parser.add_argument("--random-state", type=int, default=0, metavar="N", help="seed (default: 0)")


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add `--target`."""
    parser.add_argument(
        "--target", metavar="COLUMN", help="what is to be predicted (default: the column target, label, class or y)"
    )


def add_sample_rows(parser: argparse.ArgumentParser) -> None:
    """Add `--sample-rows`."""
    parser.add_argument(
        "--sample-rows",
        type=positive,
        metavar="N",
        help="look at about N rows drawn at random; counts come from all (default: 100000 of over 17 million cells)",
    )


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
