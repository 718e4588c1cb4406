import numpy as np
import pandas as pd
import pytest

from metaselect.learners import learners_for, make_configuration
from metaselect.learners.text import TextEncoder

RNG = np.random.default_rng(0)
GOOD, BAD = ("a fine film with a lovely story", "a dull film with a silly story")
N = 120
Y = np.arange(N) % 2


@pytest.fixture
def reviews():
    filler = np.array(["the", "plot", "and", "cast", "or", "music", "of", "this", "one", "were", "there", "again"])
    return pd.DataFrame(
        {"review": [f"{(BAD, GOOD)[y]} {' '.join(RNG.choice(filler, 6))} {i}" for i, y in enumerate(Y)]}
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [learner.name for learner in learners_for("binary")])
def test_every_learner_learns_from_a_table_of_text_alone(name, reviews):
    pipeline = make_configuration(name).build("binary").fit(reviews[:80], Y[:80])
    assert (pipeline.predict(reviews[80:]) == Y[80:]).mean() > 0.9


def test_regression_learns_from_text_beside_numbers(reviews):
    X = reviews.assign(size=RNG.normal(size=N))
    pipeline = make_configuration("ridge").build("regression").fit(X[:80], (Y + X["size"])[:80])
    assert pipeline.score(X[80:], (Y + X["size"])[80:]) > 0.9


def test_missing_and_unseen_texts_are_predicted(reviews):
    reviews.iloc[:9] = None
    pipeline = make_configuration("logistic_regression").build("binary").fit(reviews, Y)
    new = pd.DataFrame({"review": [None, "", "¿qué?", "😀", "zzz", np.nan]}, dtype=object)
    assert np.isfinite(pipeline.predict_proba(new)).all()


def test_what_a_column_is_does_not_change_with_the_rows_to_predict(reviews):
    pipeline = make_configuration("random_forest").build("binary").fit(reviews, Y)
    together = pipeline.predict_proba(reviews)
    alone = np.vstack([pipeline.predict_proba(reviews.iloc[[i]]) for i in range(5)])
    assert np.allclose(together[:5], alone)


def test_the_same_seed_gives_the_same_numbers(reviews):
    first, second = (TextEncoder(random_state=3).fit_transform(reviews) for _ in range(2))
    assert np.array_equal(first, second)
    encoder = TextEncoder(random_state=3).fit(reviews)
    assert np.allclose(encoder.transform(reviews), first)
    assert len(encoder.get_feature_names_out()) == first.shape[1]


def test_columns_share_a_bounded_number_of_components():
    texts = ["".join(RNG.choice(list("abcdefghijklmnopqrstuvwxyz "), 60)) for _ in range(1000)]
    assert TextEncoder().fit_transform(pd.DataFrame({"a": texts})).shape == (1000, 100)
    assert TextEncoder().fit_transform(pd.DataFrame({"a": texts, "b": texts})).shape == (1000, 100)


def test_directions_that_the_texts_do_not_span_hold_nothing():
    genres = np.array(["Action", "Drama", "Comedy", "War"])
    lists = pd.DataFrame(
        {"genres": [",".join(RNG.choice(genres, RNG.integers(1, 4), replace=False)) for _ in range(600)]}
    )
    Z = TextEncoder(scaled=True).fit_transform(lists)
    spread = Z.std(axis=0)
    assert np.all((spread == 0) | np.isclose(spread, 1))
    assert 4 <= (spread > 0).sum() < Z.shape[1]
    assert (np.linalg.svd(Z - Z.mean(axis=0), compute_uv=False) > 1e-6).sum() == (spread > 0).sum()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("texts", [["", " "], ["x"], ["same words"], ["ab", ""]], ids=str)
def test_texts_with_next_to_no_words_are_no_obstacle(texts):
    X = pd.DataFrame({"a": texts * (40 // len(texts)), "b": ["good film", "bad film"] * 20})
    kinds = {"a": "text", "b": "text"}
    for learner in ("logistic_regression", "decision_tree"):
        pipeline = make_configuration(learner).build("binary", kinds=kinds).fit(X, [1, 0] * 20)
        assert pipeline.predict(X).tolist() == [1, 0] * 20
        assert pipeline.predict(pd.DataFrame({"a": [None], "b": ["bad film"]})).tolist() == [0]


def test_a_table_without_text_has_the_same_steps_of_numbers_and_categories(raw_data):
    X, y = raw_data("binary")
    pipeline = make_configuration("logistic_regression").build("binary").fit(X, y)
    assert [name for name, _, columns in pipeline["columns"].transformers_ if len(columns)] == [
        "numeric",
        "categorical",
    ]
