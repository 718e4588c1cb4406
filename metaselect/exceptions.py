"""Every error that metaselect raises on purpose.

MetaSelectError
├── DatasetError                        the data cannot be used as given (also a ValueError)
│   └── UnreadableFileError             a file cannot be read: damaged, of another kind, or beyond the limits
├── ConfigurationError                  an unknown learner, hyperparameter, metric or option (also a ValueError)
├── StoreError                          a store of evaluations cannot be read or written
├── KnowledgeBaseError                  a knowledge base is missing, damaged or says nothing about the question
│   └── IncompatibleKnowledgeBaseError  built with other metafeature versions or another schema
├── ModelFileError                      a model cannot be saved, or a file of one cannot be loaded
├── ScenarioError                       an ASlib scenario cannot be used as given (also a ValueError)
└── MissingBackendError                 an extra was asked for and is not installed (also an ImportError)

A message says what was given and what was expected, a `Hint` the way out: in Python's words where an error is printed,
in those of the command line there. Nothing here is raised for a base learner that fails
on a dataset: that is data, an `Evaluation` with its `status` and `error`.

`MetaSelectWarning` is what is warned of in Python: what may make scores look better than they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "ConfigurationError",
    "DatasetError",
    "Hint",
    "IncompatibleKnowledgeBaseError",
    "KnowledgeBaseError",
    "MetaSelectError",
    "MetaSelectWarning",
    "MissingBackendError",
    "ModelFileError",
    "ScenarioError",
    "StoreError",
    "UnreadableFileError",
    "did_you_mean",
    "escape",
    "first_line",
    "shorten",
]


@dataclass(frozen=True)
class Hint:
    """The way out of an error: which argument to give, or which function to call.

    Attributes
    ----------
    name : str
        What to do, by which another surface than Python finds words of its own, such as `"target"`.
    words : str
        What to do in Python, such as `"give its name"`.
    value : str
        What the words are about, where that is neither an argument nor a function; empty where it goes without saying.
    """

    name: str
    words: str
    value: str = ""


class MetaSelectError(Exception):
    """Base class: catch this to catch every error that metaselect raises on purpose.

    Parameters
    ----------
    message : str
        What was given and what was expected.
    hint : Hint, optional
        The way out, where it is an argument or a function; `str(error)` ends with its words.

    Examples
    --------
    >>> error = MetaSelectError("which column is the target?", hint=Hint("target", "give its name"))
    >>> print(error, "|", error.message)
    which column is the target?; give its name | which column is the target?
    """

    def __init__(self, message: str = "", *, hint: Hint | None = None):
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint.words}" if self.hint else self.message


class DatasetError(MetaSelectError, ValueError):
    """The data cannot be used as given."""


class UnreadableFileError(DatasetError):
    """A file cannot be read: it is damaged, of another kind than its name says, or beyond the limits of reading."""


class ConfigurationError(MetaSelectError, ValueError):
    """An unknown learner, hyperparameter, metric or option."""


class StoreError(MetaSelectError):
    """A store of evaluations cannot be read or written."""


class KnowledgeBaseError(MetaSelectError):
    """A knowledge base is missing, damaged, or says nothing about the question."""


class IncompatibleKnowledgeBaseError(KnowledgeBaseError):
    """A knowledge base was built with other metafeature versions or another schema."""


class ModelFileError(MetaSelectError):
    """A model cannot be saved, or a file of one cannot be loaded."""


class ScenarioError(MetaSelectError, ValueError):
    """An ASlib scenario cannot be used as given."""


class MissingBackendError(MetaSelectError, ImportError):
    """An optional dependency was asked for and is not installed."""


class MetaSelectWarning(UserWarning):
    """Something in the data that a user should know before trusting a score."""


def shorten(names: Iterable[object], limit: int = 12) -> str:
    """Return `names` joined by commas, cut after `limit` of them, for use in a message.

    Examples
    --------
    >>> shorten(["age", "sex", "fare"], limit=2)
    'age, sex and 1 more'
    >>> shorten([])
    '(none)'
    """
    texts = [" ".join(str(name).split()) for name in names]  # a name may hold line breaks, a message must not
    if not texts:
        return "(none)"
    shown = ", ".join(texts[:limit])
    return shown if len(texts) <= limit else f"{shown} and {len(texts) - limit} more"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown `name`: a question where one of `known` is near, else a full stop.

    Examples
    --------
    >>> "there is no learner 'rigde'" + did_you_mean("rigde", ["ridge", "xgboost"])
    "there is no learner 'rigde'; did you mean 'ridge'?"
    >>> "there is no learner 'perceptron'" + did_you_mean("perceptron", ["ridge", "xgboost"])
    "there is no learner 'perceptron'."
    """
    import difflib  # here, not above: for mistakes alone

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else "."


# Control characters but the end of a line, separators of lines and paragraphs, what turns the direction of writing
# round, and halves of characters: a terminal would obey them, or a line would be read as another one.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def escape(text: str) -> str:
    r"""Return `text` for people: with control characters shown, not obeyed.

    Examples
    --------
    >>> print(escape("a\x1b[2Jb"))
    a\x1b[2Jb
    """
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def first_line(error: BaseException | str, limit: int = 300) -> str:
    """Return the first line of what an error says, or the name of its type where it says nothing.

    Parameters
    ----------
    error : Exception or str
        Of any library; or its text, where it comes from another process.
    limit : int
        Most characters to return.

    Examples
    --------
    >>> first_line(ValueError("out of luck\\nand more of it"))
    'out of luck'
    >>> first_line(KeyError())
    'KeyError'
    >>> print(first_line("no such file: \\x1b[2J\\udcff"))
    no such file: \\x1b[2J\\udcff
    """
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # noqa: BLE001  (whose error it is may be anybody's, and so is what it does when asked)
        lines = []
    return _printable(lines[0][:limit])[:limit] if lines else type(error).__name__


def _printable(text: str) -> str:
    """Return a text that any file and terminal can take: control characters and halves of surrogate pairs escaped."""
    characters = (" " if c.isspace() else c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return "".join(characters)
