"""A `Dataset` goes in; a row of numbers that describe it, its metafeatures, comes out.

The row has the same names in the same order for every dataset and task, NaN where a metafeature is undefined, so that
rows can be stacked. To add a metafeature, decorate a function in the file of its group.

The groups are told in `groups/__init__.py`; what several metafeatures share of a dataset is computed once, in `views/`.
What each may cost, and what therefore runs at which effort, is in `_cost.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import metaselect.metafeatures.groups  # noqa: F401  (they register)
from metaselect.metafeatures._cost import EFFORTS
from metaselect.metafeatures._extract import (
    SUMMARIES,
    MetaFeatures,
    describe,
    extract_metafeatures,
    metafeature_names,
    metafeature_versions,
    order_free_names,
)
from metaselect.metafeatures._registry import METAFEATURES, Metafeature, metafeature
from metaselect.metafeatures.views.dataset_view import DatasetView
from metaselect.metafeatures.views.ridge import RidgeFit, fit_ridge, solve_ridge

__all__ = [
    "EFFORTS",
    "METAFEATURES",
    "SUMMARIES",
    "DatasetView",
    "MetaFeatures",
    "Metafeature",
    "MetafeatureExtractor",
    "RidgeFit",
    "describe",
    "extract_metafeatures",
    "fit_ridge",
    "metafeature",
    "metafeature_names",
    "metafeature_versions",
    "order_free_names",
    "solve_ridge",
]

if TYPE_CHECKING:
    from metaselect.metafeatures.extractor import MetafeatureExtractor


def __getattr__(name: str):
    if name == "MetafeatureExtractor":  # when first used: importing scikit-learn takes longer than most commands
        from metaselect.metafeatures.extractor import MetafeatureExtractor

        return MetafeatureExtractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
