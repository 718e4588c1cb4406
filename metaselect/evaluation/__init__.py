"""A configuration and a dataset go in; an `Evaluation` comes out: scores by fold and metric, seconds, status. To add a
metric, decorate a function in `measures.py`.
"""

from metaselect.evaluation._memory import held_megabytes, memory_cap
from metaselect.evaluation.asked_metric import AskedMetric, find_metric, metrics_for
from metaselect.evaluation.blended import evaluate_blend
from metaselect.evaluation.evaluate import INFRASTRUCTURE_STATUSES, STATUSES, Evaluation, evaluate
from metaselect.evaluation.measures import MEASURES, PRIMARY_METRIC, Measure, find_measure, measures_for, skill
from metaselect.evaluation.out_of_fold import keep_predictions, restore_predictions
from metaselect.evaluation.racing import Incumbent, find_incumbent
from metaselect.evaluation.regret import normalized_regret
from metaselect.evaluation.resampling import (
    Resampling,
    make_folds,
    resampling_for,
    resampling_of,
    share_of_rows,
    subsample,
)
from metaselect.evaluation.scorers import Scores, find_scores
from metaselect.evaluation.shortfall import SHORTFALL_OFFSET, log_shortfall, skill_of_log_shortfall

__all__ = [
    "INFRASTRUCTURE_STATUSES",
    "MEASURES",
    "PRIMARY_METRIC",
    "SHORTFALL_OFFSET",
    "STATUSES",
    "AskedMetric",
    "Evaluation",
    "Incumbent",
    "Measure",
    "Resampling",
    "Scores",
    "evaluate",
    "evaluate_blend",
    "find_incumbent",
    "find_measure",
    "find_metric",
    "find_scores",
    "held_megabytes",
    "keep_predictions",
    "log_shortfall",
    "make_folds",
    "measures_for",
    "memory_cap",
    "metrics_for",
    "normalized_regret",
    "resampling_for",
    "resampling_of",
    "restore_predictions",
    "share_of_rows",
    "skill",
    "skill_of_log_shortfall",
    "subsample",
]
