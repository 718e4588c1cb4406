import pytest

from metaselect import exceptions
from metaselect.exceptions import first_line, shorten

ERRORS = [getattr(exceptions, name) for name in exceptions.__all__ if name.endswith("Error")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_can_be_caught_as_one(error):
    assert issubclass(error, exceptions.MetaSelectError)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_the_tree_at_the_top_lists_every_error(error):
    assert error.__name__ in exceptions.__doc__


def test_errors_are_also_what_users_expect():
    assert issubclass(exceptions.DatasetError, ValueError)
    assert issubclass(exceptions.ConfigurationError, ValueError)
    assert issubclass(exceptions.MissingBackendError, ImportError)
    assert issubclass(exceptions.IncompatibleKnowledgeBaseError, exceptions.KnowledgeBaseError)


@pytest.mark.parametrize(
    ("names", "text"),
    [([], "(none)"), (["a"], "a"), (["a", "b"], "a, b"), (["a", "b", "c"], "a, b and 1 more"), ([1, None], "1, None")],
)
def test_long_lists_are_cut(names, text):
    assert shorten(names, limit=2) == text


def test_any_iterable_can_be_shortened():
    assert shorten(str(i) for i in range(3)) == "0, 1, 2"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("one\ntwo"), "one"),
        (ValueError("\n  one  \ntwo"), "one  "),
        (OSError(), "OSError"),
        (RuntimeError(" \n"), "RuntimeError"),
        ("ValueError: one\ntwo", "ValueError: one"),
        (ValueError("x" * 1000), "x" * 300),
    ],
)
def test_an_error_is_told_in_one_line(error, line):
    assert first_line(error) == line


def test_the_line_is_as_short_as_wanted():
    assert first_line(ValueError("a long story"), limit=6) == "a long"
