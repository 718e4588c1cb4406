from dataclasses import dataclass, replace

from metaselect.metafeatures.views.once import once


@dataclass(frozen=True)
class Sample:
    size: int


calls = []


@once
def doubled(sample):
    """Twice the size."""
    calls.append(sample.size)
    return 2 * sample.size


def test_a_value_is_made_once_for_each_even_if_it_is_frozen():
    first = Sample(1)
    calls.clear()
    assert doubled(first) == doubled(first) == 2
    assert calls == [1]


def test_what_is_made_of_one_is_not_that_of_its_changed_copy():
    first = Sample(1)
    assert doubled(first) == 2
    assert doubled(replace(first, size=5)) == 10


def test_none_is_remembered_too():
    calls.clear()

    @once
    def nothing(sample):
        calls.append(sample.size)

    sample = Sample(3)
    assert nothing(sample) is nothing(sample) is None
    assert calls == [3]


def test_the_function_keeps_its_name_and_docstring():
    assert (doubled.__name__, doubled.__doc__) == ("doubled", "Twice the size.")
