import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.neighbors import KNeighborsRegressor

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS, make_meta_learner, meta_learner


def test_every_name_makes_its_class_with_the_seed():
    for name, cls in META_LEARNERS.items():
        made = make_meta_learner(name, random_state=7)
        assert type(made) is cls
        assert made.random_state == 7


def test_default_is_listed():
    assert DEFAULT_META_LEARNER in META_LEARNERS
    assert type(make_meta_learner()) is META_LEARNERS[DEFAULT_META_LEARNER]


def test_estimator_comes_back_as_unfitted_copy(make_planted):
    mine = META_LEARNERS["nearest"](n_neighbors=3).fit(*make_planted(20))
    made = make_meta_learner(mine)
    assert made is not mine
    assert made.n_neighbors == 3
    assert not hasattr(made, "M_")


def test_a_regressor_of_anybodys_says_nothing_but_its_predictions(make_planted):
    M, R = make_planted(20)
    mine = KNeighborsRegressor(n_neighbors=3).fit(M, R)  # its `weights` is a parameter
    made = make_meta_learner(mine)
    assert made.regressor is not mine
    np.testing.assert_array_equal(made.fit(M, R).predict(M), mine.predict(M))
    assert made.weights(M) is made.residuals_of_known() is made.contributions(M, R[0]) is None
    assert made.score(M, R) <= 0
    np.testing.assert_array_equal(clone(made).fit(M, R).predict(M), mine.predict(M))


@pytest.mark.parametrize(("given", "hint"), [("nearst", "did you mean 'nearest'"), ("xyz", "Choose one of .*forest")])
def test_unknown_name_is_refused_with_a_way_out(given, hint):
    with pytest.raises(ConfigurationError, match=hint):
        make_meta_learner(given)


@pytest.mark.parametrize("given", [3, object(), META_LEARNERS["forest"]])
def test_what_is_no_meta_learner_is_refused(given):
    with pytest.raises(ConfigurationError, match="is no meta-learner"):
        make_meta_learner(given)


def test_a_name_is_given_once():
    with pytest.raises(ConfigurationError, match="two meta-learners are called 'forest'"):
        meta_learner("forest")(type("Other", (), {}))


def test_importing_the_package_loads_no_model_family():
    heavy = "{'sklearn.ensemble', 'sklearn.svm', 'sklearn.neural_network', 'sklearn.tree'}"
    code = f"import sys, metaselect.metalearners; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
