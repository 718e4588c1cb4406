"""Meta-learners and a knowledge base go in; how good their advice is on datasets they have not seen comes out.

A dataset is left out with all others of its origin. No advice needs this package.
"""

from metaselect.assessment.advised_lists import advised_lists
from metaselect.assessment.aslib_scenarios import evaluate_on_scenario
from metaselect.assessment.comparison import n_folds_of, summarize, validate_meta_learners
from metaselect.assessment.learning_curve import learning_curve
from metaselect.assessment.leave_one_out import held_out_forecasts, leave_one_dataset_out, origin_folds
from metaselect.assessment.weaknesses import metafeatures_associated_with_regret, worst_datasets

__all__ = [
    "advised_lists",
    "evaluate_on_scenario",
    "held_out_forecasts",
    "learning_curve",
    "leave_one_dataset_out",
    "metafeatures_associated_with_regret",
    "n_folds_of",
    "origin_folds",
    "summarize",
    "validate_meta_learners",
    "worst_datasets",
]
