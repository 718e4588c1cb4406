import numpy as np
import pytest

from metaselect.data.columns.sentinels import suspected_dates, suspected_sentinels

RNG = np.random.default_rng(0)
HEAT = RNG.normal(50, 5, 200)
SCALE = np.arange(200) % 5 + 1.0
AGES = RNG.integers(18, 90, 200).astype(float)
GAS = RNG.exponential(300, 200)


def with_marks(numbers, *marks, n_rows=8):
    numbers = numbers.copy()
    for i, mark in enumerate(marks):
        numbers[i * n_rows : (i + 1) * n_rows] = mark
    return numbers


@pytest.mark.parametrize(
    ("numbers", "marks"),
    [
        (HEAT, [-999]),
        (HEAT, [9999]),
        (HEAT, [-999, 9999]),
        (HEAT, [1e20]),
        (HEAT, [-3.4e38]),
        (HEAT, [777]),
        (GAS, [-200]),
        (GAS, [99999]),
        (SCALE, [99]),
        (SCALE, [9]),
        (SCALE, [98, 99]),
        (SCALE, [-9]),
        (SCALE, [97, 98, 99]),
        (SCALE % 2, [9]),
        (AGES, [-1]),
        (AGES, [999]),
        (AGES, [2147483647]),
    ],
    ids=str,
)
def test_marks_are_suspected_by_their_place(numbers, marks):
    assert suspected_sentinels(with_marks(numbers, *marks)) == dict.fromkeys(map(float, marks), 8)


@pytest.mark.parametrize(
    "numbers",
    [
        *(HEAT, SCALE, AGES, GAS, SCALE % 2, SCALE % 3, SCALE % 3 - 1, AGES - 50, np.array([]), np.full(9, np.nan)),
        *(RNG.choice([0.0, 1, 10, 100], 200), RNG.lognormal(0, 3, 200), RNG.normal(0, 1, 200), np.ones(50)),
        *(np.append(HEAT, 1000.0), RNG.integers(0, 100, 200).astype(float), RNG.poisson(1, 200).astype(float)),
        *(RNG.choice([2.0, 4, 8, 16, 32, 256], 200), np.where(AGES < 30, 0, GAS), np.clip(AGES, 18, 80)),
    ],
    ids=lambda numbers: f"{len(numbers)} {np.nanmax(numbers, initial=0):.1f}",
)
def test_nothing_is_suspected_in_usual_numbers(numbers):
    assert suspected_sentinels(numbers) == {}


DAYS = np.arange(200) * 40.0  # from 1970 to 1991


@pytest.mark.parametrize("date", ["1900-01-01", "1970-01-01", "1800-01-01", "2099-12-31", "1899-12-30"])
def test_dates_where_calendars_begin_and_end_are_suspected(date):
    day = float(np.datetime64(date).astype("datetime64[D]").astype(int))
    assert suspected_dates(with_marks(DAYS + 100, day)) == {day: 8}


def test_no_other_date_is_suspected():
    assert suspected_dates(DAYS) == suspected_dates(np.repeat(DAYS, 9)) == suspected_dates(DAYS - 25567.0) == {}


def test_what_lies_between_marks_at_both_ends_is_several_values():
    assert suspected_sentinels(np.array([*SCALE, *[8.0, 9.0] * 14])) == {}
