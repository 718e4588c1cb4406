"""What makes a command begin sooner: imports without looking for garbage, beside which a large table is read already.

`benchmarks/bench_startup.py` measures what each is worth.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metaselect.cli._arguments import (
    OPTIONS_OF_FILES,
    add_options_of_files,
    add_random_state,
    add_sample_rows,
    add_target,
)
from metaselect.cli._standard_input import CALLED, STANDARD_INPUT, called_standard_input, save_standard_input
from metaselect.exceptions import MetaSelectError

if TYPE_CHECKING:
    from metaselect.data import CsvFormat, ReadingOptions, TableFile

__all__ = ["Reading", "add_table_file", "begin_to_read", "read_table_file", "without_garbage_collection"]

_COMMANDS = ("recommend", "describe", "fit")
# A smaller file is read before a thread has started.
_FEWEST_BYTES = 20_000_000


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Let modules be imported, many objects that stay, without looking for garbage among them; nor at the very end."""
    atexit.register(gc.freeze)
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # once: who calls this often, in one process, would keep garbage with the modules
            gc.freeze()
        gc.enable()


def add_table_file(parser: argparse.ArgumentParser, *, for_advice: bool = True) -> None:
    """Add `FILE` and the options that change how it is read, for `read_table_file`.

    Parameters
    ----------
    parser : ArgumentParser
        Of the command.
    for_advice : bool
        Whether a sample of a table of very many cells is enough; True by default.
    """
    parser.set_defaults(for_advice=for_advice)
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a table: any kind of CSV, also compressed, Parquet, Excel, ARFF; - is standard input",
    )
    _add_reading_options(parser)


def _add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of reading."""
    add_target(parser)
    add_sample_rows(parser)
    add_random_state(parser)
    add_options_of_files(parser)


class Reading(threading.Thread):
    """Reads a table in a thread of its own: pandas parses without holding Python's lock.

    Importing scikit-learn takes as long as parsing 150 MB: on two processors, the one hides behind the other.

    Parameters
    ----------
    file : str
        Path of the table.
    options : dict
        How to read it: arguments of `read_file`.
    for_advice : bool
        See `add_table_file`.
    """

    def __init__(self, file: str, options: dict[str, Any], for_advice: bool):
        import metaselect.data  # noqa: F401  # here, so that no two threads import the same modules

        super().__init__(daemon=True)  # a wrong option ends the command without waiting for the file
        self.request = (file, options)
        self._for_advice = for_advice
        self._detected = _detected(file, options["options"])
        self._file: TableFile
        self._error: BaseException | None = None

    def run(self) -> None:
        """Read; called by `start`."""
        try:
            self._file = _read(*self.request, self._for_advice, self._detected)
        except BaseException as error:  # noqa: BLE001  # raised again where the table is asked for
            self._error = error

    def result(self) -> TableFile:
        """Wait for the `TableFile`, or for the error that reading ended with."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._file


def begin_to_read(arguments: argparse.Namespace, fewest_bytes: int = _FEWEST_BYTES) -> Reading | None:
    """Begin to read the table that a command is about, if it is a large file.

    Parameters
    ----------
    arguments : Namespace
        Of any command.
    fewest_bytes : int
        Size from which on a file is large; 20 MB when not given.
    """
    if arguments.command not in _COMMANDS:
        return None
    file = arguments.file
    if not os.path.isfile(file) or os.path.getsize(file) < fewest_bytes:
        return None
    try:
        reading = Reading(file, _options(arguments), arguments.for_advice)
    except MetaSelectError:
        return None  # it will be said when the table is asked for
    reading.start()
    return reading


def read_table_file(arguments: argparse.Namespace, begun: Reading | None = None) -> TableFile:
    """Return the `TableFile` that the arguments of a command name.

    Parameters
    ----------
    arguments : Namespace
        With what `add_table_file` adds.
    begun : Reading, optional
        What `begin_to_read` returned; of use where it reads the same file in the same way.
    """
    if arguments.file == STANDARD_INPUT:
        with called_standard_input(save_standard_input()) as path:
            return replace(_read(path, _options(arguments), arguments.for_advice), name=CALLED)
    request = (arguments.file, _options(arguments))
    if begun is not None and begun.request == request:
        return begun.result()
    return _read(*request, arguments.for_advice)


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the values of the options of reading, as arguments of `read_file`."""
    from metaselect.data import ReadingOptions

    of_file = {name: getattr(arguments, name) for name in OPTIONS_OF_FILES}
    return {
        "target": arguments.target,
        "sample_rows": arguments.sample_rows,
        "random_state": arguments.random_state,
        "options": ReadingOptions.of(**of_file),
    }


def _detected(file: str, options: ReadingOptions) -> CsvFormat | None:
    """Return how a text table is written; None for other files, and where reading is to say what is wrong.

    It is found out in many small steps of Python, each of which would wait for the imports in a thread of its own.
    """
    from metaselect.data import detect_csv_format, is_text_table

    try:
        return detect_csv_format(file, options) if is_text_table(file) else None
    except MetaSelectError:
        return None


def _read(file: str, options: dict[str, Any], for_advice: bool, detected: CsvFormat | None = None) -> TableFile:
    from metaselect.data import read_file

    return read_file(file, for_advice=for_advice, detected=detected, **options)
