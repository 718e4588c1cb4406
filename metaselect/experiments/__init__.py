"""A collection of datasets goes in; a `Store` of evaluations comes out, which can be stopped, resumed and merged with
others, and from it tables of scores and ranks. Each evaluation runs in a process of its own.
"""

from metaselect.experiments.backends import Workers
from metaselect.experiments.batch import TRAIN_SHARES, curve_configurations, run_batch, run_learning_curves
from metaselect.experiments.describe_collection import describe_collection
from metaselect.experiments.describe_dataset import describe
from metaselect.experiments.fit_isolated import Fitted, RowsToFit, fit_to, write_rows
from metaselect.experiments.handover import hand_over, take_over
from metaselect.experiments.isolation import Run, evaluate_isolated, fit_isolated, start_children, stop_children
from metaselect.experiments.leaderboard import Leaderboard, find_reference, make_leaderboard
from metaselect.experiments.merge_stores import merge_stores
from metaselect.experiments.prediction_store import PredictionStore
from metaselect.experiments.rank_tests import indistinguishable_groups
from metaselect.experiments.score_table import (
    ScoreTable,
    datasets_without_score,
    read_score_tables,
    with_learner_defaults,
    with_tuned_learners,
)
from metaselect.experiments.settings import BatchSettings
from metaselect.experiments.sharding import shard
from metaselect.experiments.store import Store

__all__ = [
    "TRAIN_SHARES",
    "BatchSettings",
    "Fitted",
    "Leaderboard",
    "PredictionStore",
    "RowsToFit",
    "Run",
    "ScoreTable",
    "Store",
    "Workers",
    "curve_configurations",
    "datasets_without_score",
    "describe",
    "describe_collection",
    "evaluate_isolated",
    "find_reference",
    "fit_isolated",
    "fit_to",
    "hand_over",
    "indistinguishable_groups",
    "make_leaderboard",
    "merge_stores",
    "read_score_tables",
    "run_batch",
    "run_learning_curves",
    "shard",
    "start_children",
    "stop_children",
    "take_over",
    "with_learner_defaults",
    "with_tuned_learners",
    "write_rows",
]
