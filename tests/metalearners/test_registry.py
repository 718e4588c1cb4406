import subprocess
import sys

import pytest

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
