"""A collection of datasets goes in; a `Store` of evaluations comes out, which can be stopped, resumed and merged with
others, and from it tables of scores and ranks. Each evaluation runs in a process of its own.
"""

from metaselect.experiments.batch import TRAIN_SHARES, curve_configurations, run_batch, run_learning_curves
from metaselect.experiments.leaderboard import Leaderboard, make_leaderboard
from metaselect.experiments.merge_stores import merge_stores
from metaselect.experiments.score_table import ScoreTable
from metaselect.experiments.settings import BatchSettings
from metaselect.experiments.sharding import shard
from metaselect.experiments.store import Store

__all__ = [
    "TRAIN_SHARES",
    "BatchSettings",
    "Leaderboard",
    "ScoreTable",
    "Store",
    "curve_configurations",
    "make_leaderboard",
    "merge_stores",
    "run_batch",
    "run_learning_curves",
    "shard",
]
