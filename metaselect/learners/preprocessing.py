"""The steps between a cleaned table and a base learner, themselves hyperparameters.

| name      | values                    | meaning                                                                      |
|-----------|---------------------------|------------------------------------------------------------------------------|
| encoding  | onehot, ordinal, target   | categories as indicator columns, as numbers, or as cross-fitted target means |
| missing   | median, indicator, native | impute the median; also say where; or leave NaN to the learner               |
| scaling   | standard, quantile, none  | standardise, map to normal quantiles, or leave numeric columns as they are   |
| basis     | identity, splines         | numeric columns as they are, or as cubic B-splines of them                   |
| reduction | none, pca, selection      | all columns of the resulting matrix, fewer, or some: see `reduction.py`      |

Columns of free text become numbers as `text.py` says, whatever the hyperparameters; these decide the scaling alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    OneHotEncoder,
    OrdinalEncoder,
    QuantileTransformer,
    SplineTransformer,
    StandardScaler,
    TargetEncoder,
)

from metaselect.learners.reduction import REDUCTION
from metaselect.learners.space import Choice, Hyperparameter
from metaselect.learners.text import TextEncoder, make_text_steps
from metaselect.seeding import seed_from

__all__ = ["BASIS", "SCALED", "TREE", "TREE_NATIVE", "NamedColumns", "make_preprocessing"]

_MISSING = Choice(("indicator", "median"), default="indicator")

# For learners that measure distances or weigh columns, and so profit from fewer of them.
SCALED: dict[str, Hyperparameter] = {
    "encoding": Choice(("onehot", "target"), default="onehot"),
    "missing": _MISSING,
    "scaling": Choice(("standard", "quantile"), default="standard"),
    **REDUCTION,
}
# For linear models, which splines turn into additive ones.
BASIS: dict[str, Hyperparameter] = {"basis": Choice(("identity", "splines"), default="identity"), **SCALED}
# For trees, to which monotone transformations mean nothing and which select columns themselves.
TREE: dict[str, Hyperparameter] = {
    "encoding": Choice(("ordinal", "onehot", "target"), default="ordinal"),
    "missing": _MISSING,
}
# For boosted trees, which find the better side for missing values themselves.
TREE_NATIVE: dict[str, Hyperparameter] = {
    **TREE,
    "missing": Choice(("native", "indicator", "median"), default="native"),
}

# Rarer categories of a column share one indicator column: 30,000 of them would otherwise exhaust the memory.
_MAX_ONEHOT_CATEGORIES = 30
_N_QUANTILES = 100

# Their names, or what finds them in a table.
_Columns = list[str] | Callable[[pd.DataFrame], list[str]]


@dataclass(frozen=True, eq=False)
class NamedColumns:
    """The columns of a table by what models see of them.

    Attributes
    ----------
    numeric, categorical : list of str
        Names of the columns of numbers and of categories.
    texts : mapping of str to Series
        Columns of free text, none missing, by their names.
    """

    numeric: list[str]
    categorical: list[str]
    texts: Mapping[str, pd.Series] = field(default_factory=dict)


def make_preprocessing(
    hyperparameters: Mapping[str, object],
    task: str,
    random_state: int,
    columns: NamedColumns | None = None,
) -> ColumnTransformer:
    """Return the unfitted transformer from a cleaned table to a matrix of numbers.

    Parameters
    ----------
    hyperparameters : mapping
        Those of the table above are read, with `"none"` or `"identity"` for those absent.
    task : {"binary", "multiclass", "regression"}
        What is to be predicted.
    random_state : int
        Seeds the steps that draw at random: quantiles, and folds of target means.
    columns : NamedColumns, optional
        The columns of each kind; found by their type when not given.

    Examples
    --------
    >>> make_preprocessing({"encoding": "onehot", "missing": "median"}, "binary", 0).transformers[0][0]
    'numeric'
    """
    scaled = "scaling" in hyperparameters
    numeric: _Columns
    categorical: _Columns
    texts: list[tuple[str, BaseEstimator | None, _Columns | str]]
    if columns is None:
        numeric, categorical = make_column_selector(dtype_include=np.number), _select_categories
        texts = [("text", TextEncoder(scaled, random_state), _select_texts)]
    else:
        numeric, categorical = columns.numeric, columns.categorical
        n_texts = len(columns.texts)
        texts = [
            (f"text {i}", make_text_steps(text, n_texts, scaled, random_state), name)  # some names cannot be a step's
            for i, (name, text) in enumerate(columns.texts.items(), 1)
        ]
    return ColumnTransformer(
        [
            ("numeric", _numeric_steps(hyperparameters, random_state), numeric),
            ("categorical", _categorical_steps(hyperparameters, task, random_state), categorical),
            *texts,
        ],
        sparse_threshold=0,
    )


def _select_texts(X: pd.DataFrame) -> list[str]:
    return [name for name in X.columns if _is_text(X[name].dtype)]


def _select_categories(X: pd.DataFrame) -> list[str]:
    return [name for name in X.columns if not (pd.api.types.is_numeric_dtype(X[name].dtype) or _is_text(X[name].dtype))]


def _is_text(dtype) -> bool:
    """The type by which `TableCleaner` marks free text; that of pandas 3 for any text differs in its missing value."""
    return isinstance(dtype, pd.StringDtype) and dtype.na_value is pd.NA


def _numeric_steps(hyperparameters: Mapping[str, object], random_state: int):
    steps = []
    missing = hyperparameters.get("missing", "median")
    if missing != "native":
        steps.append(SimpleImputer(strategy="median", add_indicator=missing == "indicator"))
    scaling = hyperparameters.get("scaling", "none")
    if scaling == "standard":
        steps.append(StandardScaler())
    elif scaling == "quantile":
        seed = seed_from(random_state, "quantile")
        steps.append(QuantileTransformer(n_quantiles=_N_QUANTILES, output_distribution="normal", random_state=seed))
    if hyperparameters.get("basis") == "splines":
        steps.append(SplineTransformer(n_knots=5, knots="quantile", include_bias=False))
    return make_pipeline(*steps) if steps else "passthrough"


def _categorical_steps(hyperparameters: Mapping[str, object], task: str, random_state: int):
    encoding = hyperparameters["encoding"]
    if encoding == "onehot":
        return OneHotEncoder(
            handle_unknown="infrequent_if_exist", max_categories=_MAX_ONEHOT_CATEGORIES, sparse_output=False
        )
    if encoding == "ordinal":
        return OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    encoder = _target_encoder(task, seed_from(random_state, "encoding"))
    return make_pipeline(encoder, StandardScaler()) if "scaling" in hyperparameters else encoder


def _target_encoder(task: str, seed: int) -> TargetEncoder:
    target_type = {"regression": "continuous"}.get(task, task)
    parameters = inspect.signature(TargetEncoder).parameters
    if "random_state" in parameters and parameters["random_state"].default is None:  # scikit-learn before 1.9
        return TargetEncoder(target_type=target_type, random_state=seed)
    folds = KFold if task == "regression" else StratifiedKFold
    return TargetEncoder(target_type=target_type, cv=folds(5, shuffle=True, random_state=seed))
