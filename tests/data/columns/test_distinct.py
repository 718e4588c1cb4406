import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, read_dataset, read_table
from metaselect.data.columns.distinct import MANY_ROWS, fold_text, map_distinct
from metaselect.data.columns.repairs.rules import apply_cell_repairs, find_cell_repairs
from metaselect.data.columns.roles import assign_roles

N = MANY_ROWS


def messy(n_rows):
    i = np.arange(n_rows)
    return pd.DataFrame(
        {
            "price": np.where(i % 7, "$1," + pd.Series(i % 800 + 100).astype(str), None),
            "day": pd.Series(i % 900).map(lambda day: str(np.datetime64("2020-01-01") + day)),
            "city": pd.Series(i % 5).map({0: "Rome ", 1: " Oslo", 2: "Rome", 3: "-  ", 4: "Bern [2]"}),
            "note": "n" + pd.Series(i).astype(str),
        }
    )


def test_repairs_of_folded_columns_are_those_of_cells():
    table = messy(N)
    folded = fold_text(table)
    assert list(folded.dtypes == "category") == [True, True, True, False]
    found = {name: find_cell_repairs(folded[name]) for name in table}
    assert found == {name: find_cell_repairs(table[name]) for name in table}
    assert {name: [type(repair).__name__ for repair in repairs] for name, repairs in found.items()} == {
        "price": ["NumbersInText"],
        "day": [],
        "city": ["Blanks"],
        "note": [],
    }
    for name, repairs in found.items():
        of_cells, of_folded = (apply_cell_repairs(columns[name], repairs) for columns in (table, folded))
        pd.testing.assert_series_equal(of_cells.astype(object), of_folded.astype(object))


def test_a_short_table_is_left_as_it_is():
    table = messy(100)
    assert fold_text(table) is table


def test_texts_that_become_one_or_missing_do_so_everywhere():
    column = pd.Series(pd.Categorical(["a ", "a", "?", None, "b"]))
    mapped = map_distinct(column, lambda cells: cells.str.strip().replace("?", np.nan))
    assert mapped.astype(object).where(mapped.notna(), None).tolist() == ["a", "a", None, None, "b"]


def test_a_dataset_of_folded_columns_is_that_of_cells():
    table = messy(N)
    y = pd.Series(np.arange(N) % 3).map({0: "no", 1: "yes", 2: "maybe"})
    plain, folded = (
        Dataset.from_arrays(table, y),
        Dataset.from_arrays(fold_text(table), y.astype("category")),
    )
    pd.testing.assert_frame_equal(plain.X, folded.X)
    assert plain.y.tolist() == folded.y.tolist()
    assert plain.codes.tolist() == folded.codes.tolist() == np.unique(y.to_numpy(str), return_inverse=True)[1].tolist()
    assert plain.notes == folded.notes


def test_roles_of_long_columns_do_not_depend_on_how_few_rows_decide():
    n = 2 * N
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "id": np.arange(n),
            "nearly_constant": np.where(np.arange(n) == 77, 1, 0),
            "three_values": np.where(np.arange(n) == 77, "maybe", np.where(np.arange(n) % 2, "yes", "no")),
            "x": rng.normal(size=n),
            "city": rng.choice(["Rome", "Oslo"], n),
            "user_id": rng.integers(0, 40_000, n),
            "key": [f"k{i}" for i in range(n)],
        }
    )
    roles = {name: role.role for name, role in assign_roles(fold_text(table), {}).items()}
    assert roles == {
        "id": "identifier",
        "nearly_constant": "boolean",
        "three_values": "categorical",
        "x": "numeric",
        "city": "categorical",
        "user_id": "group",
        "key": "identifier",
    }


def test_a_column_that_turns_to_text_far_below_is_text_from_the_top(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a,b,c\n" + "".join(f"0{i},{i},1\n" for i in range(60_000)) + "x1,y,2\n")
    table = read_table(path)
    assert table["a"].iloc[0] == "00"
    assert table["b"].iloc[:3].tolist() in (["0", "1", "2"], [0.0, 1.0, 2.0])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_long_file_is_the_short_one_many_times(tmp_path, end):
    rows = [f"{i / 4},$1.{i % 90 + 10}, {'Rome ' if i % 2 else 'Oslo'},{'yes' if i % 3 else 'no'}" for i in range(180)]
    header = "x,price,city,target"
    short, long = tmp_path / "short.csv", tmp_path / "long.csv"
    short.write_bytes(end.join([header, *rows]).encode())
    long.write_bytes(end.join([header, *rows * 300]).encode())
    a, b = read_dataset(short), read_dataset(long)
    pd.testing.assert_frame_equal(pd.concat([a.X] * 300, ignore_index=True), b.X)
    assert (a.task, list(a.y) * 300) == (b.task, list(b.y))
