import numpy as np
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures import DatasetView
from metaselect.metafeatures.groups import landmarking
from metaselect.metafeatures.views.separation import separation

# That of text is undefined without any.
SKILLS = [name for name in vars(landmarking) if name.endswith("_skill") and name[0] != "_" and name != "text_skill"]


def _view(n_rows=300, n_columns=4, target=None, task="auto", seed=0):
    X = np.random.default_rng(seed).uniform(-1, 1, size=(n_rows, n_columns))
    return DatasetView(Dataset.from_arrays(X, target(X), task=task))


def test_separation_by_hand():
    Y = np.eye(2)[[0, 0, 1, 1]]
    scores = np.array([0.1, 0.6, 0.4, 0.8])  # of class 1; three of four pairs in order
    assert separation(np.column_stack([1 - scores, scores]), Y) == pytest.approx(2 * 0.75 - 1)


def test_separation_weights_classes_by_frequency():
    Y = np.eye(3)[[0, 0, 1, 2]]
    scores = np.column_stack([Y[:, 0], Y[:, 1], np.zeros(4)])  # perfect for the first two, none for the last
    assert separation(scores, Y) == pytest.approx(0.75)


@pytest.mark.parametrize("name", SKILLS)
def test_skill_is_near_one_for_a_clear_split(name):
    view = _view(n_columns=1, target=lambda X: X[:, 0] > 0)
    assert getattr(landmarking, name)(view) > 0.85


@pytest.mark.parametrize("name", sorted(set(SKILLS) - {"naive_bayes_skill"}))
def test_skill_is_high_for_a_step(name):
    view = _view(n_columns=1, target=lambda X: np.sign(X[:, 0]) + 0.01 * X[:, 0])
    assert landmarking.best_skill(view) > 0.7
    assert getattr(landmarking, name)(view) > 0.4


@pytest.mark.parametrize("name", SKILLS)
@pytest.mark.parametrize("task", ["classification", "regression"])
def test_skill_is_not_above_chance_for_noise(name, task):
    rng = np.random.default_rng(5)
    noise = {"classification": lambda X: rng.integers(0, 2, len(X)), "regression": lambda X: rng.normal(size=len(X))}
    view = _view(900, target=noise[task], task=task)
    if (name, task) != ("naive_bayes_skill", "regression"):
        assert getattr(landmarking, name)(view) < 0.15


@pytest.mark.parametrize("name", SKILLS)
def test_skill_is_zero_where_nothing_varies(name):
    dataset = Dataset.from_arrays(np.ones((60, 2)), np.arange(60) % 3)
    assert getattr(landmarking, name)(DatasetView(dataset)) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", SKILLS)
def test_undefined_with_too_few_rows(name):
    dataset = Dataset.from_arrays(np.arange(8.0)[:, None], np.arange(8) % 2)
    assert np.isnan(getattr(landmarking, name)(DatasetView(dataset)))


def test_linear_model_recovers_a_line():
    view = _view(200, target=lambda X: X @ [1.0, -2.0, 0.5, 0.0])  # the fewer rows, the worse a forest follows a line
    assert landmarking.linear_skill(view) > 0.95
    assert landmarking.forest_minus_linear(view) < -0.2


def test_forest_beats_additive_model_on_an_interaction():
    view = _view(900, target=lambda X: (X[:, 0] > 0) ^ (X[:, 1] > 0))
    assert landmarking.forest_minus_additive(view) > 0.5


def test_additive_model_beats_linear_model_on_a_bend():
    view = _view(600, target=lambda X: X[:, 0] ** 2 + X[:, 1] ** 2)
    assert landmarking.additive_minus_linear(view) > 0.5


def test_kernel_model_beats_others_on_a_smooth_interaction():
    view = _view(600, 2, target=lambda X: X[:, 0] * X[:, 1])
    assert landmarking.kernel_minus_linear(view) > 0.5
    assert landmarking.forest_minus_kernel(view) < 0.0


def test_nearest_neighbor_finds_repeated_rows():
    X = np.tile(np.random.default_rng(0).normal(size=(30, 3)), (10, 1))
    dataset = Dataset.from_arrays(X, np.tile(np.arange(30) % 2, 10))
    assert landmarking.nearest_neighbor_skill(DatasetView(dataset)) == pytest.approx(1.0)


def test_averaging_gains_on_noisy_targets():
    rng = np.random.default_rng(1)
    view = _view(900, target=lambda X: X[:, 0] + rng.normal(size=len(X)))
    assert landmarking.forest_minus_deep_tree(view) > 0.15
    assert landmarking.ten_neighbors_minus_nearest(view) > 0.15
    assert landmarking.deep_tree_minus_shallow_tree(view) < -0.15


def test_differences_are_differences():
    view = _view(target=lambda X: X[:, 0] + X[:, 1] ** 2)
    models = {
        "shallow_tree_minus_stump": ("shallow_tree_skill", "stump_skill"),
        "ten_neighbors_minus_linear": ("ten_neighbors_skill", "linear_skill"),
        "forest_minus_linear": ("forest_skill", "linear_skill"),
    }
    for difference, (first, second) in models.items():
        expected = getattr(landmarking, first)(view) - getattr(landmarking, second)(view)
        assert getattr(landmarking, difference)(view) == expected


def test_every_fold_holds_every_class():
    y = np.array(["often"] * 200 + ["seldom"] * 3)
    sample = DatasetView(Dataset.from_arrays(np.arange(203.0)[:, None], y)).landmark_sample
    assert all((sample.Y[sample.folds == fold].sum(axis=0) >= 1).all() for fold in range(3))


def test_rows_of_classes_smaller_than_folds_are_set_aside():
    y = np.array(["a"] * 20 + ["b"] * 20 + ["c"] * 2)
    sample = DatasetView(Dataset.from_arrays(np.arange(42.0)[:, None], y)).landmark_sample
    assert sample.Y.shape == (40, 2)


def test_a_rare_class_of_a_large_table_is_kept():
    y = np.arange(100_000) < 40
    sample = DatasetView(Dataset.from_arrays(np.arange(100_000.0)[:, None], y)).landmark_sample
    assert sorted(sample.Y.sum(axis=0)) == [30, 1000]


def test_the_sample_is_small_whatever_the_dataset():
    X = np.random.default_rng(0).normal(size=(3000, 400))
    sample = DatasetView(Dataset.from_arrays(X, np.arange(3000) % 1000)).landmark_sample
    assert len(sample.X) <= 1000
    assert sample.X.shape[1] <= 101
