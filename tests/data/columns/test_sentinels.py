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


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ([1, 2, 3, 4, 5], [8, 9]),
        ([0, 1, 2, 3], [7, 8, 9]),
        ([1, 2, 3, 4, 5, 6], [9]),
        ([1, 2], [8, 9]),
        ([1, 2, 3], [9]),
    ],
)
def test_codes_above_answers_are_suspected(answers, codes):
    assert suspected_sentinels(np.array([*answers, *codes] * 14, dtype=float)) == dict.fromkeys(codes, 14)


@pytest.mark.parametrize(
    "rows",
    [
        {0: 600, 1: 200, 2: 28, 3: 16, 4: 18, 5: 5, 8: 7},  # brothers and sisters on the Titanic
        {6: 30, 7: 30, 8: 1, 9: 5},
        {1: 20, 2: 20, 3: 20, 4: 20, 5: 20, 6: 20, 7: 20, 9: 20},
        {9: 9, 12: 40, 14: 150, 16: 110, 17: 80, 18: 110, 20: 80},
    ],
    ids=str,
)
def test_counts_with_a_gap_are_no_codes(rows):
    assert suspected_sentinels(np.repeat(np.array([*rows], dtype=float), [*rows.values()])) == {}


PRESSURE = np.clip(RNG.normal(72, 12, 400), 40, 110).round()
SKIN = np.clip(RNG.normal(29, 10, 400), 7, None).round()


@pytest.mark.parametrize(("numbers", "n_rows"), [(PRESSURE, 5), (PRESSURE, 40), (PRESSURE / 2.3, 8), (SKIN, 120)])
def test_zero_is_suspected_where_it_is_impossible(numbers, n_rows):
    assert suspected_sentinels(with_marks(numbers, 0, n_rows=n_rows)) == {0.0: n_rows}


@pytest.mark.parametrize(
    "numbers",
    [
        RNG.lognormal(10, 0.8, 400),
        RNG.uniform(10, 90, 400),
        RNG.poisson(9, 400),
        PRESSURE - 72,
        RNG.choice(5, 400) + 60,
    ],
    ids=["incomes", "even", "counts", "both signs", "few values"],
)
def test_zero_beside_numbers_that_come_near_it_or_are_spread_wide_is_a_number(numbers):
    assert suspected_sentinels(with_marks(np.asarray(numbers, dtype=float), 0, n_rows=40)) == {}
