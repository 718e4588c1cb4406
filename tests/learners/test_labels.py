import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks

from metaselect.learners import learners_for, make_configuration
from metaselect.learners.labels import ClassificationPipeline, LabelEncodedClassifier

EXPECTED = {
    "check_estimator_sparse_tag": "what is inside decides whether sparse data can be used",
    "check_fit2d_predict1d": "what is inside would complain, in its own words",
}


@parametrize_with_checks(
    [LabelEncodedClassifier(DecisionTreeClassifier(random_state=0))], expected_failed_checks=lambda _: EXPECTED
)
def test_scikit_learn_checks_pass(estimator, check):
    check(estimator)


@pytest.mark.parametrize("labels", [["no", "yes"], [False, True], [-3, 7]], ids=str)
def test_any_labels_are_given_back(labels):
    X = np.arange(20.0)[:, None]
    y = np.repeat(labels, 10)
    model = LabelEncodedClassifier(DecisionTreeClassifier()).fit(X, y)
    assert model.classes_.tolist() == labels
    assert model.predict(X).tolist() == y.tolist()
    assert model.predict_proba(X).shape == (20, 2)


def test_the_estimator_given_is_not_fitted_itself():
    tree = DecisionTreeClassifier()
    LabelEncodedClassifier(tree).fit([[0], [1]], ["a", "b"])
    assert not hasattr(tree, "tree_")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("labels", [[0.5, 1.5], pytest.param([-0.5, 0.5, 2.25], marks=pytest.mark.slow)], ids=str)
def test_every_learner_takes_fractions_as_classes(labels):
    X = pd.DataFrame({"x": np.arange(60.0), "letter": ["a", "b"] * 30})
    y = pd.Series(np.repeat(labels, 60 // len(labels)))
    task = "binary" if len(labels) == 2 else "multiclass"
    for learner in learners_for(task):
        pipeline = make_configuration(learner.name).build(task).fit(X, y)
        assert pipeline.classes_.tolist() == labels
        assert set(pipeline.predict(X)) <= set(labels)
        assert pipeline.score(X, y) == np.mean(pipeline.predict(X) == y)


def test_other_labels_pass_a_pipeline_as_they_are():
    pipeline = ClassificationPipeline([("model", DecisionTreeClassifier())])
    X, y = [[0], [1], [2], [3]], ["no", "no", "yes", "yes"]
    assert not hasattr(pipeline, "classes_")
    assert pipeline.fit(X, y).classes_.tolist() == ["no", "yes"]
    assert pipeline.predict(X).tolist() == y
    assert pipeline.score(X, y) == 1.0
    assert not hasattr(clone(pipeline), "labels_")
    with pytest.raises(ValueError, match="Unknown label type"):
        pipeline.fit(X, [0.1, 0.2, 0.3, 0.4])
