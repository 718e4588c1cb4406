"""A sample of the rows of a table that passes by in parts, and what is counted in all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from metaselect.seeding import seed_from

__all__ = ["RowSample", "WholeTable"]

# A target with more distinct values than this has no classes.
_MOST_CLASSES = 1_000
# So many rows of a rare class are kept, if there are so many.
_FEWEST_OF_CLASS = 20
# While rows pass by, more are held than are kept in the end, so that each class can be given its share exactly.
_SPARE = 1.25
_SPARE_OF_CLASS = 300


@dataclass(frozen=True, eq=False)
class WholeTable:
    """What was counted in all rows of a table of which only a sample is held.

    Attributes
    ----------
    n_rows : int
        Rows that hold a value in any column.
    n_missing : mapping of str to int
        Missing cells of each column in these rows.
    target : str, optional
        The column by which the sample was drawn.
    n_known : int
        Rows with a finite target; all rows where no target was named.
    n_missing_of_known : mapping of str to int
        Missing cells of each column in the rows with a finite target.
    class_counts : mapping, optional
        Rows of each class or value of the target; None where there are more than a thousand, or no target is named.
    """

    n_rows: int
    n_missing: Mapping[str, int]
    target: str | None
    n_known: int
    n_missing_of_known: Mapping[str, int]
    class_counts: Mapping[object, int] | None = None

    def renamed(self, names: Mapping[object, str]) -> WholeTable:
        """Return the counts of a table some columns of which are called otherwise.

        Parameters
        ----------
        names : mapping of object to str
            New names by old ones, which are not text in every file.
        """
        return replace(
            self,
            n_missing={names.get(name, name): n for name, n in self.n_missing.items()},
            target=None if self.target is None else names.get(self.target, self.target),
            n_missing_of_known={names.get(name, name): n for name, n in self.n_missing_of_known.items()},
        )


class RowSample:
    """Keeps a random sample of the rows that are added, and counts.

    Each row has a random key, by its number and the seed: the rows with the smallest keys are the sample. So it does
    not matter in which parts the rows come. Where the target has classes, each gets its share of the sample, and a rare
    one up to 20 rows, even where this makes the sample a little larger.

    Parameters
    ----------
    n_rows : int
        How many rows to keep.
    random_state : int
        Seeds which rows are in the sample; 0 by default.
    target : str, optional
        Rows without a finite value in this column are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"x": range(1000), "target": ["no"] * 900 + ["yes"] * 100})
    >>> sample = RowSample(50, random_state=0, target="target")
    >>> sample.add(table[:300]), sample.add(table[300:])
    (None, None)
    >>> sample.rows()["target"].value_counts().to_dict(), sample.whole().n_rows
    ({'no': 45, 'yes': 20}, 1000)
    """

    def __init__(self, n_rows: int, random_state: int = 0, target: str | None = None):
        self.n_rows = n_rows
        self.target = target
        self._seed = np.uint64(seed_from(random_state, "row_sample"))
        self._held: list[tuple[np.ndarray, np.ndarray, pd.DataFrame]] = []  # keys, numbers of rows, rows
        self._n_held = 0
        self._limit = np.iinfo(np.uint64).max  # no key above it is among the smallest
        self._classes: Counter | None = Counter() if target is not None else None
        self._n_passed = self._n_rows = self._n_known = 0
        self._n_missing: Counter = Counter()
        self._n_missing_of_known: Counter = Counter()

    def add(self, part: pd.DataFrame, *, holds_rows: bool = True) -> None:
        """Take in the next rows of the table.

        Parameters
        ----------
        part : DataFrame
            The rows.
        holds_rows : bool
            Whether to hold those that may be in the sample, so that `rows` can return them; without, only
            `row_numbers` can be asked. True by default.
        """
        numbers = np.arange(self._n_passed, self._n_passed + len(part), dtype=np.uint64)
        self._n_passed += len(part)
        known = self._count(part)
        codes = self._count_classes(part, known)
        keys = _keys(numbers, self._seed)
        candidates = np.flatnonzero(known)
        self._lower_limit(keys[candidates])
        if codes is None:
            candidates = candidates[keys[candidates] <= self._limit]
        else:
            candidates = candidates[self._are_among_smallest(keys[candidates], codes[candidates])]
        held = part if holds_rows else part[[] if self.target is None else [self.target]]
        self._held.append((keys[candidates], numbers[candidates], held.iloc[candidates]))
        self._n_held += len(candidates)
        if self._n_held > 2 * _SPARE * self.n_rows:
            self._prune()

    def _count(self, part: pd.DataFrame) -> np.ndarray:
        """Count what is missing, and return which rows may be in the sample, (n_rows,)."""
        missing = {name: part[name].isna().to_numpy(dtype=bool) for name in part.columns}
        is_empty = np.ones(len(part), dtype=bool)
        for mask in missing.values():
            is_empty &= mask
        known = ~is_empty
        self._n_rows += int(known.sum())
        if self.target is not None:
            known &= ~missing[self.target]
            if pd.api.types.is_float_dtype(part[self.target].dtype):
                known &= np.isfinite(part[self.target].to_numpy(dtype=float, na_value=np.nan))
        n_empty = int(is_empty.sum())
        for name, mask in missing.items():
            self._n_missing[name] += int(mask.sum()) - n_empty
            self._n_missing_of_known[name] += int((mask & known).sum())
        self._n_known += int(known.sum())
        return known

    def _count_classes(self, part: pd.DataFrame, known: np.ndarray) -> np.ndarray | None:
        """Count the rows of each class; return a number for that of each row, None where there are none or too many."""
        if self._classes is None:
            return None
        codes, classes = pd.factorize(part[self.target])
        counts = np.bincount(codes[known], minlength=len(classes)).tolist()
        self._classes.update({label: n for label, n in zip(classes.tolist(), counts, strict=True) if n})
        if len(self._classes) > _MOST_CLASSES:
            self._classes = None
            return None
        return codes

    def _are_among_smallest(self, keys: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Return which rows may be among the smallest of all, or of their class."""
        smallest = keys <= self._limit
        n_spare = self._spare_of_class()
        n_smallest = np.bincount(codes[smallest], minlength=codes.max(initial=-1) + 1)
        # Of a class with so many among the smallest of all, no other row is among its own smallest.
        rest = np.flatnonzero(n_smallest[codes] < n_spare)
        rest = rest[np.argsort(keys[rest])]
        smallest[rest[pd.Series(codes[rest]).groupby(codes[rest]).cumcount().to_numpy() < n_spare]] = True
        return smallest

    def _spare_of_class(self) -> int:
        """The more classes there are, the fewer rows of each are held."""
        return max(_FEWEST_OF_CLASS, min(_SPARE_OF_CLASS, self.n_rows // max(1, len(self._classes or ()))))

    def _lower_limit(self, keys: np.ndarray) -> None:
        """Of many rows, only those with the smallest keys can be in the sample."""
        n_spare = int(_SPARE * self.n_rows)
        if len(keys) > n_spare:
            self._limit = min(self._limit, np.partition(keys, n_spare)[n_spare])

    def _prune(self) -> None:
        """Let go of rows that cannot be in the sample any more."""
        keys, numbers, table = self._all_held()
        self._lower_limit(keys)
        stays = keys <= self._limit
        if self._classes is not None:
            stays = self._are_among_smallest(keys, pd.factorize(table[self.target])[0])
        self._held = [(keys[stays], numbers[stays], table[stays])]
        self._n_held = int(stays.sum())

    def _all_held(self) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
        if len(self._held) == 1:
            return self._held[0]
        keys, numbers, tables = zip(*self._held, strict=True)
        return np.concatenate(keys), np.concatenate(numbers), pd.concat(tables, ignore_index=True)

    def rows(self) -> pd.DataFrame:
        """Return the sample, in the order of the table."""
        return self._all_held()[2].iloc[self._chosen()].reset_index(drop=True)

    def row_numbers(self) -> np.ndarray:
        """Return which rows of the table are the sample, ascending."""
        return self._all_held()[1][self._chosen()]

    def _chosen(self) -> np.ndarray:
        """Return which of the rows held are the sample, in the order of the table."""
        keys, numbers, table = self._all_held()
        order = np.argsort(keys)
        if self._classes is None:
            chosen = order[: self.n_rows]
        else:
            share = self.n_rows / max(1, self._n_known)
            codes, classes = pd.factorize(table[self.target].iloc[order])
            counts = np.array([self._classes[label] for label in classes], dtype=float)
            n_of_class = np.maximum(np.round(share * counts), np.minimum(counts, _FEWEST_OF_CLASS))
            place = pd.Series(codes).groupby(codes).cumcount().to_numpy()
            chosen = order[place < n_of_class[codes]]
        return chosen[np.argsort(numbers[chosen])]

    def whole(self) -> WholeTable:
        """Return what was counted."""
        counts = None if self._classes is None else dict(self._classes)
        return WholeTable(
            self._n_rows, dict(self._n_missing), self.target, self._n_known, dict(self._n_missing_of_known), counts
        )


def _keys(numbers: np.ndarray, seed: np.uint64) -> np.ndarray:
    """The hash of splitmix64 (Steele, Lea & Flood 2014) of the numbers of rows, (n_rows,)."""
    keys = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + seed
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))
