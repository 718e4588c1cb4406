"""What other libraries raise while they read a file becomes one error of one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from metaselect.exceptions import (
    MetaSelectError,
    MissingBackendError,
    UnreadableFileError,
    first_line,
)

__all__ = ["errors_of_ours"]


@contextmanager
def errors_of_ours(path: Path, what: str = "") -> Iterator[None]:
    """Turn whatever is raised inside into an `UnreadableFileError`; what is ours stays as it is.

    Libraries that read files raise errors of their own, of their standard library's and of Python's: a list of them
    would never be complete.

    Parameters
    ----------
    path : Path
        Of the file, which the error names.
    what : str
        As what it is read, such as `"as .xlsx"`; nothing by default.

    Raises
    ------
    MissingBackendError
        If a library that is needed is not installed.
    UnreadableFileError
        If anything else goes wrong.
    """
    try:
        yield
    except MetaSelectError:
        raise
    except ImportError as error:
        raise MissingBackendError(
            f"reading {path.name} needs a library that is not installed; run: pip install 'metaselect[files]'"
        ) from error
    except FileNotFoundError:
        raise UnreadableFileError(f"there is no file {path}; check the path") from None
    except Exception as error:
        as_what = f" {what}" if what else ""
        reason = first_line(error, 200).rstrip(".") or type(error).__name__
        raise UnreadableFileError(f"{path.name} cannot be read{as_what}: {reason}") from error
