"""A fitted estimator is saved, and what is loaded predicts the same."""

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from metaselect import MetaSelectClassifier, MetaSelectRegressor, load_model

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize(("make", "task"), [(MetaSelectClassifier, "multiclass"), (MetaSelectRegressor, "regression")])
def test_what_is_saved_predicts_the_same(make, task, raw_data, tiny_knowledge_base, tmp_path):
    X, y = raw_data(task)
    estimator = make(knowledge_base=tiny_knowledge_base, meta_learner="average_rank").fit(X, y)
    path = estimator.save(tmp_path / "model.skops")
    model = load_model(path)
    np.testing.assert_array_equal(model.predict(X), estimator.predict(X))
    assert model.check(X) == ()
    best = estimator.recommendation_.best
    assert model.manifest.expectation.score == best.expected_score
    assert model.manifest.expectation.metric == estimator.recommendation_.metric
    assert model.manifest.provenance["id"] == best.configuration.id
    assert [file.name for file in tmp_path.iterdir()] == ["model.skops"]


def test_there_is_nothing_to_save_before_fitting(tmp_path):
    with pytest.raises(NotFittedError):
        MetaSelectClassifier().save(tmp_path / "model.skops")
    assert not list(tmp_path.iterdir())
