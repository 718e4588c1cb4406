"""What the command line prints: to people what their terminal can say and does not obey, to programs what it is."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TextIO

from metaselect.exceptions import escape

__all__ = ["OutputError", "complain", "end_output", "flush_output", "hand_over", "prepare_output", "say"]


class OutputError(Exception):
    """Standard output takes no more.

    Parameters
    ----------
    reason : str
        What is said of it; empty where its reader went away, of which nothing needs to be said.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def say(text: str = "", *, end: str = "\n", flush: bool = False) -> None:
    """Print for people: control characters are escaped, and what the encoding cannot say."""
    _write(_sayable(escape(text), sys.stdout) + end, flush=flush)


def hand_over(text: str, *, end: str = "\n") -> None:
    """Print for programs, as it is: JSON, or a script, which is UTF-8 where it does not go to a terminal."""
    if not text.isascii():
        is_terminal = sys.stdout.isatty()
        if is_terminal or not hasattr(sys.stdout, "reconfigure"):
            text = _sayable(text, sys.stdout)
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    _write(text + end)


def complain(text: str) -> None:
    """Print one line for people on standard error."""
    with suppress(OSError, ValueError):  # there is nobody to tell
        print(_sayable(escape(text), sys.stderr), file=sys.stderr, flush=True)


def prepare_output() -> None:
    """Make sure that nothing is written where it does not belong when standard output, input or error are closed.

    Raises
    ------
    OutputError
        If standard output is closed.
    """
    if sys.stderr is None or sys.stdin is None:  # the next file to be opened would take their places
        while (taken := os.open(os.devnull, os.O_RDWR)) <= 2:
            if taken == 1:
                break
        else:
            os.close(taken)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as long as the process
    if sys.stdout is None:
        raise OutputError("standard output is closed; send it to a file, or to /dev/null")


def flush_output() -> None:
    """Make sure that all was written that was said."""
    _write("", flush=True)


def end_output() -> None:
    """Let what could not be written go, or Python would try again and complain when it exits."""
    if sys.stdout is None:
        return
    with suppress(OSError, ValueError):  # no real file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(text: str, *, flush: bool = False) -> None:
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except BrokenPipeError as error:  # the reader (head, less) went away
        raise OutputError("") from error
    except OSError as error:
        full = "; make room, or write elsewhere" if error.errno == errno.ENOSPC else ""
        raise OutputError(f"standard output cannot be written: {error.strerror or error}{full}") from error
    except ValueError as error:
        raise OutputError(f"standard output cannot be written: {error}") from error


def _sayable(text: str, stream: TextIO) -> str:
    """Return `text` with what the encoding of a stream cannot say as escapes, such as `\\u20ac`."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
