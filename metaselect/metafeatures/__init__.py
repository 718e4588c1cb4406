"""A `Dataset` goes in; a row of numbers that describe it, its metafeatures, comes out.

The row has the same names in the same order for every dataset and task, NaN where a metafeature is undefined, so that
rows can be stacked. To add a metafeature, decorate a function in the file of its group.

simple          counts: rows, columns, classes, kinds of columns
missingness     what is missing, and whether that says something
categories      how categorical columns are made, and which are text
target          unevenness of classes, distribution of numbers
statistical     distributions of columns and their relations, without units
descriptive     the same in the units of the columns
information     entropies and mutual information
complexity      overlap, straight boundaries, neighbourhoods (for regression in `regression_complexity`)
clustering      how far classes are clusters
concept         how irregular the target is
model_based     the shape of decision trees
landmarking     skills of tiny models, their differences, ranks and learning curves (in `learning_curves`)
stability       how far what is learned holds for other rows: resamples, noise, drift

What each may cost, and what therefore runs at which effort, is in `_cost.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.metafeatures import (
    categories,
    clustering,
    complexity,
    concept,
    descriptive,
    information,
    landmarking,
    learning_curves,
    missingness,
    model_based,
    regression_complexity,
    simple,
    stability,
    statistical,
    target,
)
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
from metaselect.metafeatures._view import DatasetView

__all__ = [
    "EFFORTS",
    "METAFEATURES",
    "SUMMARIES",
    "DatasetView",
    "MetaFeatures",
    "Metafeature",
    "MetafeatureExtractor",
    "categories",
    "clustering",
    "complexity",
    "concept",
    "describe",
    "descriptive",
    "extract_metafeatures",
    "information",
    "landmarking",
    "learning_curves",
    "metafeature",
    "metafeature_names",
    "metafeature_versions",
    "missingness",
    "model_based",
    "order_free_names",
    "regression_complexity",
    "simple",
    "stability",
    "statistical",
    "target",
]

if TYPE_CHECKING:
    from metaselect.metafeatures.extractor import MetafeatureExtractor


def __getattr__(name: str):
    if name == "MetafeatureExtractor":  # when first used: importing scikit-learn takes longer than most commands
        from metaselect.metafeatures.extractor import MetafeatureExtractor

        return MetafeatureExtractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
