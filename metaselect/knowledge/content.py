"""What a knowledge base says, checked when it is read: its parts belong together, and its values can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.data import TASKS
from metaselect.evaluation import MEASURES, STATUSES
from metaselect.exceptions import ConfigurationError, first_line, shorten
from metaselect.learners import Configuration, center_of_rule, is_blend_rule, weights_of_rule, why_outside_space

if TYPE_CHECKING:
    from metaselect.knowledge.knowledge_base import KnowledgeBase

__all__ = ["ContentError", "check_content", "check_curves"]

# Columns of the evaluations that hold text; all others hold numbers.
_TEXT = ("dataset", "configuration", "status", "error", "resampling")
# Of scores: the best is perfect within what their digits say.
_TOLERANCE = 1e-6
_MANDATORY = {
    "datasets": ("task", "origin", "n_rows", "n_columns"),
    "evaluations": ("dataset", "configuration", "status"),
    "learning curves": ("dataset", "configuration", "train_share", "status"),
}


class ContentError(Exception):
    """A knowledge base says something that cannot be."""


def check_content(knowledge_base: KnowledgeBase) -> None:
    """Raise ContentError where parts of a knowledge base do not belong together, or hold what they cannot.

    The learning curves, which are read later, are for `check_curves`.
    """
    _check_configurations(knowledge_base.configurations)
    datasets, metafeatures = knowledge_base.datasets, knowledge_base.metafeatures
    _check_columns("datasets", datasets)
    _check(datasets.index.is_unique, "datasets has a name twice")
    _check(datasets.index.equals(metafeatures.index), "datasets and metafeatures are not of the same names")
    _check_members("tasks of datasets", datasets["task"], TASKS)
    _check_numbers("metafeatures", metafeatures)
    _check_evaluations("evaluations", knowledge_base.evaluations)
    _check_members("datasets of evaluations", knowledge_base.evaluations["dataset"], datasets.index)
    configurations = knowledge_base.configurations
    _check_members("configurations of evaluations", knowledge_base.evaluations["configuration"], configurations)
    _check_versions(knowledge_base.metafeature_versions)
    _check_provenance(knowledge_base.provenance)


def check_curves(curves: pd.DataFrame) -> None:
    """Raise ContentError where learning curves hold what they cannot."""
    _check_evaluations("learning curves", curves)
    _check(bool(curves["train_share"].between(0, 1).all()), "learning curves has shares that are not between 0 and 1")


def _check_configurations(configurations: Mapping[str, Configuration]) -> None:
    for id_, configuration in configurations.items():
        is_one = isinstance(configuration.learner, str) and isinstance(configuration.hyperparameters, dict)
        _check(is_one and configuration.id == id_, f"the configuration {id_} is not what its name says")
        if why := _why_no_rule(configuration) if is_blend_rule(configuration) else why_outside_space(configuration):
            raise ContentError(f"the configuration {id_} cannot be: {why}")


def _why_no_rule(configuration: Configuration) -> str | None:
    try:
        weights_of_rule(configuration)
        center_of_rule(configuration)
    except ConfigurationError as error:
        return str(error)
    return None


def _check_evaluations(what: str, table: pd.DataFrame) -> None:
    _check_columns(what, table)
    _check_members(f"statuses of {what}", table["status"], STATUSES)
    numbers = table.drop(columns=[column for column in _TEXT if column in table])
    for column, (low, high) in _check_numbers(what, numbers).items():
        if column in MEASURES:
            _check(not high > MEASURES[column].perfect + _TOLERANCE, f"{what} has a {column} of {high:g}")
        elif column.endswith("_seconds"):
            _check(not low < 0, f"{what} has negative times in {column}")


def _check_columns(what: str, table: pd.DataFrame) -> None:
    missing = [column for column in _MANDATORY[what] if column not in table]
    _check(not missing, f"{what} lacks {shorten(missing)}")


def _check_members(what: str, values: pd.Series, known: Iterable[str]) -> None:
    unknown = sorted(set(values.unique()) - set(known), key=str)
    _check(not unknown, f"the {what} are not known: {shorten(map(repr, unknown), 3)}")


def _check_numbers(what: str, table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the least and the greatest number of each column, which must hold finite numbers or nothing."""
    words = [str(column) for column, dtype in table.dtypes.items() if dtype.kind not in "fiub"]
    _check(not words, f"{what} has what is no number in {shorten(words, 3)}")
    if table.empty:
        return {}
    # The whole table at once: looking at hundreds of columns one by one takes ten times as long.
    values = table.to_numpy(dtype=float)
    least, most = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
    is_infinite = np.isinf(least) | np.isinf(most)
    _check(not is_infinite.any(), f"{what} has infinite numbers in {shorten(table.columns[is_infinite], 3)}")
    return {column: (low, high) for column, low, high in zip(table.columns, least, most, strict=True)}


def _check_versions(versions: object) -> None:
    is_right = isinstance(versions, dict) and all(isinstance(version, int) for version in versions.values())
    _check(is_right, "the versions of metafeatures are no numbers")


def _check_provenance(provenance: object) -> None:
    parts = provenance.get("parts", []) if isinstance(provenance, dict) else None
    is_right = isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
    _check(is_right, f"the provenance is {first_line(repr(provenance), 60)}")


def _check(is_right: bool, cause: str) -> None:
    if not is_right:
        raise ContentError(cause)
