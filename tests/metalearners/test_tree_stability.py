import numpy as np

from metaselect.metalearners import TreeMetaLearner, tree_stability

NAMES = [f"metafeature_{j}" for j in range(12)]
LEARNERS = ["linear"] * 4 + ["forest"] * 4


def test_planted_root_comes_back_and_noise_does_not(make_planted):
    M, R = make_planted(120)
    stability = tree_stability(TreeMetaLearner(), M, R, range(120), NAMES, LEARNERS, n_resamples=20)
    assert next(iter(stability.roots)) == "metafeature_3"
    assert stability.same_root > 0.9
    assert stability.same_learner >= stability.same_advice
    rng = np.random.default_rng(0)
    noise = tree_stability(TreeMetaLearner(), M, rng.random(R.shape), range(120), NAMES, LEARNERS, n_resamples=20)
    assert noise.same_advice < stability.same_advice - 0.3


def test_tree_without_a_split_is_the_same_every_time():
    stability = tree_stability(
        TreeMetaLearner(), np.zeros((30, 1)), np.tile([0.2, 0.1], (30, 1)), range(30), ["m"], ["a", "b"], n_resamples=5
    )
    assert stability.roots == {"(no split)": 1.0}
    assert (stability.same_root, stability.same_advice, stability.splits) == (1.0, 1.0, {})
    assert "same root in 100 %" in str(stability)


def test_origins_are_drawn_whole(make_planted):
    M, R = make_planted(40)
    seen = []

    class Spy(TreeMetaLearner):
        def fit(self, M, R):
            seen.append(M[:, 0])
            return super().fit(M, R)

    tree_stability(Spy(), M, R, np.repeat(range(20), 2), NAMES, LEARNERS, n_resamples=5)
    for resample in seen[1:]:
        np.testing.assert_array_equal(np.isin(M[::2, 0], resample), np.isin(M[1::2, 0], resample))
