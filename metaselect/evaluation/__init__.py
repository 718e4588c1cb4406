"""A configuration and a dataset go in; an `Evaluation` comes out: scores by fold and metric, seconds, status. A whole
collection goes into a `Store`, which can be stopped and resumed. To add a metric, decorate a function in `measures.py`.
"""

from metaselect.evaluation.batch import TRAIN_SHARES, curve_configurations, run_batch, run_learning_curves
from metaselect.evaluation.evaluate import INFRASTRUCTURE_STATUSES, STATUSES, Evaluation, evaluate
from metaselect.evaluation.measures import MEASURES, PRIMARY_METRIC, Measure, find_measure, measures_for
from metaselect.evaluation.merge_stores import merge_stores
from metaselect.evaluation.resampling import Resampling, make_folds, resampling_for, share_of_rows, subsample
from metaselect.evaluation.settings import BatchSettings
from metaselect.evaluation.sharding import shard
from metaselect.evaluation.store import Store

__all__ = [
    "INFRASTRUCTURE_STATUSES",
    "MEASURES",
    "PRIMARY_METRIC",
    "STATUSES",
    "TRAIN_SHARES",
    "BatchSettings",
    "Evaluation",
    "Measure",
    "Resampling",
    "Store",
    "curve_configurations",
    "evaluate",
    "find_measure",
    "make_folds",
    "measures_for",
    "merge_stores",
    "resampling_for",
    "run_batch",
    "run_learning_curves",
    "shard",
    "share_of_rows",
    "subsample",
]
