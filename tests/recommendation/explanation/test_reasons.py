import numpy as np
import pytest

from metaselect.metafeatures import metafeature_names
from metaselect.metalearners import make_meta_learner
from metaselect.recommendation.explanation.reasons import find_reasons


@pytest.mark.parametrize("name", ["forest", "nearest", "tree", "svm", "neural"])
def test_the_metafeature_that_decides_is_named_first(name, make_case):
    rng = np.random.default_rng(0)
    names = metafeature_names()[:6]
    M = rng.uniform(size=(120, 6))
    wins = M[:, [2]] > 0.5
    R = np.where(wins, [[0.0, 0.3]], [[0.3, 0.0]])
    m = np.full(6, 0.5)
    m[2] = 0.95
    reasons = find_reasons(make_case(M, m, names, meta_learner=make_meta_learner(name).fit(M, R)), first_pick=0)
    assert reasons[0].metafeature == names[2]
    assert reasons[0].effect > 0
    assert reasons[0].share_below > 0.9


def test_an_undefined_metafeature_is_no_reason(make_case):
    rng = np.random.default_rng(0)
    M = rng.uniform(size=(60, 3))
    R = np.where(M[:, [0]] > 0.5, [[0.0, 0.3]], [[0.3, 0.0]])
    m = np.array([np.nan, 0.5, 0.5])
    case = make_case(M, m, metafeature_names()[:3], meta_learner=make_meta_learner("nearest").fit(M, R))
    reasons = find_reasons(case, first_pick=0)
    assert metafeature_names()[0] not in {reason.metafeature for reason in reasons}


def test_who_treats_all_datasets_alike_has_no_reasons(make_case):
    rng = np.random.default_rng(0)
    M, R = rng.uniform(size=(60, 3)), rng.random((60, 2))
    case = make_case(M, M[0], metafeature_names()[:3], meta_learner=make_meta_learner("single_best").fit(M, R))
    assert find_reasons(case, first_pick=0) == ()
