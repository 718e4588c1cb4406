import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, find_role
from metaselect.data.columns.free_text import FreeText
from metaselect.learners.table_cleaner import TableCleaner

RNG = np.random.default_rng(0)
WORDS = ["film", "was", "good", "bad", "long", "short", "and", "never", "dull", "again", "a", "story", "of", "people"]
REVIEWS = [" ".join(RNG.choice(WORDS, RNG.integers(3, 12))) for _ in range(80)]
NAMES = [f"{a}{i} {b}{i} of House{i}" for i, (a, b) in enumerate(zip("abcd" * 20, "efgh" * 20, strict=True))]
TEXT = {
    "reviews": REVIEWS,
    "reviews with gaps": [review if i % 3 else None for i, review in enumerate(REVIEWS)],
    "a third repeated": [REVIEWS[i % 50] for i in range(80)],
    "lists": [", ".join(RNG.choice(["action", "drama", "war", "crime"], 3, replace=False)) for _ in range(400)],
    "Japanese": ["".join(RNG.choice(list("この映画はとても良かった悪かった長い"), 15)) for _ in range(80)],
}
NO_TEXT = {
    "few long answers": ["Strongly agree with all of it", "I do not agree at all with it"] * 40,
    "single words": [f"word{i}" for i in range(80)],
    "words of their own": NAMES,
    "numbers": list(range(80)),
    "pandas category": pd.Categorical(REVIEWS),
    "names of people": [f"Smith{i}, John" if i % 2 else f"Doe{i}, Jane" for i in range(80)],
    "towns": [f"town{i}, {'France' if i % 3 else 'Spain'}" for i in range(80)],
    "few lists": ["a|b", "b|a", "a", "b"] * 20,
    "mixture": [*REVIEWS[:-1], 1.5],
    "missing": [None] * 80,
}


@pytest.mark.parametrize("values", TEXT.values(), ids=TEXT)
def test_sentences_are_free_text(values):
    assert FreeText.recognize(pd.Series(values)) is not None


@pytest.mark.parametrize("values", NO_TEXT.values(), ids=NO_TEXT)
def test_names_and_categories_are_not(values):
    assert FreeText.recognize(pd.Series(values)) is None


def test_the_answer_does_not_depend_on_the_order_of_rows():
    long = pd.Series([f"{a} {b}" for a in REVIEWS for b in REVIEWS])
    assert FreeText.recognize(long) is not None
    assert FreeText.recognize(long.sample(frac=1, random_state=0)) is not None


def kinds_of(cleaner):
    return {name: column_type.kind for name, column_type in cleaner.types_.items()}


def test_dataset_role_and_pipeline_agree_and_the_user_is_told():
    X = pd.DataFrame({"review": REVIEWS, "kind": ["a", "b"] * 40})
    dataset = Dataset.from_arrays(X, [0, 1] * 40)
    assert dataset.text_columns == ("review",)
    assert any(str(note).startswith("review holds free text") for note in dataset.notes)
    assert find_role(X["review"]).role == "text"
    assert (
        kinds_of(TableCleaner().fit(X))
        == kinds_of(TableCleaner().fit(dataset.X))
        == {"review": "text", "kind": "categorical"}
    )


def test_what_the_user_says_goes():
    X = pd.DataFrame({"review": REVIEWS, "kind": ["a", "b"] * 40})
    dataset = Dataset.from_arrays(X, [0, 1] * 40, kinds={"review": "categorical", "kind": "text"})
    assert dataset.text_columns == dataset.take(np.arange(60)).text_columns == ("kind",)
    assert kinds_of(TableCleaner(dataset.kinds).fit(dataset.X)) == {"review": "categorical", "kind": "text"}
