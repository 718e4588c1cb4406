"""Datasets for the comparison with peers: which are drawn, and into which rows each is split."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from metaselect.data import CollectionEntry, is_classification
from metaselect.seeding import rng_from, seed_from

__all__ = ["Listed", "Split", "draw", "read_list", "split", "write_list"]

# Of each task and each of these sizes as many are drawn; a size is named by the most rows it has.
_SIZES = {"below 300 rows": 300, "below 1000 rows": 1_000, "below 5000 rows": 5_000, "5000 rows or more": np.inf}
_N_EACH = 5
_TEST_SHARE = 0.33
_MOST_TRAIN_ROWS = 20_000


@dataclass(frozen=True)
class Listed:
    """A dataset that was drawn; `size` is a key of `_SIZES`."""

    name: str
    task: str
    origin: str
    n_rows: int
    size: str


@dataclass(frozen=True)
class Split:
    """Rows to learn from, as `X` (n, n_columns) and `y` (n,), and those held out.

    Columns hold numbers or text. Classes are numbers from 0, in the order of their names.
    """

    X: pd.DataFrame
    y: np.ndarray
    X_test: pd.DataFrame
    y_test: np.ndarray
    n_classes: int

    @property
    def words(self) -> list[str]:
        """Names of the columns of text."""
        return [name for name in self.X if not pd.api.types.is_numeric_dtype(self.X[name])]


def draw(
    entries: Sequence[CollectionEntry], n_rows: Sequence[int], n_each: int = _N_EACH, random_state: int = 0
) -> list[Listed]:
    """Return `n_each` datasets of each task and size, fewer where there are no more; of an origin one at most."""
    found = sorted(zip(entries, n_rows, strict=True), key=lambda pair: pair[0].name)
    taken, origins, counts = [], set(), Counter()
    for position in rng_from(random_state, "peers").permutation(len(found)):
        entry, n = found[position]
        size = next(name for name, end in _SIZES.items() if n < end)
        if entry.origin not in origins and counts[entry.task, size] < n_each:
            taken.append(Listed(entry.name, entry.task, entry.origin, int(n), size))
            origins.add(entry.origin)
            counts[entry.task, size] += 1
    return sorted(taken, key=lambda listed: (listed.n_rows, listed.name))


def write_list(path: Path, listed: Sequence[Listed], random_state: int = 0) -> None:
    """Write the datasets that were drawn, which must not have been written before: results must not change them."""
    rows = ",\n".join(f"  {json.dumps(asdict(one))}" for one in listed)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"random_state": {random_state}, "datasets": [\n{rows}\n]}}\n')


def read_list(path: Path) -> list[Listed]:
    """Return the datasets that were drawn."""
    return [Listed(**fields) for fields in json.loads(path.read_text(encoding="utf-8"))["datasets"]]


def split(entry: CollectionEntry, random_state: int = 0) -> Split:
    """Return two thirds of the rows to learn from, 20,000 at most, and the others, which every class has a share of."""
    table = pd.read_csv(entry.path, keep_default_na=False, na_values=[""], low_memory=False)
    y = table.pop(entry.target)
    names = None
    if is_classification(entry.task):
        names, codes = np.unique(y.astype(str), return_inverse=True)
        y = pd.Series(codes)
    seed = seed_from(random_state, "peers", entry.name)
    train, test = _parts(np.arange(len(y)), y, names is not None, seed, test_size=_TEST_SHARE)
    if len(train) > _MOST_TRAIN_ROWS:
        train, _ = _parts(train, y, names is not None, seed, train_size=_MOST_TRAIN_ROWS)
    table = table.apply(_as_numbers_or_text)
    values = y.to_numpy()
    return Split(table.iloc[train], values[train], table.iloc[test], values[test], 0 if names is None else len(names))


def _parts(rows: np.ndarray, y: pd.Series, is_stratified: bool, seed: int, **sizes) -> list[np.ndarray]:
    return train_test_split(rows, stratify=y.iloc[rows] if is_stratified else None, random_state=seed, **sizes)


def _as_numbers_or_text(column: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return column.astype(int)
    return column if pd.api.types.is_numeric_dtype(column) else column.map(str, na_action="ignore")
