import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from metaselect.data import Dataset, read_dataset
from metaselect.exceptions import DatasetError

N = 40
Y = np.array(["no", "yes"] * (N // 2))


@pytest.fixture
def table():
    return pd.DataFrame({"age": np.arange(N) * 1.0, "city": ["Rome", None] * (N // 2)})


def test_a_dataset_knows_its_sizes(table):
    dataset = Dataset.from_arrays(table, Y, name="people")
    assert (dataset.n_rows, dataset.n_columns, dataset.n_classes) == (N, 2, 2)
    assert (dataset.name, dataset.origin, dataset.target, dataset.notes) == ("people", "people", "y", ())


def test_regression_has_no_classes(table):
    dataset = Dataset.from_arrays(table, np.arange(N))
    assert (dataset.task, dataset.n_classes, dataset.y.dtype) == ("regression", None, np.float64)


def test_the_target_is_called_as_its_series(table):
    assert Dataset.from_arrays(table, pd.Series(Y, name="member")).target == "member"
    assert Dataset.from_arrays(table, pd.Series(Y, name="member"), target="other").target == "other"


def test_the_target_need_not_share_the_index_of_the_table(table):
    dataset = Dataset.from_arrays(table.set_index(np.repeat(7, N)), pd.Series(Y, index=range(100, 100 + N)))
    assert dataset.y.tolist() == Y.tolist()
    assert dataset.X.index.tolist() == list(range(N))


def test_the_input_is_not_modified(table):
    table["bad"] = np.inf
    y = pd.Series(np.where(np.arange(N) < 3, np.nan, np.arange(N)))
    table_before, y_before = table.copy(deep=True), y.copy(deep=True)
    Dataset.from_arrays(table, y)
    pd.testing.assert_frame_equal(table, table_before)
    pd.testing.assert_series_equal(y, y_before)


def test_a_dataset_is_frozen(table):
    with pytest.raises(dataclasses.FrozenInstanceError):
        Dataset.from_arrays(table, Y).name = "other"


MISSING_TARGETS = {
    "NaN": np.array([np.nan, 1.5, 2.5, 3.5] * 10),
    "infinity": np.array([np.inf, 1.5, -np.inf, 3.5, 2.5] * 8),
    "None among text": np.array([None, "a", "b", "a"] * 10, dtype=object),
    "nullable integers": pd.Series([None, 1, 2, 3] * 10, dtype="Int64"),
    "nullable truth values": pd.Series([None, True, False, True] * 10, dtype="boolean"),
    "pandas category": pd.Series(pd.Categorical([None, "a", "b", "a"] * 10)),
    "infinity among objects": np.array([np.inf, 1.5, 2.5, 3] * 10, dtype=object),
}


@pytest.mark.parametrize("y", MISSING_TARGETS.values(), ids=MISSING_TARGETS)
def test_rows_with_a_missing_target_are_set_aside_and_counted(table, y):
    dataset = Dataset.from_arrays(table, y)
    n_missing = 16 if len(set(y)) == 5 else 10
    assert dataset.n_rows == N - n_missing
    assert dataset.X["age"].iloc[0] == 1.0
    assert f"{n_missing} rows with a missing or infinite target set aside" in map(str, dataset.notes)
    assert dataset.task != "regression" or np.isfinite(dataset.y).all()


def test_an_empty_column_is_left_out_and_said(table):
    dataset = Dataset.from_arrays(table.assign(void=None, gap=np.nan), Y)
    assert list(dataset.X.columns) == ["age", "city"]
    assert "void, gap have only missing values and are left out" in map(str, dataset.notes)


def test_infinite_values_are_missing_and_said(table):
    dataset = Dataset.from_arrays(table.assign(age=np.where(np.arange(N) < 2, np.inf, 1.0)), Y)
    assert dataset.X["age"].isna().sum() == 2
    assert "infinite values in age are read as missing" in map(str, dataset.notes)


def test_repeated_column_names_are_said_with_their_new_name():
    frame = pd.DataFrame(np.zeros((N, 3)), columns=["a", "a", "a.1"])
    dataset = Dataset.from_arrays(frame, Y)
    assert list(dataset.X.columns) == ["a", "a.2", "a.1"]
    assert "a second column named 'a' is read as 'a.2'" in map(str, dataset.notes)


def test_rare_classes_are_named(table):
    y = np.array(["common"] * 35 + ["rare"] * 4 + ["single"])
    assert "classes rare, single with fewer than 5 rows: hardly learnable" in map(
        str, Dataset.from_arrays(table, y).notes
    )


def test_few_rows_are_said(table):
    assert any("only 29 rows" in str(note) for note in Dataset.from_arrays(table[:29], Y[:29]).notes)
    assert not any("rows" in str(note) for note in Dataset.from_arrays(table[:30], Y[:30]).notes)


@pytest.mark.parametrize(
    "y",
    [list(Y), Y == "yes", Y.reshape(-1, 1), pd.DataFrame({"y": Y}), pd.Series(Y, dtype="string"), pd.Categorical(Y)],
    ids=["list", "bool", "one column", "DataFrame", "string", "category"],
)
def test_any_form_of_target_gives_the_same_classes(table, y):
    dataset = Dataset.from_arrays(table, y)
    assert dataset.task == "binary"
    assert np.unique(dataset.y, return_inverse=True)[1].tolist() == [0, 1] * (N // 2)


def test_labels_of_mixed_types_become_text(table):
    assert set(Dataset.from_arrays(table, np.array([1, "b"] * 20, dtype=object)).y) == {"1", "b"}


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros((3, 1)), ["a", "b"], "X has 3 rows and y has 2"),
        (np.zeros((1, 1)), ["a"], "1 row with a known target"),
        (np.zeros((0, 1)), [], "0 rows with a known target"),
        (np.zeros((4, 0)), [0, 1, 0, 1], "no column with a value is left"),
        (np.full((4, 1), np.nan), [0, 1, 0, 1], "no column with a value is left"),
        (np.zeros((4, 1)), np.zeros((4, 2)), r"y has shape \(4, 2\); expected one dimension"),
        (np.zeros((4, 1)), None, "y is None; expected one value per row"),
        (np.zeros((4, 1)), np.arange(4) + 1j, "Complex data not supported: the target 'y'"),
        (np.zeros(4), [0, 1, 0, 1], "expected two dimensions"),
    ],
)
def test_what_cannot_be_learned_is_a_dataset_error(X, y, message):
    with pytest.raises(DatasetError, match=message):
        Dataset.from_arrays(X, y)


def test_taking_rows_keeps_everything_else(table):
    dataset = Dataset.from_arrays(table, Y, name="people", origin="census")
    part = dataset.take(np.array([5, 3]))
    assert part.X["age"].tolist() == [5.0, 3.0]
    assert part.y.tolist() == ["yes", "yes"]
    assert (part.name, part.origin, part.task) == ("people", "census", "binary")


def test_a_column_of_free_text_is_named():
    X = pd.DataFrame({"comment": [f"comment {i}" for i in range(60)], "city": ["Rome", "Oslo"] * 30})
    notes = Dataset.from_arrays(X, [0, 1, 1] * 20).notes
    assert any("text of their own in comment" in str(note) for note in notes)
    assert not any("city" in str(note) for note in notes)


def test_a_sparse_matrix_is_a_table():
    X = sparse.random(40, 5, density=0.3, random_state=0, format="csr")
    dataset = Dataset.from_arrays(X, ["a", "b"] * 20)
    assert np.array_equal(dataset.X.to_numpy(), X.toarray())
    with pytest.raises(DatasetError, match=r"sparse matrix of 1000000 x 1000000; .* TruncatedSVD"):
        Dataset.from_arrays(sparse.csr_matrix((1_000_000, 1_000_000)), ["a"] * 1_000_000)


def test_a_polars_frame_is_a_table():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"age": [31, None, 12], "city": ["Rome", "Oslo", None]})
    dataset = Dataset.from_arrays(frame, ["a", "b", "a"])
    assert dataset.X["age"].tolist() == pytest.approx([31, np.nan, 12], nan_ok=True)
    assert dataset.X["city"].tolist()[:2] == ["Rome", "Oslo"]


@pytest.mark.parametrize(
    "y", [[{1}, {2}, {1}], [[1], [2, 3], [4]], [np.zeros(2), 1, None]], ids=["sets", "lists", "mixed"]
)
def test_a_nested_target_is_refused(y):
    with pytest.raises(DatasetError, match=r"y is not one value per row|expected numbers, text or truth values"):
        Dataset.from_arrays([[1.0], [2.0], [3.0]], y)


def test_numbers_that_are_categories_of_the_target_stay_numbers():
    dataset = Dataset.from_arrays([[1.0], [2.0], [3.0]], pd.Series([3, 2, 3], dtype="category"))
    assert dataset.y.dtype.kind == "i"


def test_columns_of_polars_are_what_their_types_say():
    polars = pytest.importorskip("polars")
    days = pd.date_range("2024-11-30", periods=40, freq="D").to_list()
    words = ["low", "high", None, "low"] * 10
    frame = polars.DataFrame(
        {
            "day": [day.date() for day in days],
            "moment": [None, *days[1:]],
            "word": words,
            "grade": words,
            "member": [True, False, None, True] * 10,
            "void": [None] * 40,
            "count": [None, *range(39)],
        },
        schema_overrides={"word": polars.Categorical, "grade": polars.Enum(["low", "high"])},
    ).with_columns(zoned=polars.col("moment").dt.replace_time_zone("UTC"))
    dataset = Dataset.from_arrays(frame, polars.Series("class", ["a", "b"] * 20))
    assert dataset.kinds == {
        **dict.fromkeys(["day", "moment", "zoned"], "date"),
        **dict.fromkeys(["word", "grade", "member"], "categorical"),
        "void": "empty",
        "count": "numeric",
    }
    assert dataset.X["day: days"].iloc[0] == 20057.0
    assert dataset.X["member"].iloc[:2].tolist() == ["True", "False"]


def test_a_date_counts_as_one_column_of_the_table():
    X = pd.DataFrame({"when": pd.date_range("2026-01-01", periods=60), "x": range(60), "void": [None] * 60})
    dataset = Dataset.from_arrays(X, [0, 1] * 30)
    assert dataset.n_table_columns == 2
    assert dataset.n_columns > 2


def test_a_dataset_says_what_models_see_of_its_columns():
    when = pd.date_range("2020-01-01", periods=40, freq="D")
    X = pd.DataFrame({"age": range(40), "city": ["Rome", "Oslo"] * 20, "when": when, "note": ["x y z"] * 40})
    dataset = Dataset.from_arrays(X, [0, 1] * 20, kinds={"note": "text", "when": "date"})
    seen = dataset.becomes
    assert (seen["age"], seen["city"], seen["when: days"], seen["note"]) == ("number", "category", "number", "text")
    assert list(seen) == list(dataset.X)
    assert dataset.n_table_columns == 4
    assert dataset.source_of("when: days") == "when"


def test_a_dataset_of_a_file_keeps_the_roles_of_all_its_columns(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,age,kind,target\n" + "".join(f"{i},{20 + i % 7},a,{i % 2}\n" for i in range(40)))
    dataset = read_dataset(path, roles={"age": "categorical"})
    assert {name: role.role for name, role in dataset.roles.items()} == {
        "id": "identifier",
        "age": "categorical",
        "kind": "constant",
    }
    assert list(dataset.X) == ["age"]
