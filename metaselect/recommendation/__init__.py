"""A dataset goes in; a `Recommendation` comes out: ranked configurations, the scores and fit times to expect, reasons.

`Recommender` learns from a knowledge base once (`learned.py`), places a dataset beside what is known (`case.py`), and
asks each room for its part of the advice: portfolio, confidence, costs, explanation, guidance. To judge a meta-learner,
see `assessment/`; to add one, go to `metalearners/`.
"""

from metaselect.recommendation.case import Case
from metaselect.recommendation.confidence.confidence import Confidence, average_order
from metaselect.recommendation.confidence.expected_scores import ExpectedScores
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.confidence.more_rows import MoreRows, gains_from_more_rows, measure_more_rows
from metaselect.recommendation.confidence.odds import odds_of_first
from metaselect.recommendation.confidence.odds_calibration import OddsCalibration, calibrate_odds, odds_on_known
from metaselect.recommendation.confidence.split_noise import known_noise
from metaselect.recommendation.costs.fit_times import FitTimes
from metaselect.recommendation.costs.machine_speed import MachineSpeed, find_machine_speed
from metaselect.recommendation.costs.predict_times import PredictTimes
from metaselect.recommendation.costs.running_costs import evaluation_column, sizes_and_seconds
from metaselect.recommendation.costs.trade import Trade
from metaselect.recommendation.explanation.attribution import Attribution
from metaselect.recommendation.explanation.counterfactuals import Counterfactual
from metaselect.recommendation.explanation.decision_path import Condition, DecisionPath, PathStep, Rule
from metaselect.recommendation.explanation.explanation import Explanation
from metaselect.recommendation.explanation.families import Family
from metaselect.recommendation.explanation.neighbors import Neighbor
from metaselect.recommendation.explanation.reasons import Reason
from metaselect.recommendation.forecast import Forecast, forecasts
from metaselect.recommendation.given_table import names_in
from metaselect.recommendation.guidance.caveats import (
    LearnerNotRegistered,
    MetricStandIn,
    MoreRowsThanKnown,
    UnlikeKnown,
)
from metaselect.recommendation.guidance.metric_advice import FewRowsRule, MetricAdvice, RareClass
from metaselect.recommendation.guidance.splits import (
    ByGroups,
    ByRows,
    ByTime,
    SplitReason,
    ValidationScheme,
    choose_validation,
)
from metaselect.recommendation.information_criteria import (
    InformationCriteria,
    NoCriteria,
    criteria_or_reasons,
    information_criteria,
    linear_candidates,
)
from metaselect.recommendation.portfolio import cheap_list
from metaselect.recommendation.prelearned import PRELEARNED, find_prelearned, keep_prelearned
from metaselect.recommendation.recommend import advise_and_place, recommend, recommend_for_dataset, warn_of
from metaselect.recommendation.recommendation import (
    Candidate,
    DatasetSummary,
    OutOfOrder,
    Recommendation,
    TableSource,
)
from metaselect.recommendation.recommender import Recommender
from metaselect.recommendation.shortlist import advised_order, shortlist

__all__ = [
    "PRELEARNED",
    "Attribution",
    "ByGroups",
    "ByRows",
    "ByTime",
    "Candidate",
    "Case",
    "Condition",
    "Confidence",
    "Counterfactual",
    "DatasetSummary",
    "DecisionPath",
    "ExpectedScores",
    "Explanation",
    "Familiarity",
    "Family",
    "FewRowsRule",
    "FitTimes",
    "Forecast",
    "InformationCriteria",
    "LearnerNotRegistered",
    "MachineSpeed",
    "MetricAdvice",
    "MetricStandIn",
    "MoreRows",
    "MoreRowsThanKnown",
    "Neighbor",
    "NoCriteria",
    "OddsCalibration",
    "OutOfOrder",
    "PathStep",
    "PredictTimes",
    "RareClass",
    "Reason",
    "Recommendation",
    "Recommender",
    "Rule",
    "SplitReason",
    "TableSource",
    "Trade",
    "UnlikeKnown",
    "ValidationScheme",
    "advise_and_place",
    "advised_order",
    "average_order",
    "calibrate_odds",
    "cheap_list",
    "choose_validation",
    "criteria_or_reasons",
    "evaluation_column",
    "find_machine_speed",
    "find_prelearned",
    "forecasts",
    "gains_from_more_rows",
    "information_criteria",
    "keep_prelearned",
    "known_noise",
    "linear_candidates",
    "measure_more_rows",
    "names_in",
    "odds_of_first",
    "odds_on_known",
    "recommend",
    "recommend_for_dataset",
    "shortlist",
    "sizes_and_seconds",
    "warn_of",
]
