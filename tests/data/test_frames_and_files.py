"""A table has the same types and roles from Python, from a CSV file and from a Parquet file."""

import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, read_dataset

N = 60
ROW = np.arange(N)
RNG = np.random.default_rng(0)


def repeated(*values):
    return [values[i % len(values)] for i in range(N)]


FRAMES = {
    "numbers": {
        "floats": RNG.normal(size=N),
        "integers": ROW,
        "with gaps": np.where(ROW % 7, ROW / 4, np.nan),
        "few": ROW % 3,
        "decimals": [decimal.Decimal(i) / 8 for i in range(N)],
        "objects": pd.Series([i if i % 2 else i / 2 for i in range(N)], dtype=object),
        "nullable": pd.array([None if i % 5 == 0 else i for i in range(N)], dtype="Int64"),
    },
    "numbers in text": {
        "prices": [f"${1000 + 37 * i:,}.50" for i in range(N)],
        "percents": [f"{i / 4} %" for i in range(N)],
        "plain": [f"{i / 4}" for i in range(N)],
        "whole": [str(i * 3 % 50) for i in range(N)],
        "blanks": [f" {i} " for i in range(N)],
        "marks": [f"{i}.5" if i % 9 else "?" for i in range(N)],
        "scores": [f"{i / 10}/10" for i in range(N)],
    },
    "mixtures": {
        "numbers and a mark": pd.Series([i / 2 if i % 9 else "n/a" for i in range(N)], dtype=object),
        "numbers and text": pd.Series([i if i % 2 else f"$ {i}" for i in range(N)], dtype=object),
        "codes": pd.Series(repeated(101, 102, "104A"), dtype=object),
    },
    "categories": {
        "city": repeated("Rome", "Oslo", "Bern"),
        "spellings": repeated("yes", "Yes ", "no", "NO"),
        "missing": repeated("a", "b", "NA", None, "-"),
        "zip": [f"{i * 97:05d}" for i in range(N)],
        "truth": repeated(True, False),
        "truth with gaps": pd.Series(repeated(True, False, None), dtype=object),
        "nullable truth": pd.array(repeated(True, False, None), dtype="boolean"),
        "versions": [f"1.{i % 7}.{i % 20}" for i in range(N)],
        "category": pd.Categorical(repeated("low", "medium", "high")),
    },
    "dates": {
        "dates": pd.date_range("2024-01-01", periods=N),
        "times": pd.date_range("2024-01-01", periods=N, freq="7h"),
        "zone": pd.date_range("2024-01-01", periods=N, freq="7h", tz="UTC"),
        "objects": [datetime.date(2024, 1, 1) + datetime.timedelta(days=i) for i in range(N)],
        "text": [f"{1 + i % 28:02d}.{1 + i % 12:02d}.2024" for i in range(N)],
        "weeks": [f"2024-W{1 + i % 50:02d}" for i in range(N)],
        "months": [f"{1 + i % 28}. {('Januar', 'März', 'Mai')[i % 3]} 2024" for i in range(N)],
        "compact": [20240101 + i % 28 for i in range(N)],
    },
    "durations": {
        "typed": pd.to_timedelta(ROW * 1234.5, unit="s"),
        "clock": [f"{i}:{i % 60:02d}:07" for i in range(N)],
        "mixed": [f"{i}:{i % 60:02d}" if i % 2 else f"1:{i % 60:02d}:07" for i in range(N)],
        "units": [f"{i}h {i % 60}min" for i in range(N)],
        "iso": [f"PT{i}H{i % 60}M" for i in range(N)],
    },
    "what is left out": {
        "id": ROW + 1000,
        "customer_no": [*(ROW[:-1] + 70_000), 70_000],
        "name": [f"person {i}" for i in range(N)],
        "patient_id": ROW // 4,
        "constant": 1,
        "empty": None,
        "x": RNG.normal(size=N),
    },
    "text": {
        "review": [f"we have seen film {i} and liked part {i % 7} of it" for i in range(N)],
        "x": RNG.normal(size=N),
    },
}
TARGETS = {
    "classes": repeated("no", "yes", "no"),
    "numbers": RNG.normal(size=N).round(3),
    "prices": [f"${1000 + 37 * i:,}" for i in range(N)],
    "decimals": [decimal.Decimal(i * 7 % 50) / 8 for i in range(N)],
    "durations": [f"{i}:{i % 60:02d}:07" for i in range(N)],
    "gaps": repeated("no", "yes", "no", None, "?"),
    "truth": repeated(True, False),
}


def of_python(frame, **arguments):
    return Dataset.from_arrays(frame.drop(columns="target"), frame["target"], roles={}, **arguments)


def what_was_found(dataset):
    kinds_of_notes = {(note.kind, note.columns) for note in dataset.notes}
    return dataset.task, dataset.kinds, {name: role.role for name, role in dataset.roles.items()}, kinds_of_notes


@pytest.mark.parametrize("columns", FRAMES.values(), ids=FRAMES)
def test_columns_are_the_same_from_python_and_from_a_file(columns, tmp_path):
    frame = pd.DataFrame(columns).assign(target=TARGETS["classes"])
    from_python = of_python(frame)
    assert_same(from_python, csv_of(frame, tmp_path))
    if "numbers and a mark" not in columns:  # Parquet holds no mixtures
        assert_same(from_python, parquet_of(frame, tmp_path))


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_targets_are_the_same_from_python_and_from_a_file(target, tmp_path):
    frame = pd.DataFrame({"x": ROW % 9, "z": RNG.normal(size=N), "target": target})
    from_python = of_python(frame)
    for path in (csv_of(frame, tmp_path), parquet_of(frame, tmp_path)):
        assert_same(from_python, path)


def csv_of(frame, folder):
    frame.to_csv(folder / "table.csv", index=False)
    return folder / "table.csv"


def parquet_of(frame, folder):
    pytest.importorskip("pyarrow")
    frame.to_parquet(folder / "table.parquet")
    return folder / "table.parquet"


def assert_same(from_python, path):
    from_file = read_dataset(path)
    assert what_was_found(from_python) == what_was_found(from_file)
    for name, column in from_file.X.items():
        if column.dtype.kind == "f":
            np.testing.assert_allclose(from_python.X[name], column, rtol=1e-9, err_msg=name)
        else:
            assert from_python.X[name].fillna("").tolist() == column.fillna("").tolist(), name
    assert list(map(str, from_python.y)) == list(map(str, from_file.y))


def test_names_of_several_levels_are_joined(tmp_path):
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame(RNG.normal(size=(N, 3)))
    frame.columns = pd.MultiIndex.from_tuples([("size", "width"), ("size", "height"), ("y", "")])
    frame.to_parquet(tmp_path / "levels.parquet")
    from_file = read_dataset(tmp_path / "levels.parquet", "('y', '')")
    from_python = Dataset.from_arrays(frame.iloc[:, :2], frame.iloc[:, 2], roles={})
    assert list(from_python.X) == list(from_file.X) == ["size: width", "size: height"]
    assert from_file.target == from_python.target == "y"
    for dataset in (from_file, from_python):
        assert any("several levels are joined" in str(note) for note in dataset.notes)
