"""Whole numbers of Python may be beyond all floats: such a cell is missing, and never an error of a library."""

import numpy as np
import pandas as pd

from metaselect.data import Dataset, read_dataset

_BEYOND = 10**400


def test_a_feature_beyond_all_floats_is_missing():
    for cells in ([_BEYOND, *range(1, 60)], [-_BEYOND, *range(1, 60)], [_BEYOND, None, 3] * 20, [_BEYOND, "7"] * 30):
        table = pd.DataFrame({"v": pd.Series(cells, dtype=object), "w": np.arange(60) % 13})
        dataset = Dataset.from_arrays(table, np.arange(60) % 2)
        assert np.isnan(dataset.X["v"].astype(float).iloc[0])


def test_a_target_beyond_all_floats_is_not_known():
    target = pd.Series([_BEYOND, *range(1, 60)], dtype=object)
    dataset = Dataset.from_arrays(pd.DataFrame({"w": np.arange(60) % 13}), target, task="regression")
    assert dataset.y.tolist() == list(range(1, 60))


def test_a_cell_of_a_file_beyond_all_floats_is_missing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("v,w,y\n" + "".join(f"{'9' * 400 if i == 9 else i},{i % 7},{i % 2}\n" for i in range(60)))
    dataset = read_dataset(path, "y")
    assert np.flatnonzero(dataset.X["v"].isna()).tolist() == [9]
