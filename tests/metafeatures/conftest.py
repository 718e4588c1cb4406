"""Awkward datasets, and a short way to look at a small one."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures import METAFEATURES, DatasetView, extract_metafeatures


def _table(n_rows=60, n_columns=4, seed=0):
    X = np.random.default_rng(seed).normal(size=(n_rows, n_columns))
    return pd.DataFrame(X, columns=[f"c{i}" for i in range(n_columns)])


def _constant_column():
    return Dataset.from_arrays(_table().assign(c1=0.1, word="same"), np.arange(60) % 2)


def _missing_values():
    X = _table().assign(word=np.array(["x", "y", None], dtype=object)[np.arange(60) % 3])
    X.loc[::3, "c0"] = np.nan
    X.loc[:57, "c1"] = np.nan
    return Dataset.from_arrays(X, np.arange(60) % 2 == 0)


def _all_categorical():
    words = np.array(["red", "green", "blue", "grey"])
    rng = np.random.default_rng(1)
    X = pd.DataFrame({f"c{i}": words[rng.integers(0, i + 2, 80)] for i in range(3)})
    return Dataset.from_arrays(X, np.where(X["c2"] == "red", "stop", "go"))


def _free_text():
    words = np.array(["a", "good", "bad", "long", "short", "film", "with", "and", "without", "music", "or", "story"])
    rng = np.random.default_rng(2)
    texts = [" ".join(rng.choice(words, 6)) if i % 7 else None for i in range(60)]
    return Dataset.from_arrays(_table().assign(review=texts), np.arange(60) % 2)


def _one_row_per_class():
    return Dataset.from_arrays(_table(40), np.array(["often"] * 20 + ["also"] * 17 + ["a", "b", "c"]))


def _single_column():
    X = _table(50, 1)
    return Dataset.from_arrays(X, X["c0"] ** 2 + 1)


def _more_columns_than_rows():
    return Dataset.from_arrays(_table(20, 50), np.arange(20) % 2)


def _two_rows():
    return Dataset.from_arrays(_table(2), ["no", "yes"])


def _two_rows_regression():
    return Dataset.from_arrays(_table(2), [1.5, 2.5], task="regression")


def _huge_magnitudes():
    X = _table(70).assign(c0=lambda frame: frame["c0"] * 1e300, c1=lambda frame: frame["c1"] * 1e-300)
    X.loc[0, "c2"] = -1.7e308
    y = _table(70, 1, seed=2)["c0"].to_numpy(copy=True)
    dataset = Dataset.from_arrays(X, y.copy())
    y[:2] = 1.7e308, -1.7e308  # which is refused of users
    return replace(dataset, y=y)


def _many_categories():
    rng = np.random.default_rng(3)
    X = pd.DataFrame(
        {"city": [f"city {i}" for i in rng.permutation(np.arange(160) % 120)], "size": rng.normal(size=160)}
    )
    return Dataset.from_arrays(X, X["size"] + rng.normal(size=160))


def _imbalanced():
    X = _table(150)
    return Dataset.from_arrays(X, (np.arange(150) < 4).astype(int))


AWKWARD = {
    make.__name__.strip("_"): make()
    for make in (
        _constant_column,
        _missing_values,
        _all_categorical,
        _free_text,
        _one_row_per_class,
        _single_column,
        _more_columns_than_rows,
        _two_rows,
        _two_rows_regression,
        _huge_magnitudes,
        _many_categories,
        _imbalanced,
    )
}


@pytest.fixture(scope="session")
def row_of():
    """Return a function from the name of an awkward dataset to all its metafeatures, extracted once."""
    return cache(lambda name: extract_metafeatures(AWKWARD[name], effort="full").as_series())


# Nothing is awkward in these that is not in another, too.
_LIKE_OTHERS = {"constant_column", "all_categorical", "many_categories", "imbalanced", "two_rows_regression"}


def _params(names):
    return [pytest.param(name, marks=pytest.mark.slow if name in _LIKE_OTHERS else ()) for name in names]


@pytest.fixture(params=_params(AWKWARD), scope="session")
def awkward_name(request):
    return request.param


@pytest.fixture(params=_params(name for name in AWKWARD if AWKWARD[name].task != "regression"), scope="session")
def any_classification(request, row_of):
    """An awkward dataset with classes, and its metafeatures."""
    return AWKWARD[request.param], row_of(request.param)


@pytest.fixture(scope="session")
def any_dataset(awkward_name):
    return AWKWARD[awkward_name]


@pytest.fixture(scope="session")
def any_view(any_dataset):
    return DatasetView(any_dataset, random_state=0)


@pytest.fixture(scope="session")
def any_values(any_view):
    """Values of all metafeatures that are for the task, by name; 1-dimensional arrays."""
    of_task = {name: m for name, m in METAFEATURES.items() if any_view.task_type in m.tasks}
    return {name: np.atleast_1d(metafeature.compute(any_view)) for name, metafeature in of_task.items()}


@pytest.fixture(scope="session")
def any_row(awkward_name, row_of):
    return row_of(awkward_name)


@pytest.fixture(scope="session")
def large_table():
    """Return a function (n_rows, task) -> X, y: numbers, grades, words, missing values and rows that repeat."""

    def make(n_rows, task):
        rng = np.random.default_rng(0)
        X = (
            _table(n_rows)
            .round(1)
            .assign(
                grade=rng.integers(1, 6, n_rows),
                word=rng.choice(np.array(["x", "y", "z", None], dtype=object), n_rows),
                city=[f"city {i}" for i in rng.integers(0, 60, n_rows)],
            )
        )
        X = X.mask(rng.random(X.shape) < 0.05)
        y = np.where(X["c0"] > 1.5, "seldom", np.where(X["c1"] > 0, "often", "also"))
        if task == "regression":
            y = X["c0"].fillna(0).to_numpy() ** 2 + rng.normal(size=n_rows).round(2)
        repeated = np.arange(n_rows) % 10 == 0
        X[repeated] = X.iloc[0].to_numpy()
        y[repeated] = y[0]
        return X.iloc[:, :].infer_objects(), y

    return make


@pytest.fixture
def value_of():
    """Return a function (name, X, y, task) -> value of the metafeature."""

    def compute(name, X, y=None, task="auto"):
        y = np.arange(len(X)) % 2 if y is None else y
        return METAFEATURES[name].compute(DatasetView(Dataset.from_arrays(X, y, task=task)))

    return compute
