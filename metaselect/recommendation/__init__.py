"""A dataset goes in; a `Recommendation` comes out: ranked configurations, the scores and fit times to expect, reasons.

`Recommender` joins a meta-learner to a knowledge base and puts names back on its numbers. Its rooms: confidence, costs,
explanation, guidance. To judge a meta-learner, see `assessment/`; to add one, go to `metalearners/`.
"""

from metaselect.recommendation.confidence.confidence import Confidence
from metaselect.recommendation.confidence.expected_scores import ExpectedScores
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.costs.fit_times import FitTimes
from metaselect.recommendation.costs.machine_speed import MachineSpeed, find_machine_speed
from metaselect.recommendation.costs.trade import Trade
from metaselect.recommendation.explanation.attribution import Attribution
from metaselect.recommendation.explanation.counterfactuals import Counterfactual
from metaselect.recommendation.explanation.decision_path import Condition, DecisionPath, PathStep, Rule
from metaselect.recommendation.explanation.explanation import Explanation
from metaselect.recommendation.explanation.families import Family
from metaselect.recommendation.explanation.reasons import Reason
from metaselect.recommendation.guidance.caveats import LearnerNotRegistered, MoreRowsThanKnown, UnlikeKnown
from metaselect.recommendation.guidance.metric_advice import FewRowsRule, MetricAdvice, RareClass
from metaselect.recommendation.guidance.splits import ByGroups, ByRows, ByTime, SplitReason, ValidationScheme
from metaselect.recommendation.information_criteria import (
    InformationCriteria,
    criteria_or_reasons,
    information_criteria,
    linear_candidates,
)
from metaselect.recommendation.portfolio import shortlist
from metaselect.recommendation.recommend import recommend, recommend_for_dataset
from metaselect.recommendation.recommendation import Candidate, Neighbor, Recommendation
from metaselect.recommendation.recommender import Recommender

__all__ = [
    "Attribution",
    "ByGroups",
    "ByRows",
    "ByTime",
    "Candidate",
    "Condition",
    "Confidence",
    "Counterfactual",
    "DecisionPath",
    "ExpectedScores",
    "Explanation",
    "Familiarity",
    "Family",
    "FewRowsRule",
    "FitTimes",
    "InformationCriteria",
    "LearnerNotRegistered",
    "MachineSpeed",
    "MetricAdvice",
    "MoreRowsThanKnown",
    "Neighbor",
    "PathStep",
    "RareClass",
    "Reason",
    "Recommendation",
    "Recommender",
    "Rule",
    "SplitReason",
    "Trade",
    "UnlikeKnown",
    "ValidationScheme",
    "criteria_or_reasons",
    "find_machine_speed",
    "information_criteria",
    "linear_candidates",
    "recommend",
    "recommend_for_dataset",
    "shortlist",
]
