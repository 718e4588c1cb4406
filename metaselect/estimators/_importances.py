"""How much each column of a table matters to a fitted pipeline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import VotingClassifier, VotingRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

__all__ = ["importances_of_columns", "last_step"]

_SPLINE = re.compile(r"_sp_\d+$")


def last_step(pipeline: Pipeline, wanted: str) -> BaseEstimator:
    """Return the model of a fitted pipeline, out of what scales its target; AttributeError where there are several."""
    model = pipeline[-1]
    if isinstance(model, VotingClassifier | VotingRegressor):
        raise AttributeError(f"{wanted}: the model is a blend of several; single=True fits one model")
    return model.regressor_ if isinstance(model, TransformedTargetRegressor) else model


def importances_of_columns(pipeline: Pipeline, n_columns: int) -> np.ndarray:
    """Return the importance of each column of the table, the sum over what became of it, (n_columns,).

    Parameters
    ----------
    pipeline : Pipeline
        Fitted, with the steps `clean`, `columns` and `model`.
    n_columns : int
        Of the table.

    Raises
    ------
    AttributeError
        If the model does not say what matters to it, or columns are mixed before they reach it.
    """
    model = last_step(pipeline, "feature_importances_")
    if "reduction" in pipeline.named_steps:
        raise AttributeError("feature_importances_: the model sees mixtures of columns, as of principal components")
    importances = model.feature_importances_
    total = np.zeros(n_columns)
    np.add.at(total, _sources(pipeline), importances)
    return total


def _sources(pipeline: Pipeline) -> list[int]:
    """Return the place in the table of the column that each column of the model comes from."""
    types = pipeline.named_steps["clean"].types_
    place = {new: i for i, (name, found) in enumerate(types.items()) for new in found.names(name)}
    made: list[str] = []
    for name, transformer, columns in pipeline.named_steps["columns"].transformers_:
        if name != "remainder" and len(columns):
            made += _FIND[name](transformer, columns)
    return [place[column] for column in made]


def _of_numbers(transformer: Pipeline | str, columns: Sequence[str]) -> list[str]:
    """Return the columns that numbers, their splines and the indicators of missing values come from."""
    if isinstance(transformer, str):  # "passthrough"
        return list(columns)
    known = set(columns)
    names = [str(name) for name in transformer.get_feature_names_out()]
    names = [name if name in known else _SPLINE.sub("", name) for name in names]
    return [name if name in known else name.removeprefix("missingindicator_") for name in names]


def _of_categories(transformer: BaseEstimator, columns: Sequence[str]) -> list[str]:
    """Return the columns that indicators, numbers or target means of categories come from."""
    if isinstance(transformer, OneHotEncoder):
        rare = transformer.infrequent_categories_
        counts = [
            len(categories) - (0 if few is None else len(few) - 1)
            for categories, few in zip(transformer.categories_, rare, strict=True)
        ]
    else:
        counts = [len(transformer.get_feature_names_out()) // len(columns)] * len(columns)
    return [column for column, count in zip(columns, counts, strict=True) for _ in range(count)]


def _of_texts(transformer: BaseEstimator, columns: Sequence[str]) -> list[str]:
    """Return the columns that topics come from; the first where no text has a word."""
    topics = {name: len(encoder[1].components_) for name, encoder in transformer.encoders_.items()}
    return [name for name, count in topics.items() for _ in range(count)] or [columns[0]]


_FIND: dict[str, Callable[..., list[str]]] = {
    "numeric": _of_numbers,
    "categorical": _of_categories,
    "text": _of_texts,
}
