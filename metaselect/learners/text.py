"""Columns of free text become a bounded number of columns of numbers: TF-IDF, then truncated SVD.

| texts together       | are counted by                              | because                                       |
|----------------------|---------------------------------------------|-----------------------------------------------|
| up to 2 M characters | parts of words, two to four characters each | spelling varies in short texts; most accurate |
| more                 | whole words                                 | ten times as fast, and long texts have enough |

The most frequent 10,000 of these are kept. Everything is learned from the training rows: what is not known from there
is passed over later, and a text without anything known is the origin.

`metafeatures/views/text_encoding.py` does this once more, by hand: there a dataset is only described, fast, and
always in the same way, whatever becomes of the learners.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.utils.validation import check_is_fitted

from metaselect.seeding import seed_from

__all__ = ["TextEncoder", "make_text_steps"]

_MOST_CHARACTERS_FOR_PARTS = 2_000_000
_MOST_TERMS = 10_000
# Of all text columns together; one of very many gets at least a few.
_MOST_COMPONENTS = 100
_FEWEST_COMPONENTS = 4
_ROWS_PER_COMPONENT = 10
# Components of texts, each of length 1, are at most 1.
_DECIMALS = 9


def make_text_steps(texts: pd.Series, n_columns: int, scaled: bool, random_state: int) -> Pipeline | None:
    """Return the unfitted pipeline from texts to numbers, None where there is no word or nothing that varies.

    Parameters
    ----------
    texts : Series of str
        Of the training rows, none missing.
    n_columns : int
        How many columns of text there are, which share the number of components.
    scaled : bool
        Whether the components are to have standard deviation 1.
    random_state : int
        Seeds the singular value decomposition.

    Examples
    --------
    >>> make_text_steps(pd.Series(["good", "bad", "not good"] * 20), 1, False, 0)[1].n_components
    6
    >>> make_text_steps(pd.Series(["", " "]), 1, False, 0)
    """
    if texts.nunique() < 2:
        return None
    short = texts.str.len().sum() <= _MOST_CHARACTERS_FOR_PARTS
    how = {"analyzer": "char_wb", "ngram_range": (2, 4)} if short else {}
    counter = TfidfVectorizer(**how, max_features=_MOST_TERMS, sublinear_tf=True)
    # A few words, each in many rows, have fewer terms than would be components.
    n_terms = _count_terms(counter, texts)
    if n_terms == 0:
        return None
    n_components = min(_MOST_COMPONENTS, len(texts) // _ROWS_PER_COMPONENT) // n_columns
    n_components = min(max(n_components, _FEWEST_COMPONENTS), n_terms)
    svd = TruncatedSVD(n_components, random_state=seed_from(random_state, "text"))
    # Few different words span fewer directions. What the others hold is error of rounding, which scaling would blow up.
    to_zero = FunctionTransformer(np.round, kw_args={"decimals": _DECIMALS}, feature_names_out="one-to-one")
    return make_pipeline(counter, svd, to_zero, *([StandardScaler()] if scaled else []))


def _count_terms(counter: TfidfVectorizer, texts: pd.Series) -> int:
    """Return how many different terms the texts have; no more are counted than could matter."""
    analyze = counter.build_analyzer()
    terms: set[str] = set()
    for text in texts.unique():
        if len(terms) >= _MOST_COMPONENTS:
            break
        terms.update(analyze(text))
    return len(terms)


class TextEncoder(TransformerMixin, BaseEstimator):
    """Each column of free text becomes its place among the topics of the training rows' texts.

    Parameters
    ----------
    scaled : bool
        Whether the columns that result are to have standard deviation 1.
    random_state : int
        Seeds the singular value decompositions.

    Attributes
    ----------
    encoders_ : dict of str to Pipeline
        Of each column; those without a word, or with one text alone, in the training rows are left out.

    Examples
    --------
    >>> reviews = pd.DataFrame({"review": ["a good film", "a bad film", "", "good", "bad"] * 10})
    >>> TextEncoder().fit_transform(reviews).shape
    (50, 5)
    """

    def __init__(self, scaled: bool = False, random_state: int = 0):
        self.scaled = scaled
        self.random_state = random_state

    def fit(self, X: pd.DataFrame, y=None):
        """Learn the terms and topics of each column."""
        self.fit_transform(X)
        return self

    def fit_transform(self, X: pd.DataFrame, y=None) -> np.ndarray:
        """Learn, and return the numbers of each text, (n_rows, n_components of all columns)."""
        steps = {name: make_text_steps(X[name], X.shape[1], self.scaled, self.random_state) for name in X.columns}
        self.encoders_ = {name: pipeline for name, pipeline in steps.items() if pipeline is not None}
        return _stacked([encoder.fit_transform(X[name]) for name, encoder in self.encoders_.items()], len(X))

    def transform(self, X: pd.DataFrame) -> np.ndarray:
        """Return the numbers of each text, (n_rows, n_components of all columns)."""
        check_is_fitted(self)
        return _stacked([encoder.transform(X[name]) for name, encoder in self.encoders_.items()], len(X))

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        """Return a name for each number: that of the column and of its topic."""
        check_is_fitted(self)
        return np.array(
            [f"{name}_{i}" for name, encoder in self.encoders_.items() for i in range(encoder[1].components_.shape[0])],
            dtype=object,
        )


def _stacked(blocks: list[np.ndarray], n_rows: int) -> np.ndarray:
    return np.hstack(blocks) if blocks else np.zeros((n_rows, 1))
