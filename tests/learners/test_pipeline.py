import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.learners import build_pipeline, make_configuration
from metaselect.learners.preprocessing import NamedColumns


def test_steps_are_clean_columns_model():
    assert list(make_configuration("ridge").build("regression").named_steps) == ["clean", "columns", "model"]


def test_named_columns_leave_out_the_cleaning():
    configuration = make_configuration("ridge")
    pipeline = build_pipeline("ridge", configuration.hyperparameters, "regression", columns=NamedColumns(["age"], []))
    assert list(pipeline.named_steps) == ["columns", "model"]


def test_an_unknown_learner_is_refused():
    with pytest.raises(ConfigurationError, match="no base learner"):
        build_pipeline("rigde", {}, "regression")


def test_other_seeds_give_other_forests(raw_data):
    X, y = raw_data("regression")
    configuration = make_configuration("random_forest", n_estimators=50)
    first, second = (configuration.build("regression", seed).fit(X, y).predict(X) for seed in (0, 1))
    assert not np.array_equal(first, second)


def test_new_rows_do_not_change_a_fitted_pipeline(raw_data):
    X, y = raw_data("regression")
    pipeline = make_configuration("ridge", missing="indicator").build("regression").fit(X, y)
    before = pipeline.predict(X)
    pipeline.predict(X.assign(age=1e9, income=np.nan, city="Paris"))
    assert np.array_equal(pipeline.predict(X), before)
