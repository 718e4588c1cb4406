import bz2
import gzip
import lzma
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from metaselect.data import make_dataset, read_dataset, read_file
from metaselect.data.reading.large_files import TableInParts, sample_parts
from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.exceptions import DatasetError
from metaselect.metafeatures import extract_metafeatures

N = 3000


def make_table(n_rows=N):
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "x": rng.normal(size=n_rows).round(4),
            "n": rng.integers(0, 50, n_rows),
            "city": rng.choice(["Rome", "Oslo", None], n_rows),
            "is_new": rng.choice([True, False], n_rows),
            "empty_above": np.where(np.arange(n_rows) < n_rows - 20, None, "late"),
            "target": rng.choice(["no", "yes", "rare", None], n_rows, p=[0.6, 0.35, 0.01, 0.04]),
        }
    )
    table.loc[rng.random(n_rows) < 0.1, ["x", "n"]] = np.nan
    table["n"] = table["n"].astype("Int64")
    return table


# Every file counts as large, and is read 100 rows at a time.
LARGE = ReadingLimits(text_bytes=1, cells=1, cells_of_part=1)


def read_large(path, limits=LARGE, **arguments):
    return read_file(path, options=ReadingOptions(limits=limits), **arguments)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "table.csv"
    make_table().to_csv(path, index=False)
    return path


def test_counts_are_those_of_the_whole_file(path):
    table = make_table()
    file = read_large(path, sample_rows=500)
    assert len(file.table) == pytest.approx(500, abs=20)
    assert file.whole.n_rows == N
    assert file.whole.n_missing == table.isna().sum().to_dict()
    assert file.whole.n_known == table["target"].notna().sum()
    assert file.whole.n_missing_of_known == table[table["target"].notna()].isna().sum().to_dict()
    assert file.whole.class_counts == table["target"].value_counts().to_dict()


def test_each_class_has_its_share_and_a_rare_one_twenty_rows(path):
    counts = make_table()["target"].value_counts()
    held = read_large(path, sample_rows=500).table["target"].value_counts()
    for label in ("no", "yes"):
        assert held[label] == round(500 * counts[label] / counts.sum())
    assert held["rare"] == 20


def test_the_sample_does_not_depend_on_the_size_of_the_parts(path):
    tables = []
    for n_cells in (1, 2_000, 10**6):
        tables.append(read_large(path, replace(LARGE, cells_of_part=n_cells), sample_rows=200).table)
    pd.testing.assert_frame_equal(tables[0], tables[1])
    pd.testing.assert_frame_equal(tables[0], tables[2])


def test_a_small_file_of_which_few_rows_are_asked_gives_the_same_sample(path):
    in_memory = read_file(path, sample_rows=200).table
    pd.testing.assert_frame_equal(in_memory, read_large(path, sample_rows=200).table)


def test_the_sample_depends_on_the_seed_alone(path):
    first, again, other = (read_large(path, sample_rows=200, random_state=seed).table for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_a_sample_of_all_rows_is_the_table(path):
    file = read_large(path, target="target", sample_rows=10 * N)
    whole = make_table()
    whole = whole[whole["target"].notna()].reset_index(drop=True)
    pd.testing.assert_series_equal(file.table["x"], whole["x"])
    assert file.table["target"].tolist() == whole["target"].tolist()


def test_columns_have_the_types_that_the_whole_file_gives_them(tmp_path):
    n = 1000
    table = pd.DataFrame(
        {"code": ["007"] * n, "flag": "True", "late": "1", "whole": "3", "target": ["a", "b"] * (n // 2)}
    )
    table.loc[n - 1, ["code", "flag", "late"]] = ["x", "maybe", "word"]
    table.loc[n - 2, "whole"] = ""
    path = tmp_path / "table.csv"
    table.to_csv(path, index=False)
    sampled = read_large(path, sample_rows=n).table
    pd.testing.assert_frame_equal(sampled, read_file(path).table)


OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def test_a_large_compressed_file_gives_the_same_sample(path):
    expected = read_large(path, sample_rows=200).table
    for suffix in [*OPENERS, ".zip"]:
        compressed = path.with_name(f"table.csv{suffix}")
        if suffix == ".zip":
            with zipfile.ZipFile(compressed, "w") as archive:
                archive.write(path, "table.csv")
        else:
            with OPENERS[suffix](compressed, "wb") as file:
                file.write(path.read_bytes())
        sampled = read_large(compressed, sample_rows=200)
        assert sampled.whole is not None, suffix
        pd.testing.assert_frame_equal(sampled.table, expected)


def test_a_large_file_of_another_dialect_gives_the_same_sample(path):
    expected = read_large(path, sample_rows=200).table
    other = path.with_name("other.csv")
    for delimiter, decimal, encoding in [(";", ",", "cp1252"), ("\t", ".", "utf-16"), ("|", ",", "utf-8-sig")]:
        make_table().to_csv(other, index=False, sep=delimiter, decimal=decimal, encoding=encoding)
        pd.testing.assert_frame_equal(read_large(other, sample_rows=200).table, expected)


def test_a_delimiter_at_the_end_of_lines_is_no_column_of_a_large_file(path):
    other = path.with_name("other.csv")
    header, *rows = path.read_text().splitlines()
    other.write_text("\n".join([header, *[f"{row}," for row in rows]]))
    pd.testing.assert_frame_equal(read_large(other, sample_rows=200).table, read_large(path, sample_rows=200).table)


def test_a_large_parquet_file_is_sampled(path):
    pytest.importorskip("pyarrow")
    parquet = path.with_name("table.parquet")
    make_table().to_parquet(parquet, row_group_size=700)
    file = read_large(parquet, sample_rows=200)
    assert file.whole.class_counts == make_table()["target"].value_counts().to_dict()
    assert file.table["x"].tolist() == pytest.approx(read_large(path, sample_rows=200).table["x"].tolist(), nan_ok=True)


def test_an_irregular_row_far_below_is_said(path):
    path.write_text(path.read_text() + "1,2,3,4,5,6,7,8\n")
    with pytest.raises(DatasetError, match="not a regular table"):
        read_large(path)


def test_the_dataset_says_how_many_rows_there_are(path):
    dataset = make_dataset(read_large(path, sample_rows=500), "target")
    known = make_table()["target"].dropna()
    assert dataset.n_rows == len(dataset.X)
    assert dataset.n_rows_total == len(known)
    assert dataset.class_totals.tolist() == known.value_counts().sort_index().tolist()
    assert dataset.smallest_class == (known == "rare").sum()
    assert any(
        f"stand for all {N}: rows, missing values and classes are counted" in str(note) for note in dataset.notes
    )
    assert f"{N - len(known)} rows with a missing or infinite target set aside" in map(str, dataset.notes)


def test_counting_metafeatures_are_those_of_the_whole_file(path):
    counted = ["log_n_rows", "minority_share", "majority_share", "missing_share", "largest_missing_share"]
    sampled = make_dataset(read_large(path, sample_rows=500), "target")
    values = [extract_metafeatures(d, names=counted).as_series()[counted] for d in (sampled, read_dataset(path))]
    assert values[0].to_list() == pytest.approx(values[1].to_list())


def test_counts_are_under_the_names_and_labels_that_reading_gives(tmp_path):
    rows = [f"{i},${i}.5,{'No' if i % 2 else 'Yes' if i % 3 else 'YES '},{'x' if i % 7 else ''}" for i in range(1500)]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["n , price,Is\u00a0it: , late", *rows]))
    file = read_large(path, target="is it", sample_rows=400)
    assert list(file.table) == ["n", "price", "Is it", "late"]
    assert file.whole.n_missing == {"n": 0, "price": 0, "Is it": 0, "late": 215}
    whole = make_dataset(file, "is it").whole
    assert (whole.target, whole.class_counts) == ("Is it", {"No": 750, "Yes": 750})
    assert make_dataset(read_large(path, target="price", sample_rows=1500), "price").whole.class_counts is None


@pytest.mark.parametrize("limits", [LARGE, ReadingLimits()], ids=["in parts", "at once"])
def test_a_column_of_a_new_name_that_turns_to_text_is_read_once_more(tmp_path, limits):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["a b : ,target", *[f"{i if i < 1000 else f'x{i}'},{i % 2}" for i in range(1300)]]))
    file = read_file(path, sample_rows=1290, options=ReadingOptions(limits=limits))
    assert file.table["a b"].map(type).eq(str).all()


def test_empty_rows_are_no_rows():
    table = pd.DataFrame({"a": [1.0, None, None], "b": ["x", None, "y"]})
    _, whole = sample_parts(TableInParts(table.columns, lambda _: iter([table])), 2, 0, None)
    assert (whole.n_rows, whole.n_missing) == (2, {"a": 1, "b": 0})


def test_regression_rows_without_a_finite_target_are_not_drawn():
    table = pd.DataFrame({"a": np.arange(5000.0), "y": np.where(np.arange(5000) % 2, np.inf, np.arange(5000.0))})
    rows, whole = sample_parts(TableInParts(table.columns, lambda _: iter([table[:999], table[999:]])), 100, 0, "y")
    assert len(rows) == 100
    assert np.isfinite(rows["y"]).all()
    assert (whole.n_known, whole.class_counts) == (2500, None)
