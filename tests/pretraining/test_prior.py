import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier

from metaselect.pretraining._torch import torch
from metaselect.pretraining.draws import Draws
from metaselect.pretraining.prior import RULES, TABLES, BatchShape, sample_tasks
from metaselect.pretraining.prior.mixture import COLUMNS, GAPS

pytestmark = pytest.mark.torch

TASKS = ("classification", "regression")
SHAPE = BatchShape(n_tasks=16, n_rows=160, n_columns=6)
N_TRAIN = 110


def drawn(mechanism, task="classification", seed=0, shape=SHAPE):
    tasks = sample_tasks(Draws(seed=seed), shape, task=task, mechanism=mechanism, n_chunks=16)
    return tasks.X.numpy(), tasks.y.numpy()


def skill(model, baseline, X, y):
    """Return how far a model is from the baseline (0) to perfection (1) on the last rows."""
    X = np.where(np.isnan(X), -9.0, X)
    score = model.fit(X[:N_TRAIN], y[:N_TRAIN]).score(X[N_TRAIN:], y[N_TRAIN:])
    dummy = baseline.fit(X[:N_TRAIN], y[:N_TRAIN]).score(X[N_TRAIN:], y[N_TRAIN:]) if baseline else 0.0
    return (score - dummy) / max(1 - dummy, 1e-9)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("n_columns", [1, 2, 6, 40])
def test_every_mechanism_gives_finite_tables_and_targets_that_differ(task, n_columns):
    shape = BatchShape(n_tasks=8, n_rows=40, n_columns=n_columns)
    wrong = []
    for mechanism in TABLES:
        for seed in range(3):
            X, y = drawn(mechanism, task, seed, shape)
            right = X.shape == (8, 40, n_columns) and y.shape == (8, 40) and not np.isinf(X).any()
            right &= np.isnan(X).mean() < 0.7 and np.isfinite(y).all() and all(len(set(target)) > 1 for target in y)
            if task == "classification":
                right &= y.min() >= 0 and y.max() <= 9 and y.dtype == np.int64
            else:
                right &= np.allclose(y.mean(1), 0, atol=1e-3) and np.allclose(y.std(1), 1, atol=1e-2)
            if not right:
                wrong.append((mechanism, seed))
    assert not wrong


def test_a_seed_gives_the_same_tasks_again_and_another_gives_others():
    for mechanism in TABLES:
        (X, y), (again_X, again_y), (other, _) = (drawn(mechanism, seed=seed) for seed in (1, 1, 2))
        np.testing.assert_array_equal(X, again_X)
        np.testing.assert_array_equal(y, again_y)
        assert not np.array_equal(X, other, equal_nan=True), mechanism


def test_tables_of_a_batch_differ():
    X, y = drawn("parity")
    assert len({table.tobytes() for table in X}) == len({target.tobytes() for target in y}) == len(X)


def test_a_forest_learns_something_of_every_mechanism():
    skills = {}
    for mechanism in TABLES:
        forest = RandomForestClassifier(12, random_state=0)
        skills[mechanism] = np.mean(
            [skill(forest, DummyClassifier(), *one) for one in zip(*drawn(mechanism), strict=True)]
        )
    assert min(skills.values()) > 0.03, skills
    assert np.mean(list(skills.values())) > 0.25, skills


def test_a_forest_learns_something_of_every_mechanism_in_regression():
    skills = {}
    for mechanism in TABLES:
        forest = RandomForestRegressor(12, random_state=0)
        found = [skill(forest, None, *one) for one in zip(*drawn(mechanism, "regression"), strict=True)]
        skills[mechanism] = np.mean(np.clip(found, -1, 1))
    assert min(skills.values()) > 0.03, skills


def test_a_tree_finds_rules():
    skills = {}
    for rule in RULES:
        tree = DecisionTreeClassifier(random_state=0)
        skills[rule] = np.mean([skill(tree, DummyClassifier(), *one) for one in zip(*drawn(rule), strict=True)])
    assert min(skills.values()) > 0.25, skills


def test_there_are_two_to_ten_classes():
    counts = set()
    for seed in range(12):
        _, y = drawn(None, seed=seed, shape=BatchShape(32, 200, 5))
        counts |= {len(set(target)) for target in y}
    assert counts == set(range(2, 11))


@pytest.mark.parametrize("name", GAPS)
def test_gaps_are_neither_none_nor_all(name):
    draws = Draws(seed=3)
    shares = [GAPS[name][1](draws, draws.normal(8, 50, 6)).float().mean().item() for _ in range(5)]
    assert 0.01 < np.mean(shares) < 0.5


@pytest.mark.parametrize("name", COLUMNS)
def test_measured_columns_keep_their_shape_and_are_not_all_as_they_were(name):
    draws = Draws(seed=3)
    X = draws.normal(8, 50, 6)
    measured = COLUMNS[name][1](draws, X)
    assert measured.shape == X.shape
    assert torch.isfinite(measured).all()
    assert not torch.equal(measured, X)
