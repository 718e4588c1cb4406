import numpy as np
import pandas as pd
import pytest

from metaselect.learners import make_configuration


@pytest.fixture
def table():
    """Three columns that say the same, three of noise, and what they say."""
    rng = np.random.default_rng(0)
    signal = rng.normal(size=200)
    columns = {f"signal_{i}": signal + 0.01 * rng.normal(size=200) for i in range(3)}
    noise = {f"noise_{i}": rng.normal(size=200) for i in range(3)}
    return pd.DataFrame({**columns, **noise}), signal


def matrix(table, **hyperparameters):
    X, y = table
    pipeline = make_configuration("ridge", **hyperparameters).build("regression").fit(X, y)
    return pipeline[:-1].transform(X)


def test_all_columns_are_kept_unless_asked(table):
    assert matrix(table).shape[1] == 6


def test_principal_components_summarize_columns_that_say_the_same(table):
    assert matrix(table, reduction="pca", pca_variance=0.95).shape[1] == 4
    assert matrix(table, reduction="pca", pca_variance=0.5).shape[1] == 1


def test_selection_keeps_the_columns_that_say_something(table):
    kept = matrix(table, reduction="selection", selection_threshold="median")
    assert kept.shape[1] == 3
    assert np.corrcoef(kept.T).min() > 0.9


def test_selection_keeps_the_only_column(table):
    X, y = table
    assert matrix((X[["noise_0"]], y), reduction="selection").shape[1] == 1


def test_selection_sees_training_rows_alone(table):
    X, y = table
    pipeline = make_configuration("ridge", reduction="selection").build("regression").fit(X[:100], y[:100])
    kept = pipeline["reduction"].get_support()
    pipeline.predict(X[100:].assign(noise_0=y[100:]))
    assert np.array_equal(pipeline["reduction"].get_support(), kept)
