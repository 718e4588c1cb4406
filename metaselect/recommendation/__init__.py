"""A dataset goes in; a `Recommendation` comes out: ranked configurations, the scores and fit times to expect, reasons.

`Recommender` joins a meta-learner to a knowledge base and puts names back on its numbers. To judge one, see
`validation.py`; to add one, go to `metalearners/`.
"""

from metaselect.recommendation.algorithm_selection import evaluate_on_scenario
from metaselect.recommendation.comparison import compare_meta_learners, summarise, validate_meta_learners
from metaselect.recommendation.expected_scores import ExpectedScores
from metaselect.recommendation.familiarity import Familiarity
from metaselect.recommendation.fit_times import FitTimes
from metaselect.recommendation.learning_curve import learning_curve
from metaselect.recommendation.portfolio import shortlist
from metaselect.recommendation.recommend import recommend, recommend_for_dataset
from metaselect.recommendation.recommendation import Candidate, Neighbor, Reason, Recommendation
from metaselect.recommendation.recommender import Recommender
from metaselect.recommendation.validation import leave_one_dataset_out
from metaselect.recommendation.weaknesses import telling_metafeatures, worst_datasets

__all__ = [
    "Candidate",
    "ExpectedScores",
    "Familiarity",
    "FitTimes",
    "Neighbor",
    "Reason",
    "Recommendation",
    "Recommender",
    "compare_meta_learners",
    "evaluate_on_scenario",
    "learning_curve",
    "leave_one_dataset_out",
    "recommend",
    "recommend_for_dataset",
    "shortlist",
    "summarise",
    "telling_metafeatures",
    "validate_meta_learners",
    "worst_datasets",
]
