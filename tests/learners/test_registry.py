import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.learners import LEARNERS, learner, learners_for, make_configuration
from metaselect.learners._registry import find_learner
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.space import LogFloat


@pytest.fixture
def mean_learner():
    """A learner registered for one test."""

    @learner(
        tasks={"regression"}, space={"C": LogFloat(0.1, 10, default=1.0)}, preprocessing=SCALED, variants=[{"C": 2.0}]
    )
    def constant(*, C):
        """The mean."""

    yield LEARNERS["constant"]
    del LEARNERS["constant"]


def test_decorating_a_function_registers_it(mean_learner):
    assert find_learner("constant") is mean_learner
    assert mean_learner.variants == ({}, {"C": 2.0})
    written = make_configuration("constant").hyperparameters
    assert written == {"encoding": "onehot", "missing": "indicator", "scaling": "standard", "C": 1.0}


def test_a_learner_is_listed_for_its_tasks_alone(mean_learner):
    assert mean_learner in learners_for("regression")
    assert mean_learner not in learners_for("binary") + learners_for("multiclass")


def test_a_misspelt_learner_suggests_the_near_one():
    with pytest.raises(ConfigurationError, match=r"no base learner 'random_forrest'; did you mean 'random_forest'\?"):
        find_learner("random_forrest")


def test_an_unknown_learner_lists_the_known():
    with pytest.raises(ConfigurationError, match=r"no base learner 'zzz'\. Known: .*ridge"):
        find_learner("zzz")
