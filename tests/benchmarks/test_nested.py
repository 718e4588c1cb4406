"""The choice among candidates must not know what it is judged on."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator

from metaselect.knowledge import MetaExamples


@pytest.fixture(scope="module")
def nested(load_benchmark):
    return load_benchmark("_nested")


class Spy(BaseEstimator):
    """Always picks the same configuration, and remembers which datasets it was fitted on and asked about."""

    seen = ()

    def __init__(self, pick=0):
        self.pick = pick

    def fit(self, M, R):
        self.known_ = M[:, 0].astype(int)
        return self

    def predict(self, M):
        Spy.seen = (*Spy.seen, (self.known_, M[:, 0].astype(int)))
        return np.tile(np.arange(3) != self.pick, (len(M), 1)).astype(float)


@pytest.fixture
def examples():
    """Thirty datasets of ten origins; metafeature 0 is the number of the dataset."""
    M = np.column_stack([np.arange(30.0), np.zeros(30)])
    names = tuple(f"dataset_{i}" for i in range(30))
    R = np.random.default_rng(0).random((30, 3))
    return MetaExamples(
        M=M, R=R, skills=1 - R, datasets=names, origins=tuple(f"origin_{i % 10}" for i in range(30)),
        configurations=("a", "b", "c"), metafeatures=("x", "y"), task="binary", metric="accuracy",
    )  # fmt: skip


@pytest.fixture
def fold():
    return np.arange(30) % 10 % 5


def test_no_relative_of_what_is_judged_is_known_left_out_once_or_twice(nested, examples, fold):
    Spy.seen = ()
    nested.measure({"a": nested.Candidate(("spy",))}, {"spy": (Spy(), slice(None))}, examples, fold)
    origins = np.array(examples.origins)
    assert sorted({len(np.unique(fold[held_out])) for _, held_out in Spy.seen}) == [1, 2]
    for known, held_out in Spy.seen:
        assert not set(origins[known]) & set(origins[held_out])
        assert len(known) + len(held_out) == 30


def test_an_origin_on_both_sides_is_refused(nested, examples):
    known = np.arange(30) < 25
    with pytest.raises(AssertionError, match="known and held out"):
        nested.answer(Spy(), examples, known, ~known)


def test_the_choice_for_a_fold_does_not_depend_on_its_datasets(nested, examples, fold):
    """Whatever the regrets of the outer fold, the same candidate is chosen for it."""
    candidates = {name: nested.Candidate((name,)) for name in "abc"}
    members = {name: (Spy(i), slice(None)) for i, name in enumerate("abc")}

    def chosen(R):
        changed = MetaExamples(**{**examples.__dict__, "R": R})
        flat, inner = nested.measure(candidates, members, changed, fold)
        return nested.nested_choice({"binary": flat}, {"binary": inner}, {"binary": fold}, ("a", "b"))[1]

    before = chosen(examples.R)
    for k in range(5):
        R = examples.R.copy()
        R[fold == k] = R[fold == k][:, [1, 2, 0]] * 0.01
        assert chosen(R)[k] == before[k]


def test_each_fold_is_advised_by_what_was_best_in_the_others(nested, examples, fold):
    R = np.full((30, 3), 0.4)
    R[:, 1] = 0.1
    R[fold == 2] = [[0.4, 0.4, 0.0]]
    candidates = {name: nested.Candidate((name,)) for name in "abc"}
    members = {name: (Spy(i), slice(None)) for i, name in enumerate("abc")}
    flat, inner = nested.measure(candidates, members, MetaExamples(**{**examples.__dict__, "R": R}), fold)
    regrets, chosen = nested.nested_choice({"binary": flat}, {"binary": inner}, {"binary": fold}, ("a", "a"))
    assert chosen == ["b"] * 5
    np.testing.assert_allclose(regrets["binary"][:, 0], np.where(fold == 2, 0.4, 0.1))
