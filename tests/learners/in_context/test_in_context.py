"""In-context prediction: what it reads, what changes nothing, and where it is not tried."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris, load_wine
from sklearn.dummy import DummyRegressor
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import parametrize_with_checks

from metaselect.learners import find_learner, make_configuration
from metaselect.learners.in_context import MOST_CLASSES, InContextClassifier, InContextRegressor

_ROUNDING = {"rtol": 0, "atol": 1e-4}


@parametrize_with_checks([InContextClassifier(n_members=1, random_state=0), InContextRegressor(1, random_state=0)])
def test_scikit_learn_checks_pass(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def rows():
    """Labeled and new rows of three classes."""
    X, y = load_wine(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(X))
    X, y = X[order, :6], y[order]
    return X[:90], y[:90], X[90:], y[90:]


@pytest.fixture(scope="module")
def probabilities(rows):
    X, y, new, _ = rows
    return InContextClassifier(2, random_state=0).fit(X, y).predict_proba(new)


def test_classes_are_told_apart_without_any_training(rows, probabilities):
    right = probabilities[np.arange(len(rows[3])), rows[3]]
    assert -np.log(right).mean() < 0.25
    assert (probabilities.argmax(axis=1) == rows[3]).mean() > 0.9


def test_the_order_of_the_labeled_rows_changes_nothing(rows, probabilities):
    X, y, new, _ = rows
    order = np.random.default_rng(1).permutation(len(X))
    again = InContextClassifier(2, random_state=0).fit(X[order], y[order]).predict_proba(new)
    np.testing.assert_allclose(again, probabilities, **_ROUNDING)


def test_the_order_changes_nothing_where_rows_are_alike_and_drawn():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 2, (300, 3)).astype(float)
    y = (X[:, 0] + rng.random(300) > 0.8).astype(int)
    order = rng.permutation(300)
    model, again = (InContextClassifier(4, 100, 0).fit(X[rows], y[rows]) for rows in (np.arange(300), order))
    np.testing.assert_allclose(again.predict_proba(X[:20]), model.predict_proba(X[:20]), **_ROUNDING)


def test_classes_of_the_same_size_are_told_apart_by_their_rows_and_not_by_their_names(rows):
    X, y, new, _ = rows
    few = np.concatenate([np.flatnonzero(y == label)[:15] for label in (0, 1, 2)])
    X, y = X[few], y[few]
    names = np.array(["z", "a", "m"])
    by_number = InContextClassifier(1, random_state=0).fit(X, y).predict_proba(new)
    by_name = InContextClassifier(1, random_state=0).fit(X[::-1], names[y][::-1]).predict_proba(new)
    np.testing.assert_allclose(by_name[:, [2, 0, 1]], by_number, **_ROUNDING)


def test_what_classes_are_called_changes_nothing(rows, probabilities):
    X, y, new, _ = rows
    names = np.array(["z", "a", "m"])
    model = InContextClassifier(2, random_state=0).fit(X, names[y])
    assert model.classes_.tolist() == ["a", "m", "z"]
    np.testing.assert_allclose(model.predict_proba(new)[:, [2, 0, 1]], probabilities, **_ROUNDING)


def test_the_prediction_of_a_row_does_not_depend_on_the_rows_beside_it(rows, probabilities):
    X, y, new, _ = rows
    model = InContextClassifier(2, random_state=0).fit(X, y)
    alone = np.concatenate([model.predict_proba(new[i : i + 1]) for i in range(0, 20, 5)])
    np.testing.assert_allclose(alone, probabilities[:20:5], **_ROUNDING)
    many = np.concatenate([new, 100 * np.random.default_rng(0).normal(size=(1500, new.shape[1]))])
    np.testing.assert_allclose(model.predict_proba(many)[: len(new)], probabilities, **_ROUNDING)


def test_scale_and_units_of_columns_change_nothing(rows, probabilities):
    X, y, new, _ = rows
    factor, shift = np.array([1e-6, 1e6, 3, 1, 1, 20]), np.array([0, 5, 0, -100, 0, 1])
    again = InContextClassifier(2, random_state=0).fit(X * factor + shift, y).predict_proba(new * factor + shift)
    np.testing.assert_allclose(again, probabilities, **_ROUNDING)


def test_a_file_of_a_model_holds_the_labeled_rows_and_not_what_was_read_from_them(rows, probabilities):
    X, y, new, _ = rows
    model = InContextClassifier(2, random_state=0).fit(X, y)
    held = pickle.dumps(model)
    assert len(held) < 100_000
    assert np.array_equal(pickle.loads(held).predict_proba(new), model.predict_proba(new))
    assert np.array_equal(model.predict_proba(new), probabilities)  # the model itself still knows what it read


def test_text_categories_truth_values_and_gaps_are_read():
    rng = np.random.default_rng(0)
    n = 160
    color = rng.choice(["red", "green", "blue"], n)
    is_new = rng.random(n) < 0.5
    size = rng.normal(size=n)
    y = np.where((color == "red") | (size > 1), "yes", "no")
    table = pd.DataFrame({"color": color, "new": is_new, "size": np.where(rng.random(n) < 0.1, np.nan, size)})
    table.loc[3, "color"] = None
    model = InContextClassifier(2, random_state=0).fit(table[:120], y[:120])
    assert model.score(table[120:], y[120:]) > 0.85
    unseen = table[120:].assign(color="violet", new=None, size=np.nan)
    assert np.isfinite(model.predict_proba(unseen)).all()


def test_extreme_numbers_are_read():
    X = np.array([[1e300, 1.0], [-1e300, np.nan], [0.0, 5e-324], [1.0, 2.0]] * 5)
    y = np.array([0, 1, 0, 1] * 5)
    assert np.isfinite(InContextClassifier(2, random_state=0).fit(X, y).predict_proba(X)).all()


def test_a_number_is_predicted_better_than_by_the_mean():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(260, 4))
    y = X[:, 0] * X[:, 1] + np.abs(X[:, 2])
    errors = [
        np.sqrt(np.mean((model.fit(X[:200], y[:200]).predict(X[200:]) - y[200:]) ** 2))
        for model in (InContextRegressor(2, random_state=0), DummyRegressor())
    ]
    assert errors[0] < 0.6 * errors[1]


@pytest.mark.parametrize("y", [np.zeros(30), np.repeat([1.5, 2.5], 15)], ids=["one value", "two values"])
def test_a_target_of_few_values_is_predicted(y):
    X = np.arange(30.0)[:, None]
    assert np.abs(InContextRegressor(1, random_state=0).fit(X, y).predict(X) - y).mean() < 0.05


def test_more_rows_than_asked_for_are_drawn_with_every_class():
    X, y = load_iris(return_X_y=True)
    y = np.where(np.arange(len(y)) == 7, 9, y)  # a class of one row
    model = InContextClassifier(3, context_rows=40, random_state=0).fit(X, y)
    assert all(40 <= len(member.rows) <= 44 for member in model._members)
    assert all(len(np.unique(member.labels)) == 4 for member in model._members)
    assert model.score(X, y) > 0.9


def test_more_classes_than_the_network_knows_are_refused_with_the_way_out():
    X = np.arange(44.0)[:, None]
    with pytest.raises(ValueError, match="y has 11 classes, and the network knows at most 10; use another model"):
        InContextClassifier().fit(X, np.repeat(np.arange(11), 4))


def test_a_fit_that_fails_leaves_what_was_before(rows):
    X, y, new, _ = rows
    model = InContextClassifier(1, random_state=0)
    with pytest.raises(ValueError, match="11 classes"):
        model.fit(np.arange(44.0)[:, None], np.repeat(np.arange(11), 4))
    with pytest.raises(NotFittedError):
        model.predict(new)
    before = model.fit(X, y).predict(new)
    with pytest.raises(ValueError, match="11 classes"):
        model.fit(X[:44], np.repeat(np.arange(11), 4))
    assert model.classes_.tolist() == [0, 1, 2]
    assert np.array_equal(model.predict(new), before)


def test_a_model_keeps_the_rows_that_its_members_read_alone():
    X, y = load_iris(return_X_y=True)
    model = InContextClassifier(2, context_rows=20, random_state=0).fit(X, y)
    assert len(model._labeled_rows) <= 46
    assert model.score(X, y) > 0.9


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (["a", "b"] * 20, "something else than numbers; use InContextClassifier"),
        (np.arange(40).astype("M8[D]"), "dates or times"),
        ([1.0, np.nan] * 20, "leave these rows out"),
        (np.arange(40) * 1e300, "beyond 1e\\+100"),
    ],
)
def test_a_target_that_is_no_number_is_one_sentence(y, message):
    with pytest.raises(ValueError, match=message):
        InContextRegressor(1).fit(np.arange(40.0)[:, None], y)


def test_lists_dates_and_infinities_are_read_as_gaps_and_text_are():
    y = np.arange(40) % 2
    mixed = [[float(i % 2), "uv"[i % 2]] for i in range(40)]
    assert InContextClassifier(1, random_state=0).fit(mixed, y).predict(mixed[:2]).tolist() == [0, 1]
    with_gaps = [[pd.NA if i == 3 else float(i % 2)] for i in range(40)]
    assert InContextClassifier(1, random_state=0).fit(with_gaps, y).predict([[0.0], [1.0]]).tolist() == [0, 1]
    infinite = np.where(np.arange(40) == 3, np.inf, y)[:, None]
    assert InContextClassifier(1, random_state=0).fit(infinite, y).predict([[0.0], [1.0]]).tolist() == [0, 1]
    days = np.arange(40).astype("M8[D]")[:, None]
    days[5] = "NaT"
    as_frame = InContextRegressor(1, random_state=0).fit(pd.DataFrame(days), np.arange(40)).predict(pd.DataFrame(days))
    assert InContextRegressor(1, random_state=0).fit(days, np.arange(40)).predict(days) == pytest.approx(as_frame)


def test_text_where_numbers_were_names_the_column(rows):
    X, y, new, _ = rows
    table = pd.DataFrame(X, columns=list("abcdef"))
    model = InContextClassifier(1, random_state=0).fit(table, y)
    new = pd.DataFrame(new, columns=list("abcdef"))
    assert len(model.predict(new.astype(object).assign(b=pd.NA))) == len(new)
    with pytest.raises(ValueError, match="column 'b' held numbers alone when the model was fitted"):
        model.predict(new.assign(b="many"))


def test_weights_of_rows_are_refused():
    assert not find_learner("in_context").takes_weights("binary")
    with pytest.raises(TypeError, match="sample_weight"):
        InContextClassifier().fit([[0.0], [1.0]], [0, 1], sample_weight=[1, 1])


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ({"n_columns": 61}, "more than 60 columns"),
        ({"n_classes": MOST_CLASSES + 1}, "more than 10 classes"),
        ({"n_rows": 5001}, "more than 5000 rows"),
        ({"n_columns": 60, "n_classes": MOST_CLASSES}, "None"),
    ],
)
def test_it_is_not_tried_beyond_what_it_was_trained_for(size, reason):
    configuration = make_configuration("in_context")
    assert str(configuration.why_not(task="multiclass", **{"n_rows": 500, **size})) == reason
