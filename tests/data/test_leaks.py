import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from metaselect.data import Dataset, Note
from metaselect.data.leaks import find_leaks

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 2, size=200)


def leaks_of(column, y=Y, **more):
    return find_leaks(Dataset.from_arrays(pd.DataFrame({"x": column, "noise": RNG.normal(size=len(y))}), y, **more))


def test_another_form_of_the_target_is_suspected():
    leaks = leaks_of(np.where(Y == 1, "left", "stayed"))
    assert list(leaks) == ["x"]
    assert "gives the target in 100 % of rows" in str(leaks["x"])


def test_a_value_that_only_one_class_has_is_suspected():
    evidence = leaks_of(np.where((Y == 1) & (RNG.random(200) < 0.6), 3.0, np.nan))["x"]
    assert evidence == Note.on("one class", has_value=True, label="1")
    assert str(evidence) == "where it has a value, the target is always '1'"


def test_whether_a_value_is_known_may_say_nearly_all():
    known = np.where(RNG.random(200) < 0.03, 1 - Y, Y)
    evidence = leaks_of(np.where(known == 1, RNG.random(200), np.nan))["x"]
    assert "whether it has a value gives the target" in str(evidence)


def test_a_number_beside_the_target_is_suspected():
    price = RNG.lognormal(size=200)
    evidence = leaks_of(price * 1.2 + 0.001 * RNG.normal(size=200), price)["x"]
    assert (evidence.kind, round(evidence.details["correlation"], 2)) == ("rank correlation", 1.0)
    assert str(evidence).startswith("its rank correlation with the target is ")


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_a_column_that_merely_helps_is_not_suspected(share):
    column = Y + RNG.normal(size=200)
    assert leaks_of(np.where(RNG.random(200) < share, np.nan, column)) == {}


def test_good_columns_of_an_easy_dataset_are_not_suspected():
    assert find_leaks(Dataset.from_arrays(*load_iris(return_X_y=True, as_frame=True))) == {}


def test_a_class_of_one_row_is_no_obstacle():
    y = np.array(["a"] * 100 + ["b"] * 99 + ["c"])
    assert leaks_of(RNG.normal(size=200), y) == {}


def test_numbers_beyond_single_precision_are_looked_at_without_warnings():
    huge = np.linspace(-1e300, 1e300, 400)
    dataset = Dataset.from_arrays(pd.DataFrame({"huge": huge}), np.where(huge > 0, "yes", "no"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "huge" in find_leaks(dataset)


def test_a_column_named_after_the_target_is_suspected():
    X = pd.DataFrame({"majorBugs": [0.0, 1.0] + [0.0] * 198, "debugger": RNG.normal(size=200)})
    leaks = find_leaks(Dataset.from_arrays(X, RNG.poisson(9, 200), task="regression", target="bugs"))
    assert list(leaks) == ["majorBugs"]
    assert "its name holds that of the target, 'bugs'" in str(leaks["majorBugs"])
    assert find_leaks(Dataset.from_arrays(X.add_prefix("class "), Y, target="class")) == {}


def test_a_leaking_date_is_named_as_in_the_table():
    left = pd.Series(pd.date_range("2020-01-01", periods=200)).where(Y == 1)
    assert list(leaks_of(left)) == ["x"]


@pytest.mark.parametrize(("n_rows", "decimals"), [(6000, 9), (6000, 0)])
def test_what_is_found_does_not_depend_on_the_order_of_rows_or_columns(n_rows, decimals):
    """Where all rows differ, and where most of them occur many times; a column that is borderline would change."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, n_rows)
    X = pd.DataFrame({f"x{i}": np.where(rng.random(n_rows) < 0.010 + i / 1000, 1 - y, y) for i in range(12)})
    X["noise"] = rng.normal(size=n_rows).round(decimals)
    X["word"] = rng.choice(["a", "b"], n_rows)
    order = rng.permutation(n_rows)
    leaks = find_leaks(Dataset.from_arrays(X, y))
    assert 0 < len(leaks) < 12
    assert find_leaks(Dataset.from_arrays(X.iloc[order, ::-1], y[order])) == leaks


def test_what_is_found_in_a_short_table_does_not_depend_on_the_order_of_rows():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 300)
    X = pd.DataFrame({f"x{i}": y + rng.normal(scale=0.2 + i / 300, size=300) for i in range(12)})
    order = rng.permutation(300)
    leaks = find_leaks(Dataset.from_arrays(X, y))
    assert 0 < len(leaks) < 12
    assert find_leaks(Dataset.from_arrays(X.iloc[order], y[order])) == leaks


def test_a_table_of_a_few_different_rows_is_looked_at_in_all_its_parts():
    y = np.repeat(["no", "yes"], [9000, 1000])
    dataset = Dataset.from_arrays(pd.DataFrame({"x": y, "constant": "a"}), y)
    assert list(find_leaks(dataset)) == ["x"]
