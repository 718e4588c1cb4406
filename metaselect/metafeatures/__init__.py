"""A `Dataset` goes in; a row of numbers that describe it, its metafeatures, comes out.

The row has the same names in the same order for every dataset and task, NaN where a metafeature is undefined, so that
rows can be stacked. To add a metafeature, decorate a function in the file of its group.
"""

from metaselect.metafeatures import information, landmarking, model_based, simple, statistical
from metaselect.metafeatures._extract import (
    SUMMARIES,
    MetaFeatures,
    describe,
    extract_metafeatures,
    metafeature_names,
    metafeature_versions,
)
from metaselect.metafeatures._registry import METAFEATURES, Metafeature, metafeature
from metaselect.metafeatures._view import DatasetView

__all__ = [
    "METAFEATURES",
    "SUMMARIES",
    "DatasetView",
    "MetaFeatures",
    "Metafeature",
    "describe",
    "extract_metafeatures",
    "information",
    "landmarking",
    "metafeature",
    "metafeature_names",
    "metafeature_versions",
    "model_based",
    "simple",
    "statistical",
]
