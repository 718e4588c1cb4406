"""A dataset goes in; a `Recommendation` comes out: ranked configurations, the scores and fit times to expect, reasons.

`Recommender` joins a meta-learner to a knowledge base and puts names back on its numbers. To judge one, see
`validation.py`; to add one, go to `metalearners/`.
"""

from metaselect.recommendation.algorithm_selection import evaluate_on_scenario
from metaselect.recommendation.attribution import Attribution
from metaselect.recommendation.comparison import compare_meta_learners, n_folds_of, summarise, validate_meta_learners
from metaselect.recommendation.confidence import Confidence
from metaselect.recommendation.counterfactuals import Counterfactual
from metaselect.recommendation.decision_path import DecisionPath
from metaselect.recommendation.expected_scores import ExpectedScores
from metaselect.recommendation.explanation import Explanation
from metaselect.recommendation.familiarity import Familiarity
from metaselect.recommendation.families import Family
from metaselect.recommendation.fit_times import FitTimes
from metaselect.recommendation.information_criteria import (
    InformationCriteria,
    criteria_or_reasons,
    information_criteria,
    linear_candidates,
)
from metaselect.recommendation.learning_curve import learning_curve
from metaselect.recommendation.machine_speed import MachineSpeed, find_machine_speed
from metaselect.recommendation.portfolio import shortlist
from metaselect.recommendation.reasons import Reason
from metaselect.recommendation.recommend import recommend, recommend_for_dataset
from metaselect.recommendation.recommendation import Candidate, Neighbor, Recommendation
from metaselect.recommendation.recommender import Recommender
from metaselect.recommendation.trade import Trade
from metaselect.recommendation.validation import leave_one_dataset_out, origin_folds
from metaselect.recommendation.validation_scheme import ValidationScheme
from metaselect.recommendation.weaknesses import telling_metafeatures, worst_datasets

__all__ = [
    "Attribution",
    "Candidate",
    "Confidence",
    "Counterfactual",
    "DecisionPath",
    "ExpectedScores",
    "Explanation",
    "Familiarity",
    "Family",
    "FitTimes",
    "InformationCriteria",
    "MachineSpeed",
    "Neighbor",
    "Reason",
    "Recommendation",
    "Recommender",
    "Trade",
    "ValidationScheme",
    "compare_meta_learners",
    "criteria_or_reasons",
    "evaluate_on_scenario",
    "find_machine_speed",
    "information_criteria",
    "learning_curve",
    "leave_one_dataset_out",
    "linear_candidates",
    "n_folds_of",
    "origin_folds",
    "recommend",
    "recommend_for_dataset",
    "shortlist",
    "summarise",
    "telling_metafeatures",
    "validate_meta_learners",
    "worst_datasets",
]
