import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks

from metaselect.learners.labels import LabelEncodedClassifier

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
