import pytest

from metaselect.recommendation import NoCriteria
from metaselect.recommendation.information_criteria import _NO_LIKELIHOOD
from metaselect.report import in_words


@pytest.mark.parametrize("learner", _NO_LIKELIHOOD)
def test_each_learner_without_a_likelihood_has_words_of_its_own(learner):
    assert in_words(NoCriteria(learner, "no likelihood")).startswith(f"{learner} has no information criterion: ")


def test_too_many_parameters_are_counted():
    reason = NoCriteria("ridge", "many parameters", {"n_parameters": 5001, "most": 3000})
    assert in_words(reason) == (
        "ridge has 5001 parameters on this table; effective degrees of freedom are computed up to 3000: use "
        "cross-validation instead"
    )
