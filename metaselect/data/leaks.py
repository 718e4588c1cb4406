"""Columns that say what the target is, as they were written down after it or are another form of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from metaselect.data.dataset import Dataset
from metaselect.data.notes import Note
from metaselect.data.stratification import deal_groups
from metaselect.data.tasks import is_classification
from metaselect.data.words import USUAL_WORDS
from metaselect.seeding import seed_from

__all__ = ["find_leaks"]

_MOST_ROWS = 2000
_MOST_COLUMNS = 100
# So many of them are hashed before looking whether all rows differ already.
_COLUMNS_AT_ONCE = 4
# So much of the way from the majority class to always right, or so high a rank correlation, is suspicious.
_SKILL = 0.97
_CORRELATION = 0.97
# What is known of a row, rather than the value, seldom says much for good reason.
_SKILL_OF_PRESENCE = 0.8
# So many rows, nearly all of one class, where a value is (or is not) known.
_FEWEST_KNOWN = 30
_PURITY = 0.995
_USUAL_WORDS = frozenset(chain(*USUAL_WORDS.values()))
_FEWEST_LETTERS = 3
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")


def find_leaks(dataset: Dataset, random_state: int = 0) -> dict[str, Note]:
    """Return the columns that may leak the target, each with the evidence.

    A column is suspected when it nearly suffices to predict the target, when whether its value is known does, or when
    its name has all words of the target's, as `majorBugs` those of `bugs`. Good columns can look like that too: whether
    a value is known before the target is, only people can say.

    Parameters
    ----------
    dataset : Dataset
        At most 2,000 rows and 100 columns of it are looked at; which rows depends on what these hold, not on their
        order.
    random_state : int
        Seeds which rows of a long table are looked at.

    Returns
    -------
    leaks : dict of str to Note
        Evidence by the name of the column in the table; `str` of it says it.

    Examples
    --------
    >>> X = pd.DataFrame({"age": [1.0, 2.0] * 40, "paid_back_on": [3.0, None] * 40})
    >>> print(find_leaks(Dataset.from_arrays(X, ["yes", "no"] * 40))["paid_back_on"])
    where it has a value, the target is always 'yes'
    """
    rows = _some_rows(dataset, random_state)
    y = dataset.codes[rows]
    units = dataset.structure.kept_together(rows)
    find = _in_classification if is_classification(dataset.task) else _in_regression
    leaks: dict[str, Note] = {}
    for name in dataset.X.columns[:_MOST_COLUMNS]:
        column = dataset.X[name].iloc[rows].reset_index(drop=True)
        evidence = next(find(column, y, dataset, units), None)
        if evidence is None and _is_named_like(name, dataset.target):
            evidence = Note.on("named like target", target=dataset.target)
        if evidence is not None:
            leaks.setdefault(dataset.source_of(name), evidence)
    return leaks


def _some_rows(dataset: Dataset, random_state: int) -> np.ndarray:
    """Return positions of 2,000 rows at most: the same rows in the same order, in whatever order the table has them."""
    seed = np.uint64(seed_from(random_state, "leaks"))
    hashes = _hashed(pd.Series(dataset.y)) ^ seed
    # Numbers first: they are hashed fast, and few of them tell most rows apart.
    names = sorted(dataset.X.columns[:_MOST_COLUMNS], key=lambda name: (dataset.X[name].dtype.kind != "f", name))
    for i, name in enumerate(names):
        if i % _COLUMNS_AT_ONCE == 0 and len(pd.unique(hashes)) == len(hashes):
            break
        hashes = _mixed(hashes) + _hashed(dataset.X[name])
    # Rows that hold the same must not be taken or left all together: each gets a number.
    hashes = _mixed(hashes + pd.Series(hashes).groupby(hashes).cumcount().to_numpy(dtype=np.uint64))
    if len(hashes) <= _MOST_ROWS:
        return np.argsort(hashes)
    smallest = np.argpartition(hashes, _MOST_ROWS)[:_MOST_ROWS]
    return smallest[np.argsort(hashes[smallest])]


def _hashed(column: pd.Series) -> np.ndarray:
    return pd.util.hash_pandas_object(column, index=False).to_numpy()


def _mixed(hashes: np.ndarray) -> np.ndarray:
    return pd.util.hash_array(hashes)


def _is_named_like(name: str, target: str) -> bool:
    words = _words(target)
    return not words <= _USUAL_WORDS and max(map(len, words)) >= _FEWEST_LETTERS and words <= _words(name)


def _words(name: str) -> set[str]:
    """The words of a name, however they are joined, in lower case and without the s of a plural."""
    return {word.lower().removesuffix("s") for word in _WORD.findall(name)}


def _in_classification(column: pd.Series, y: np.ndarray, dataset: Dataset, units: np.ndarray | None) -> Iterator[Note]:
    majority = np.bincount(y).max() / len(y)
    for has_value, where in ((True, column.notna()), (False, column.isna())):
        part = y[where.to_numpy()]
        if len(part) >= _FEWEST_KNOWN and len(part) <= 0.98 * len(y):
            label = np.bincount(part).argmax()
            if np.mean(part == label) >= _PURITY and np.mean(y == label) < 0.9:
                yield Note.on("one class", has_value=has_value, label=str(np.unique(dataset.y)[label]))
    share_known = sum(np.bincount(y[is_known]).max() for is_known in _parts(column.notna().to_numpy())) / len(y)
    if share_known - majority >= _SKILL_OF_PRESENCE * (1 - majority):
        yield Note.on("target by presence", share_right=float(share_known))
    share_right = _share_right(column, y, majority + _SKILL * (1 - majority), units)
    if share_right is not None:
        yield Note.on("target by value", share_right=share_right, majority=float(majority))


def _parts(is_known: np.ndarray) -> list[np.ndarray]:
    return [part for part in (is_known, ~is_known) if part.any()]


def _share_right(column: pd.Series, y: np.ndarray, at_least: float, units: np.ndarray | None) -> float | None:
    """Return the cross-validated accuracy of a small tree on the column alone, None where it is below `at_least`."""
    from sklearn import config_context
    from sklearn.model_selection import StratifiedKFold
    from sklearn.tree import DecisionTreeClassifier

    if np.bincount(y)[np.unique(y)].min() < 3:
        return None
    x = _as_numbers(column)
    tree = DecisionTreeClassifier(max_leaf_nodes=max(8, 2 * len(np.unique(y))), min_samples_leaf=3, random_state=0)

    def share_right(learned: np.ndarray, asked: np.ndarray) -> float:
        tree.fit(x[learned], y[learned], check_input=False)
        return float(np.mean(tree.predict(x[asked], check_input=False) == y[asked]))

    # On few rows, checks take longer than the tree, and what comes here is sound.
    with config_context(skip_parameter_validation=True):
        every = np.arange(len(y))
        if share_right(every, every) < at_least:
            return None  # what it learned by heart is not enough: three more fits would only confirm it
        if units is None:
            folds = list(StratifiedKFold(3, shuffle=True, random_state=0).split(x, y))
        else:  # what is the same for all rows of a group would tell the target of those seen in another fold
            fold_of = deal_groups(np.random.default_rng(0).permutation(len(y)), 3, units, y)
            folds = [(np.flatnonzero(fold_of != i), np.flatnonzero(fold_of == i)) for i in range(fold_of.max() + 1)]
        share = float(np.mean([share_right(learned, asked) for learned, asked in folds]))
    return share if share >= at_least else None


def _as_numbers(column: pd.Series) -> np.ndarray:
    """Ranks of numbers, or of categories by their frequency; what is missing comes first. Float32, (n_rows, 1).

    A tree splits ranks as it does numbers, of which the largest and smallest do not fit into its 32 bits.
    """
    if column.dtype.kind != "f":
        column = column.map(column.value_counts().rank(method="first"))
    return column.astype(float).rank(method="dense").fillna(0).to_numpy(dtype=np.float32)[:, None]


def _in_regression(column: pd.Series, y: np.ndarray, dataset: Dataset, units: np.ndarray | None) -> Iterator[Note]:
    if column.dtype.kind == "f" and column.nunique() > 2 and column.notna().sum() >= _FEWEST_KNOWN:
        ranks = pd.DataFrame({"x": column, "y": y}).dropna().rank()
        correlation = ranks.corr().iloc[0, 1]
        if abs(correlation) >= _CORRELATION:
            yield Note.on("rank correlation", correlation=float(correlation))
