import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.data.columns.kinds import find_type
from metaselect.data.columns.repairs.durations import Durations

DURATIONS = [
    (["43:00:00", "9:25:03"], [154_800, 33_903]),
    (["130:00", "9:01"], [7_800, 541]),
    (["36:01", "1:07:00"], [2_161, 4_020]),
    (["1:27.452", "1:28,1"], [87.452, 88.1]),
    (["2h 10min", "1h 5min"], [7_800, 3_900]),
    (["2h10", "12h"], [7_800, 43_200]),
    (["2 Std. 10 Min.", "1 Stunde 5 Minuten"], [7_800, 3_900]),
    (["2 heures 10 minutes", "1 jour"], [7_800, 86_400]),
    (["1 hour and 5 minutes", "45 seconds"], [3_900, 45]),
    (["PT2H10M", "P1DT2H"], [7_800, 93_600]),
    (["-PT5M", "PT0.5S"], [-300, 0.5]),
    (["1 days 02:00:00", "0 days 00:10:05.5"], [93_600, 605.5]),
    (["-1 days +23:00:00", "3 days"], [-3_600, 259_200]),
    (["1 day, 2:00:00", "26:00:00"], [93_600, 93_600]),
    (["1:02:03:04", "0:02:03:04"], [93_784, 7_384]),
]


@pytest.mark.parametrize(("cells", "seconds"), DURATIONS, ids=str)
def test_durations_are_seconds(cells, seconds):
    column = pd.Series([*cells, None], name="x")
    found = find_type(column)
    assert found.kind == "numeric"
    assert found.clean(column)["x"][:2].tolist() == pytest.approx(seconds)


def test_durations_as_text_are_what_pandas_has_a_type_for():
    typed = pd.Series(pd.to_timedelta([3_600, 93_784.5], unit="s"), name="x")
    found = find_type(typed)
    assert found.clean(typed)["x"].tolist() == [3_600, 93_784.5]
    assert found.clean(typed.astype(str))["x"].tolist() == [3_600, 93_784.5]
    assert find_type(typed.astype(str)).clean(typed)["x"].tolist() == [3_600, 93_784.5]
    assert find_type(typed.astype(object)).clean(typed.astype(object))["x"].tolist() == [3_600, 93_784.5]


@pytest.mark.parametrize("cells", [["09:30", "14:45"], ["9:15:00", "17:30:10"], ["10:30 PM", "9:15 AM"]], ids=str)
def test_times_of_day_are_no_durations_unless_the_column_is_called_so(cells):
    assert find_type(pd.Series(cells, name="start")).kind == "date"
    if "M" not in cells[0]:
        assert find_type(pd.Series(cells, name="duration")).kind == "numeric"


@pytest.mark.parametrize("cells", [["5m", "7s", "2h"], ["16:9", "4:3"], ["a:bc", "12:xy"], ["1:75", "99:80"]], ids=str)
def test_sizes_and_ratios_are_no_durations(cells):
    assert not any(isinstance(repair, Durations) for repair in find_type(pd.Series(cells, name="x")).repairs)


def test_scores_out_of_ten_are_numbers():
    column = pd.Series(["4.2/10", "3/10", "7,5/10", None], name="x")
    found = find_type(column)
    assert found.clean(column)["x"][:3].tolist() == [4.2, 3, 7.5]
    assert find_type(pd.Series(["1/2", "3/4", "5/8"], name="x")).kind == "categorical"
    assert find_type(pd.Series(["3/2020", "4/2020"], name="x")).kind == "date"


def test_hours_of_one_digit_with_seconds_are_durations_not_times_of_day():
    clocks = [f"{2 + i % 4}:{i * 7 % 60:02}:{i * 13 % 60:02}" for i in range(60)]
    seconds = [(2 + i % 4) * 3600 + i * 7 % 60 * 60 + i * 13 % 60 for i in range(60)]
    dataset = Dataset.from_arrays(pd.DataFrame({"x": range(60)}), clocks)
    assert (dataset.task, dataset.y.tolist()) == ("regression", seconds)
    assert Dataset.from_arrays(pd.DataFrame({"x": clocks}), ["a", "b"] * 30).X["x"].tolist() == seconds
    for times in ([f"0{clock}" for clock in clocks], [f"{i % 24}:{i:02}:00" for i in range(60)]):
        assert "x: hour" in Dataset.from_arrays(pd.DataFrame({"x": times}), ["a", "b"] * 30).X


def test_no_rows_have_no_durations():
    kept = find_type(pd.Series([f"{i}:30" for i in range(60)], name="x"))
    for empty in (pd.Series([], dtype=object, name="x"), pd.Series([], dtype="str", name="x")):
        assert kept.clean(empty)["x"].tolist() == []
