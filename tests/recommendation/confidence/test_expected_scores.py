import numpy as np
import pytest

from metaselect.recommendation import ExpectedScores


def draw(n_datasets, seed):
    """Skills that depend on the first metafeature; the second configuration is always worse."""
    rng = np.random.default_rng(seed)
    M = rng.uniform(0, 1, (n_datasets, 4))
    skills = 0.2 + 0.6 * M[:, [0]] + rng.normal(0, 0.05, (n_datasets, 1)) - np.array([0.0, 0.2])
    return M, skills


def fitted(M, skills, origins=None, **parameters):
    return ExpectedScores(**parameters).fit(M, skills, origins or [str(i) for i in range(len(M))])


def test_expected_skill_follows_the_metafeature_that_decides():
    M, skills = draw(120, seed=0)
    model = fitted(M, skills)
    expected, _, _ = model.predict(np.array([[0.05, 0.5, 0.5, 0.5], [0.95, 0.5, 0.5, 0.5]]))
    assert expected[0, 0] + 0.3 < expected[1, 0]
    assert np.all(expected[:, 1] < expected[:, 0])


def test_interval_covers_about_nine_of_ten_new_datasets():
    model = fitted(*draw(150, seed=1))
    M_new, skills_new = draw(400, seed=2)
    _, low, high = model.predict(M_new)
    coverage = np.mean((low <= skills_new) & (skills_new <= high))
    assert 0.82 < coverage < 0.97


def test_interval_holds_the_expected_score():
    M, skills = draw(60, seed=3)
    expected, low, high = fitted(M, skills).predict(M)
    assert np.all((low <= expected) & (expected <= high) & (high <= 1.0))


def test_a_score_that_is_missing_somewhere_is_averaged_over_where_it_is_known():
    M, skills = draw(60, seed=4)
    skills[::2, 1] = np.nan
    expected, low, high = fitted(M, skills).predict(M[:3])
    assert np.isfinite(expected).all()
    assert np.isfinite(low).all()
    assert np.isfinite(high).all()


def test_relatives_do_not_make_the_interval_narrow():
    M, skills = draw(40, seed=5)
    twice = np.vstack([M, M]), np.vstack([skills, skills])
    apart = fitted(*twice)
    together = fitted(*twice, [str(i % 40) for i in range(80)])

    def width(model):
        _, low, high = model.predict(M)
        return np.mean(high - low)

    assert width(together) > width(apart)


@pytest.mark.grows_anew
@pytest.mark.parametrize("seed", [0, 1])
def test_same_seed_same_answer(seed):
    M, skills = draw(40, seed=6)
    first, second = (fitted(M, skills, random_state=seed).predict(M[:2]) for _ in range(2))
    assert np.array_equal(first, second)


def test_scores_agree_with_the_order_of_regrets():
    M, skills = draw(80, seed=7)
    expected, _, _ = fitted(M, skills).predict(M[:10])
    assert np.all(expected[:, 0] > expected[:, 1])


def test_disasters_without_bound_are_covered_too():
    """A log loss may be many times that of the dummy; one in seven is, at random."""

    def with_disasters(n_datasets, seed):
        M, skills = draw(n_datasets, seed)
        rng = np.random.default_rng(seed)
        return M, np.where(rng.random(skills.shape) < 0.15, -rng.uniform(1, 20, skills.shape), skills)

    M_new, skills_new = with_disasters(400, seed=2)
    _, low, high = fitted(*with_disasters(150, seed=1)).predict(M_new)
    assert 0.85 < np.mean((low <= skills_new) & (skills_new <= high)) < 0.96


def test_interval_covers_near_and_far_from_what_is_known():
    """Far from the crowd, where metafeatures are spread out, skills are ever harder to foresee."""

    def spread_out(n_datasets, seed):
        rng = np.random.default_rng(seed)
        M = rng.standard_t(2, (n_datasets, 4))
        distance = np.abs(M).mean(axis=1, keepdims=True)
        noise = rng.normal(0, 0.02, (n_datasets, 2)) * (1 + 3 * np.minimum(distance, 3))
        return M, 0.6 + noise, distance[:, 0]

    M, skills, _ = spread_out(200, seed=3)
    M_new, skills_new, distance = spread_out(400, seed=4)
    _, low, high = fitted(M, skills).predict(M_new)
    covered = ((low <= skills_new) & (skills_new <= high)).mean(axis=1)
    far = distance > np.median(distance)
    assert abs(covered[far].mean() - 0.9) < 0.05
    assert abs(covered[~far].mean() - 0.9) < 0.05
    assert (high - low)[far].mean() > 1.3 * (high - low)[~far].mean()


def test_what_landmarkers_lack_is_what_others_lack_also_beyond_all_that_is_known():
    """Ranks alone cannot tell a landmarker that is nearly perfect from one that is the best known."""
    rng = np.random.default_rng(8)
    forest_skill = rng.uniform(0.2, 0.9, 120)
    M = np.column_stack([rng.uniform(0, 1, 120), forest_skill])
    skills = 1 - (1 - forest_skill[:, None]) * np.array([0.8, 0.5])
    names = ("column_noise_share", "forest_skill")
    model = ExpectedScores().fit(M, skills, [str(i) for i in range(120)], names)
    without_names = ExpectedScores().fit(M, skills, [str(i) for i in range(120)])
    new = np.array([[0.5, 0.99], [0.5, 0.5]])
    true = 1 - (1 - new[:, [1]]) * np.array([0.8, 0.5])
    missed, missed_without = (np.abs(m.predict(new)[0] - true).max() for m in (model, without_names))
    assert missed < 0.08
    assert missed < missed_without


def test_an_undefined_landmarker_is_an_ordinary_one():
    M, skills = draw(60, seed=9)
    names = ("text_skill", "forest_skill", "log_n_rows", "column_noise_share")
    M[:, 0] = np.nan
    M[::3, 1] = np.nan
    expected, low, high = ExpectedScores().fit(M, skills, [str(i) for i in range(60)], names).predict(M)
    assert np.isfinite([expected, low, high]).all()


def test_an_interval_may_reach_the_dummy_but_no_further_than_the_worst_that_is_known():
    """All known datasets could be learned from; a new one need not be."""
    M, skills = draw(80, seed=10)
    _, low, _ = fitted(M, skills - 0.3).predict(M)
    assert (low >= np.minimum((skills - 0.3).min(axis=0), 0.0) - 1e-9).all()
    hardly = 0.05 + 0.3 * skills
    _, low, _ = fitted(M, hardly).predict(M)
    assert hardly.min() > 0.0
    assert (low >= -1e-9).all()
    assert (low < hardly.min(axis=0)).any()


def test_datasets_of_one_origin_alone_are_no_obstacle():
    M, skills = draw(10, seed=11)
    expected, low, high = fitted(M, skills, ["same"] * 10).predict(M[:2])
    assert np.isfinite([expected, low, high]).all()
