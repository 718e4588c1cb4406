"""Metafeatures in the words of a data analyst, with their values in the units people count in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from metaselect.metafeatures import describe
from metaselect.report.text.numbers import percent

__all__ = ["describe_value", "format_value", "label"]

# Within this share of either end a value is called few or many, else ordinary.
_OUTER = 1 / 3


def _count(value: float) -> str:
    return f"{round(10**value):,}"


def _ratio(value: float) -> str:
    return f"{10**value:.3g}"


def _percent(value: float) -> str:
    return percent(value, exact_below=0.1)


def _number(value: float) -> str:
    if value == 0 or 0.01 <= abs(value) < 100:
        return f"{value:.2f}"
    if 1000 <= abs(value) < 1e9:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.1g}" if abs(value) < 0.01 else f"{value:.3g}"


@dataclass(frozen=True)
class _Words:
    """What a metafeature is called, what small and great values of it mean, and how its values are written."""

    label: str
    low: str
    high: str
    write: Callable[[float], str] = _number


def _skill(model: str) -> _Words:
    do = "do" if model.endswith("s") and not model.endswith("Bayes") else "does"
    return _Words(f"skill of {model}", f"{model} {do} badly", f"{model} {do} well")


def _gain(better: str, than: str) -> _Words:
    gain = "gain" if better.endswith("s") else "gains"
    return _Words(
        f"gain of {better} over {than}", f"{better} {gain} little over {than}", f"{better} {gain} much over {than}"
    )


def _rank(model: str) -> _Words:
    beats = "beat" if model.endswith("s") and not model.endswith("Bayes") else "beats"
    return _Words(
        f"share of the other tiny models that {model} {beats}",
        f"{model} {beats} fewer of the other tiny models than usual",
        f"{model} {beats} more of the other tiny models than usual",
        _percent,
    )


def _slope(model: str) -> _Words:
    return _Words(
        f"gain of {model} by twice the rows", f"more rows help {model} little", f"more rows help {model} much"
    )


def _spread(of: str, one: str, low: str, high: str, write: Callable[[float], str]) -> dict[str, _Words]:
    """Return the words for the mean, the extremes and the deviation of what each column has one of."""
    return {
        f"{one}.mean": _Words(f"mean {of} of a column", low, high, write),
        f"{one}.min": _Words(f"smallest {of} of a column", f"a column with {low}", f"all columns with {high}", write),
        f"{one}.max": _Words(f"largest {of} of a column", f"all columns with {low}", f"a column with {high}", write),
    }


_MODELS = {
    "linear": "a linear model",
    "additive": "an additive model",
    "kernel": "a smooth nonlinear model",
    "forest": "a small forest",
    "stump": "a single split",
    "shallow_tree": "a shallow tree",
    "deep_tree": "a deep tree",
    "naive_bayes": "naive Bayes",
    "nearest_neighbor": "the nearest neighbour",
    "nearest": "the nearest neighbour",
    "ten_neighbors": "the ten nearest neighbours",
    "best": "the best tiny model",
    "text": "a linear model of the free text",
}

_WORDS = {
    "log_n_rows": _Words("number of rows", "few rows", "many rows", _count),
    "log_n_columns": _Words("number of columns", "few columns", "many columns", _count),
    "log_rows_per_column": _Words("rows per column", "few rows per column", "many rows per column", _ratio),
    "log_encoded_columns": _Words(
        "number of columns after encoding", "few columns even after encoding", "many columns after encoding", _count
    ),
    "log_n_classes": _Words("number of classes", "few classes", "many classes", _count),
    "minority_share": _Words("share of the smallest class", "a rare smallest class", "no rare class", _percent),
    "majority_share": _Words("share of the largest class", "no dominating class", "a dominating class", _percent),
    "log_minority_rows": _Words(
        "rows of the smallest class", "few rows of the smallest class", "many rows of every class", _count
    ),
    "target_distinct_share": _Words(
        "share of distinct target values", "a target that repeats its values", "a target that hardly repeats", _percent
    ),
    "target_mode_share": _Words(
        "share of the commonest target value", "no target value that dominates", "one target value dominates", _percent
    ),
    "categorical_share": _Words("share of categorical columns", "mostly numbers", "mostly categories", _percent),
    "binary_share": _Words(
        "share of two-valued columns", "few two-valued columns", "many two-valued columns", _percent
    ),
    "integer_share": _Words(
        "share of whole-number columns", "few columns of counts", "many columns of counts", _percent
    ),
    "zero_share": _Words("share of zeros", "few zeros", "many zeros", _percent),
    "duplicate_rows_share": _Words("share of repeated rows", "few repeated rows", "many repeated rows", _percent),
    "missing_share": _Words("share of missing values", "few missing values", "many missing values", _percent),
    "rows_with_missing_share": _Words(
        "share of rows with missing values", "few rows with gaps", "many rows with gaps", _percent
    ),
    "columns_with_missing_share": _Words(
        "share of columns with missing values", "few columns with gaps", "many columns with gaps", _percent
    ),
    "largest_missing_share": _Words(
        "largest share missing in a column", "no column with large gaps", "a column with large gaps", _percent
    ),
    "class_entropy": _Words("spread over classes", "little spread over classes", "much spread over classes"),
    "normalized_class_entropy": _Words("balance of classes", "unbalanced classes", "balanced classes"),
    "first_component_share": _Words(
        "share of variance along one direction",
        "columns that say different things",
        "columns that move together",
        _percent,
    ),
    "informative_columns_share": _Words(
        "share of columns that inform on the target", "few informative columns", "many informative columns", _percent
    ),
    "redundant_columns_share": _Words(
        "share of redundant columns", "few redundant columns", "many redundant columns", _percent
    ),
    "tree_log_leaves": _Words("leaves of a tree", "a tree needs few leaves", "a tree needs many leaves", _count),
    "tree_depth": _Words("depth of a tree", "a tree stays shallow", "a tree grows deep"),
    "column_correlation.mean": _Words(
        "mean correlation between columns", "weakly correlated columns", "strongly correlated columns"
    ),
    "target_correlation.max": _Words(
        "largest correlation with the target", "no column follows the target", "a column follows the target closely"
    ),
    "target_correlation.mean": _Words(
        "mean correlation with the target", "columns say little each", "columns say much each"
    ),
    "outlier_share.mean": _Words("share of outliers", "few outliers", "many outliers", _percent),
    "constant_share": _Words(
        "share of columns with a single value",
        "few columns with a single value",
        "many columns with a single value",
        _percent,
    ),
    "rare_category_share": _Words(
        "share of cells with a rare category", "few rare categories", "many rare categories", _percent
    ),
    **_spread(
        "share of distinct numbers", "distinct_share", "numbers that repeat", "numbers that hardly repeat", _percent
    ),
    **_spread("number of categories", "log_n_categories", "few categories", "many categories", _count),
    **{f"{model}_skill": _skill(words) for model, words in _MODELS.items()},
    **{f"{model}_rank": _rank(words) for model, words in _MODELS.items()},
    "linear_learning_slope": _slope("a linear model"),
    "neighbors_learning_slope": _slope("the five nearest neighbours"),
    "tree_learning_slope": _slope("a decision tree"),
}


def label(metafeature: str) -> str:
    """Return what a metafeature is called.

    Examples
    --------
    >>> label("log_n_rows"), label("kernel_minus_linear")
    ('number of rows', 'gain of a smooth nonlinear model over a linear model')
    """
    return _words(metafeature).label


def format_value(metafeature: str, value: float) -> str:
    """Return a value of a metafeature as people would write it.

    Examples
    --------
    >>> format_value("log_n_rows", 3.0), format_value("missing_share", 0.125)
    ('1,000', '12 %')
    """
    return "unknown" if math.isnan(value) else _words(metafeature).write(value)


def describe_value(metafeature: str, value: float, share_below: float) -> str:
    """Return what a value means beside those of the known datasets.

    Parameters
    ----------
    metafeature : str
        Its name.
    value : float
        Of the new dataset.
    share_below : float
        Share of the known datasets with a smaller value; NaN where none is known.

    Examples
    --------
    >>> describe_value("log_n_rows", 2.0, 0.1)
    'few rows (100; fewer in 10 % of known datasets)'
    >>> describe_value("linear_skill", 0.9, 0.8)
    'a linear model does well (skill 0.90; less in 80 % of known datasets)'
    """
    words = _words(metafeature)
    if math.isnan(share_below):
        return f"{words.label}: {format_value(metafeature, value)}"
    said = words.low if share_below < _OUTER else words.high if share_below > 1 - _OUTER else f"ordinary {words.label}"
    less = "fewer" if words.write is _count else "less"
    skill = "skill " if metafeature.endswith("_skill") else ""
    return f"{said} ({skill}{format_value(metafeature, value)}; {less} in {percent(share_below)} of known datasets)"


def _words(metafeature: str) -> _Words:
    if metafeature in _WORDS:
        return _WORDS[metafeature]
    better, minus, than = metafeature.partition("_minus_")
    if minus and better in _MODELS and than in _MODELS:
        return _gain(_MODELS[better], _MODELS[than])
    description = describe(metafeature)
    description = description[0].lower() + description[1:]
    return _Words(description, f"{description}: low", f"{description}: high")
