import datetime

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, DateColumn, clean_columns, column_types, find_role, is_date, read_dataset
from metaselect.data.columns.moments import moments_in_text
from metaselect.learners import make_configuration


def days(*cells):
    column = pd.Series(cells)
    assert is_date(column)
    return DateColumn.choose(column).expand(column)["days"].tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1970-01-02", "1970-02-01"], [1, 31]),
        (["13/01/1970", "01/02/1970"], [12, 31]),
        (["01/13/1970", "02/01/1970"], [12, 31]),
        (["13.1.1970", "1.2.1970"], [12, 31]),
        (["02-Jan-01", "01-Feb-01"], [11_324, 11_354]),
        (["January 2, 1970", "Feb 1 1970"], [1, 31]),
        (["1970-01-02 12:00", "1970-01-03 00:00"], [1.5, 2]),
        (["1970-01-02T12:00:00.000Z", "1970-01-03T00:00:00+02:00"], [1.5, 1 + 22 / 24]),
        (["Fri, 02 Jan 1970 12:00:00 +0000", "Sat, 03 Jan 1970 00:00:00 GMT"], [1.5, 2]),
        (["1/2/1970 6:00 PM", "1/3/1970 12:00 AM"], [1.75, 2]),
        (["1970-02", "1970-03"], [31, 59]),
        (["Feb 1970", "March 1970"], [31, 59]),
        ([" 1970-01-02", "1970-02-01 "], [1, 31]),
    ],
    ids=str,
)
def test_dates_are_read_as_people_write_them(cells, expected):
    assert days(*cells) == pytest.approx(expected)


@pytest.mark.parametrize(
    "cells",
    [
        ["6-2", "6-11"],
        ["1.2.3", "2.0.1"],
        ["A-0001", "A-0002"],
        ["555-123-4567", "555-765-4321"],
        ["2020", "2021"],
        ["May", "June"],
        ["x", "y"],
        [None, None],
    ],
    ids=str,
)
def test_what_is_no_date_is_not_taken_for_one(cells):
    assert not is_date(pd.Series(cells))


@pytest.mark.parametrize("none", ["9999-12-31", "0000-00-00", "2020-02-31"])
def test_a_date_that_is_none_is_missing(none):
    assert days("1970-01-02", none, "1970-02-01") == pytest.approx([1, np.nan, 31], nan_ok=True)


def test_years_of_two_digits_stay_close_together():
    born = pd.Series(["07/10/51", "05/05/75", "09/19/92"])
    date = DateColumn.choose(born)
    assert date.expand(born)["year"].tolist() == [1951, 1975, 1992]
    assert date.expand(pd.Series(["01/01/45", "01/01/99"]))["year"].tolist() == [1945, 1999]
    hired = pd.Series(["07/10/98", "05/05/05", "09/19/17"])
    assert DateColumn.choose(hired).expand(hired)["year"].tolist() == [1998, 2005, 2017]


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        (["2020-01-06", "2020-01-13"], ["days"]),
        (["2020-01-06", "2020-01-07"], ["days", "weekday"]),
        (["2020-01-06", "2020-02-03"], ["days", "month"]),
        (["2020-01", "2020-02"], ["days", "month"]),
        (["2020-01-06", "2025-01-06"], ["days", "year"]),
        (["2020-01-06 10:00", "2020-01-06 11:30"], ["days", "hour"]),
        (["10:00", "11:30"], ["hour"]),
        (["2020-01-06", None, "2020-01-06"], ["days"]),
    ],
    ids=str,
)
def test_only_what_varies_becomes_a_column(cells, parts):
    assert list(dict.fromkeys(part.split()[0] for part in DateColumn.choose(pd.Series(cells)).parts)) == parts


def test_the_year_goes_round():
    column = pd.Series(pd.to_datetime(["2020-12-01", "2021-01-01", "2021-07-01"]))
    parts = DateColumn.choose(column).expand(column)
    places = np.column_stack([parts["month sin"], parts["month cos"]])
    december_january, january_july = (np.linalg.norm(places[i] - places[i + 1]) for i in (0, 1))
    assert december_january < 0.6 < 1.9 < january_july


def test_what_a_date_becomes_does_not_depend_on_rows_seen_later():
    frame = pd.DataFrame({"when": ["13/01/2020", "14/01/2020"]})
    types = column_types(frame)
    later = clean_columns(pd.DataFrame({"when": ["01/02/2021 10:00", "rubbish"]}), types)
    assert list(later.columns) == ["when: days", "when: weekday", "when: weekday sin", "when: weekday cos"]
    assert later["when: days"].tolist()[0] == pytest.approx(18_659 + 10 / 24)
    assert later.iloc[1].isna().all()
    as_type = clean_columns(pd.DataFrame({"when": pd.to_datetime(["2021-02-01 10:00"])}), types)
    assert as_type.iloc[0].tolist() == later.iloc[0].tolist()


def test_text_and_type_become_the_same():
    moments = pd.date_range("2020-01-01", periods=50, freq="11h")
    typed = Dataset.from_arrays(pd.DataFrame({"when": moments}), [0, 1] * 25)
    text = Dataset.from_arrays(pd.DataFrame({"when": moments.astype(str)}), [0, 1] * 25)
    pd.testing.assert_frame_equal(typed.X, text.X)
    assert typed.source_of("when: days") == "when"
    assert any(str(note).startswith("dates become numbers: when: days, weekday and hour") for note in text.notes)


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ([20260131, 20260201], "yyyymmdd"),
        ([1.7e9, 1.8e9], "seconds"),
        ([1.7e12, 1.8e12], "milliseconds"),
        ([1, 2], "days"),
    ],
)
def test_numbers_can_be_said_to_be_dates(written, numbers):
    X = pd.DataFrame({"when": [*numbers, None] * 20})
    dataset = Dataset.from_arrays(X, [0, 1, 1] * 20, kinds={"when": "date"})
    assert dataset.dates["when"].written == written
    assert dataset.X["when: days"].notna().sum() == 40


def test_numbers_written_like_dates_are_dates():
    whens = pd.Series(pd.date_range("2020-01-01", periods=40).strftime("%Y%m%d").astype(int))
    assert is_date(whens)
    assert is_date(whens.astype(float).mask(whens.index == 3))
    assert not is_date(whens + 50)
    assert not is_date(whens / 7)
    assert Dataset.from_arrays(pd.DataFrame({"w": whens}), [0, 1] * 20).kinds == {"w": "date"}
    chosen = Dataset.from_arrays(pd.DataFrame({"w": whens}), [0, 1] * 20, kinds={"w": "numeric"})
    assert list(chosen.X) == ["w"]


def test_a_target_of_dates_is_learned_as_days():
    y = pd.Series(pd.date_range("2020-01-01", periods=40).astype(str), name="due")
    dataset = Dataset.from_arrays(np.arange(40.0)[:, None], y)
    assert (dataset.task, dataset.y[0]) == ("regression", 18_262)


def test_a_target_of_times_is_learned_as_hours_however_it_is_stored(tmp_path):
    seconds = [3_600.5 * (i % 23) + 61 * i for i in range(40)]
    times = [(datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=second)).time() for second in seconds]
    X = pd.DataFrame({"x": np.arange(40.0)})
    X.assign(y=times).to_csv(tmp_path / "times.csv", index=False)
    datasets = [
        Dataset.from_arrays(X, pd.Series(times, name="y", dtype=object)),
        Dataset.from_arrays(X, pd.Series([time.isoformat() for time in times], name="y")),
        read_dataset(tmp_path / "times.csv", "y"),
    ]
    for dataset in datasets:
        assert dataset.task == "regression"
        assert dataset.y * 3600 == pytest.approx(seconds, abs=1e-6)
        assert "the target 'y' holds times; it is learned as hours" in map(str, dataset.notes)


def test_pipelines_learn_from_the_parts_of_dates():
    moments = pd.Series(pd.date_range("2020-01-01", periods=400, freq="5h"))
    is_night = (moments.dt.hour < 6).to_numpy()
    X = pd.DataFrame({"when": moments.astype(str)})
    train = np.arange(400) % 4 > 0
    for learner in ("logistic_regression", "random_forest"):
        pipeline = make_configuration(learner).build("binary").fit(X[train], is_night[train])
        assert pipeline.score(X[~train], is_night[~train]) > 0.95
    names = pipeline["clean"].get_feature_names_out()
    assert list(names) == list(pipeline["clean"].transform(X).columns)


def test_the_role_says_what_becomes_of_a_date():
    role = find_role(pd.Series(["2020-01-06", "2021-02-07"], name="when"))
    assert (role.role, str(role.why)) == ("date", "dates or times, which become days, year, month and weekday")


@pytest.mark.parametrize("kind", [object, "category", "string"])
def test_the_dates_of_a_long_column_are_those_of_its_cells(kind):
    cells = pd.Series(["2026-01-31", "2025-12-24 18:00", None, "no date"] * 12_500 + ["2024-02-29"]).astype(kind)
    date = DateColumn.choose(cells)
    long, short = date.expand(cells), date.expand(cells[:8].astype(object))
    assert list(long) == list(short)
    for part, numbers in short.items():
        np.testing.assert_array_equal(long[part][:8], numbers)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2. Januar 1970", "1. Februar 1970"], [1, 31]),
        (["Freitag, 2. Januar 1970", "Sonntag, 1. Feb. 1970"], [1, 31]),
        (["02-Jän-1970", "01-Mär-1970"], [1, 59]),
        (["2 janvier 1970", "1er février 1970"], [1, 31]),
        (["2 de enero de 1970", "1 de febrero de 1970"], [1, 31]),
        (["2nd January 1970", "1st of February 1970"], [1, 31]),
        (["2. 1. 1970", "13. 1. 1970"], [1, 12]),
        (["1970-W01-5", "1970-W05-7"], [1, 31]),
        (["1970W02", "1970W03"], [4, 11]),
        (["19700102T1200", "19700103T0000"], [1.5, 2]),
        (["19700102T120000Z", "19700103T000000+02:00"], [1.5, 1 + 22 / 24]),
        (["Q2 1970", "Q3 1970"], [90, 181]),
        (["1970-Q2", "1970-Q3"], [90, 181]),
        (["Fri Jan  2 12:00:00 1970", "Sat Jan  3 00:00:00 1970"], [1.5, 2]),
        (["12:00 01/02/1970", "00:00 01/13/1970"], [1.5, 12]),
        (["1970-02-01 10:00 +0200", "1970-02-01 10:00 -0200"], [31 + 8 / 24, 31.5]),
        (["02/1970", "03/1970"], [31, 59]),
        (["enero 1970", "feb. 1970"], [0, 31]),
        (["2 января 1970", "1 фев 1970 г."], [1, 31]),
        (["2 січня 1970 р.", "1 лютого 1970 р."], [1, 31]),
        (["2 stycznia 1970", "1 lutego 1970 r."], [1, 31]),
        (["2. ledna 1970", "1. února 1970"], [1, 31]),
        (["2. januar 1970", "1 februari 1970, 12:00"], [1, 31.5]),
        (["2. tammikuuta 1970", "1. helmikuuta 1970"], [1, 31]),
        (["2 Ocak 1970", "1 Şubat 1970"], [1, 31]),
        (["1970年01月02日", "1970年2月1日 12:00"], [1, 31.5]),
        (["1970년 1월 2일", "1970년 2월 1일"], [1, 31]),
        (["1970年1月", "1970年12月"], [0, 334]),
        (["02/Jan/1970:12:00:00 +0000", "01/Feb/1970:00:00:00 -1200"], [1.5, 31.5]),
        (["[02/Jan/1970:12:00:00 +0000]", "[01/Feb/1970:00:00:00 +0000]"], [1.5, 31]),
    ],
    ids=str,
)
def test_dates_are_read_in_other_languages_and_forms(cells, expected):
    assert days(*cells) == pytest.approx(expected)


def test_months_of_years_of_two_digits_are_dates_where_the_numbers_are_no_days():
    months = pd.Series(pd.date_range("2017-03-01", periods=40, freq="MS"))
    expected = (months - pd.Timestamp(0)).dt.days.tolist()
    forms = ("%b-%y", "%b %y", "%B %y", "%b/%y", "%b'%y", "%b%y", "%b. %y")
    assert not [form for form in forms if days(*months.dt.strftime(form)) != expected]
    assert days("Aug-62", "Jan-99", "Dec-05") == [-2710, 10_592, 13_118]
    assert days("Mrz 19", "Mai 19", "Dez 20") == [17_956, 18_017, 18_597]
    date = DateColumn.choose(months.dt.strftime("%b-%y"))
    later = ["Jan-22", "Jan 2022", "2022-01-01", pd.Timestamp("2022-01-01"), "x"]
    assert date.moments(pd.Series(later, dtype=object)).eq(pd.Timestamp("2022-01-01")).tolist() == [True] * 4 + [False]
    assert not [
        cells
        for cells in (
            [f"{month}-{day}" for month in ("Jan", "Feb", "Mar", "Apr") for day in (10, 14, 19, 25)],
            [f"May {day}" for day in range(10, 30)],
            ["Mark-19", "Janet-20", "August-21"],
        )
        if is_date(pd.Series(cells))
    ]


@pytest.mark.parametrize(
    "cells",
    [
        [f"{i / 10}/10" for i in range(10, 90)],
        [f"{1 + i % 4}.{i % 9}.{10 + i % 7}" for i in range(63)],
        [f"10.{i}.0.{i}" for i in range(50)],
        ["1/2", "3/4", "5/8"],
        [f"{i}-{i + 1}-99" for i in range(40, 90)],
        ["May 2020 sale", "June 2020 sale"],
    ],
    ids=lambda cells: cells[0],
)
def test_scores_versions_and_addresses_are_no_dates(cells):
    assert not is_date(pd.Series(cells))


def test_a_column_of_fractions_is_no_date():
    assert not is_date(pd.Series(20_200_101 + np.arange(25) + 0.5))
    assert is_date(pd.Series(20_200_101 + np.arange(25)))
    assert DateColumn.choose(pd.Series([20200131093000, 20200131103000])).written == "yyyymmddhhmmss"


def test_whether_the_day_comes_first_is_decided_by_the_column_and_said_where_nothing_shows_it():
    frame = pd.DataFrame({"clear": ["13/02/2020", "01/03/2020"] * 15, "unclear": ["01/02/2020", "03/04/2020"] * 15})
    frame["points"] = [f"0{1 + i % 9}.0{1 + i % 5}.2020" for i in range(30)]
    dataset = Dataset.from_arrays(frame, [0, 1] * 15)
    assert {name: date.is_day_first for name, date in dataset.dates.items()} == {
        "clear": True,
        "unclear": False,
        "points": True,
    }
    (note,) = (note for note in dataset.notes if note.kind == "ambiguous dates")
    assert note.columns == ("unclear",)
    assert "the month is taken to be first" in str(note)


def test_a_date_that_begins_with_the_year_is_the_same_beside_others_with_the_day_first():
    days = pd.date_range("2019-01-05", periods=120, freq="11D")
    written = days.strftime("%d/%m/%Y")
    date = column_types(pd.DataFrame({"when": written}))["when"]
    right = (days - pd.Timestamp(0)).days.tolist()
    forms = {
        "ISO": days.strftime("%Y-%m-%d"),
        "ISO with time": days.strftime("%Y-%m-%dT%H:%M:%S"),
        "slashes": days.strftime("%Y/%m/%d"),
        "points": days.strftime("%Y.%m.%d"),
        "day of the week": days.strftime("%a %Y-%m-%d"),
        "time first": days.strftime("10:00 %Y-%m-%d"),
        "without marks": days.strftime("%Y%m%d"),
        "without marks, with time": days.strftime("%Y%m%dT1000"),
        "numbers": days.strftime("%Y%m%d").astype(int),
        "dates": pd.Series([day.date() for day in days], dtype=object),
        "moments": pd.Series(list(days.to_pydatetime()), dtype=object),
        "typed": days,
    }
    for name, cells in forms.items():
        cleaned = date.clean(pd.Series(cells, name="when"))
        assert np.floor(cleaned["when: days"]).tolist() == right, name
    odd = np.arange(120) % 2 == 1
    for others in (days.astype(object), days.strftime("%Y-%m-%d")):
        frame = pd.DataFrame({"when": np.where(odd, others, written)})
        assert Dataset.from_arrays(frame, ["a", "b"] * 60).X["when: days"].tolist() == right


@pytest.mark.parametrize("is_day_first", [False, True])
@pytest.mark.parametrize("extra", [[], ["x", None, "2020-01-31 10:00:00", "31 January 2020 10:00"]])
def test_what_is_read_together_is_what_each_cell_says(is_day_first, extra):
    rng = np.random.default_rng(0)
    days = [
        sign.join([f"{day:0{width}d}", middle, str(year)])
        for sign in "-/."
        for width, middle in ((1, "7"), (2, "11"), (2, "Feb"), (1, "14"))
        for day, year in zip(rng.integers(0, 33, 4), rng.integers(1000, 9999, 4), strict=True)
    ]
    times = ["10:30", "1:05", "23:59:59", "10:30:60", "12:00 AM", "12:10:01 pm", "1:30PM", "13:00 PM", "24:00", "7:61"]
    texts = pd.Series([*extra, *(f"{day} {time}" for day in days for time in times)], dtype=object)
    each = pd.to_datetime(texts, format="mixed", dayfirst=is_day_first, errors="coerce", utc=True)
    pd.testing.assert_series_equal(moments_in_text(texts.iloc[::-1], is_day_first)[::-1], each.dt.as_unit("us"))
    pd.testing.assert_series_equal(moments_in_text(texts, is_day_first), each.dt.as_unit("us"))


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("9999-12-31", "cells that hold no date up to the year 2261 are missing: end (6: '9999-12-31')"),
        ("2999-01-01", "cells that hold no date up to the year 2261 are missing: end (6: '2999-01-01')"),
        ("0000-00-00", "cells that hold no date up to the year 2261 are missing: end (6: '0000-00-00')"),
        ("1900-01-01", "1900-01-01 is far from all other values of end (6 rows)"),
        ("1970-01-01", "1970-01-01 is far from all other values of end (6 rows)"),
    ],
)
@pytest.mark.parametrize("dtype", ["text", "stored"])
def test_dates_that_stand_for_no_date_are_said(date, said, dtype):
    days = [f"2018-{1 + i % 12:02d}-{1 + i % 28:02d}" for i in range(114)] + [date] * 6
    if dtype == "stored":
        days = days if date == "0000-00-00" else [datetime.date.fromisoformat(day) for day in days]
    notes = Dataset.from_arrays(pd.DataFrame({"end": days, "x": np.sin(np.arange(120))}), [0, 1] * 60).notes
    assert any(str(note).startswith(said) for note in notes), [*map(str, notes)]


def test_a_date_that_comes_as_a_number_does_not_depend_on_the_numbers_beside_it():
    numbers = pd.Series([20260131.0, 5.0, np.nan, 20240229.0, 99999999.0])
    together = DateColumn(("days",)).expand(numbers)["days"]
    alone = [DateColumn(("days",)).expand(numbers.iloc[[i]])["days"][0] for i in range(len(numbers))]
    np.testing.assert_array_equal(together, alone)
    assert together[:2].tolist() == [20484.0, 5.0]
