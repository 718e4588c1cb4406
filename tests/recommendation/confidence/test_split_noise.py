from itertools import pairwise

import numpy as np

from metaselect.recommendation import ExpectedScores


def draw(n_datasets, seed):
    """Skills that depend on the first metafeature, noise of a row that depends on the second."""
    rng = np.random.default_rng(seed)
    M = rng.uniform(0, 1, (n_datasets, 4))
    skills = 0.2 + 0.6 * M[:, [0]] + rng.normal(0, 0.02, (n_datasets, 1)) - np.array([0.0, 0.1])
    return M, skills, 0.5 + M[:, 1], rng.integers(60, 600, n_datasets)


def fitted(M, skills, noise, n_rows):
    return ExpectedScores().fit(M, skills, [str(i) for i in range(len(M))], noise=noise, n_rows=n_rows)


def test_interval_of_a_single_split_covers_about_nine_of_ten_and_that_of_folds_does_not():
    model = fitted(*draw(150, seed=1))
    M, skills, noise, n_rows = draw(400, seed=2)
    moved = np.log(1.1 - skills) + (noise / np.sqrt(n_rows / 3) * np.random.default_rng(3).normal(size=400))[:, None]
    single = 1.1 - np.exp(moved)
    low, high = model.predict_splits(M, n_rows)
    assert 0.85 < np.mean((low <= single) & (single <= high)) < 0.95
    expected, low_of_folds, high_of_folds = model.predict(M)
    assert np.mean((low_of_folds <= single) & (single <= high_of_folds)) < 0.8
    assert np.all((low <= expected) & (expected <= high) & (high <= 1.0))


def test_the_fewer_rows_the_wider_and_never_narrower_than_that_of_folds():
    M, skills, noise, n_rows = draw(80, seed=4)
    model = fitted(M, skills, noise, n_rows)
    _, low, high = model.predict(M[:10])
    widths = [high - low]
    for n in (10_000_000, 1000, 100, 30):
        low, high = model.predict_splits(M[:10], np.full(10, n))
        widths.append(high - low)
    assert all(np.all(wider >= narrower - 1e-9) for narrower, wider in pairwise(widths))


def test_where_no_folds_are_known_nothing_is_said_of_single_splits():
    M, skills, _, n_rows = draw(40, seed=5)
    for model in (
        ExpectedScores().fit(M, skills, [str(i) for i in range(40)]),
        fitted(M, skills, np.full(40, np.nan), n_rows),
    ):
        assert np.isnan(model.predict_splits(M[:2], n_rows[:2])).all()


def test_datasets_without_known_folds_are_predicted_from_the_others():
    M, skills, noise, n_rows = draw(80, seed=6)
    all_known = fitted(M, skills, noise, n_rows).predict_splits(M, n_rows)
    some_known = fitted(M, skills, np.where(np.arange(80) % 2, noise, np.nan), n_rows).predict_splits(M, n_rows)
    widths = [float(np.mean(high - low)) for low, high in (all_known, some_known)]
    assert abs(widths[0] / widths[1] - 1) < 0.3
