"""The table a command is about, which begins to be read while the command's own modules are still imported.

pandas parses without holding Python's lock, and importing scikit-learn takes as long as parsing 150 MB: on two
processors, the one hides behind the other.
"""

from __future__ import annotations

import argparse
import os
import threading
from collections.abc import Sequence

from metaselect.cli._arguments import positive
from metaselect.exceptions import MetaSelectError

__all__ = ["begin_to_read", "read_table_file"]

_COMMANDS = ("recommend", "describe")
# A smaller file is read before a thread has started.
_FEWEST_BYTES = 20_000_000
_begun: dict[tuple, _Reading] = {}


class _Reading(threading.Thread):
    """Reads a file; `result` waits for the table, or for the error that reading ended with."""

    def __init__(self, request: tuple, detected):
        super().__init__(daemon=True)  # a wrong option ends the command without waiting for the file
        self._request = request
        self._detected = detected
        self._file = self._error = None

    def run(self) -> None:
        try:
            self._file = _read(self._request, self._detected)
        except BaseException as error:  # noqa: BLE001  # raised again where the table is asked for
            self._error = error

    def result(self):
        self.join()
        if self._error is not None:
            raise self._error
        return self._file


def begin_to_read(argv: Sequence[str]) -> None:
    """Begin to read the table that a command line is about, if it names a large file."""
    if not argv or argv[0] not in _COMMANDS:
        return
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--target")
    parser.add_argument("--sample-rows", type=positive)
    parser.add_argument("--random-state", type=int, default=0)
    try:
        arguments, _ = parser.parse_known_args(argv[1:])
    except (argparse.ArgumentError, SystemExit):
        return  # the command's own parser will say what is wrong
    files = [word for word in arguments.words if os.path.isfile(word) and os.path.getsize(word) >= _FEWEST_BYTES]
    if len(files) == 1:
        import metaselect.data  # noqa: F401  # here, so that no two threads import the same modules

        request = _request(files[0], arguments)
        _begun[request] = _Reading(request, _detected(files[0]))
        _begun[request].start()


def read_table_file(arguments: argparse.Namespace):
    """Return the `TableFile` that the arguments of a command name."""
    request = _request(arguments.file, arguments)
    reading = _begun.pop(request, None)
    return _read(request) if reading is None else reading.result()


def _request(file: str, arguments: argparse.Namespace) -> tuple:
    return file, arguments.target, arguments.sample_rows, arguments.random_state


def _detected(file: str):
    """Return how a text table is written; None for other files, and where reading is to say what is wrong.

    It is found out in many small steps of Python, each of which would wait for the imports in a thread of its own.
    """
    from metaselect.data.reading.csv_format import detect_csv_format
    from metaselect.data.reading.readers import is_text_table

    try:
        return detect_csv_format(file) if is_text_table(file) else None
    except MetaSelectError:
        return None


def _read(request: tuple, detected=None):
    from metaselect.data import read_file

    file, target, sample_rows, random_state = request
    return read_file(
        file,
        target=target,
        sample_rows=sample_rows,
        for_advice=True,
        random_state=random_state,
        detected=detected,
    )
