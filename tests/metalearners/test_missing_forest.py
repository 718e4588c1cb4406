import numpy as np

from metaselect.metalearners import make_meta_learner


def test_what_is_undefined_is_learned_from():
    rng = np.random.default_rng(0)
    M = rng.normal(size=(120, 3))
    undefined = rng.random(120) < 0.5
    M[undefined, 1] = np.nan
    R = np.where(undefined[:, None], [[0.0, 0.3, 0.15]], [[0.3, 0.0, 0.15]])
    fitted = make_meta_learner("missing_forest").fit(M[:80], R[:80])
    np.testing.assert_array_equal(fitted.predict(M[80:]).argmin(axis=1), np.where(undefined[80:], 0, 1))
    effects = fitted.contributions(M[80:], [1.0, -1.0, 0.0]).by_metafeature
    assert np.all(np.abs(effects).argmax(axis=1) == 1)
