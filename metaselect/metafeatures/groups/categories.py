"""How categorical columns are made, and which of them are text.

Counts of categories are exact; text is looked at in at most 1,000 distinct values of a column and 20 columns, by their
order as text. Undefined without categorical columns, and where one has no known value.

There are two ideas of text here: values of three words or more on average, `text_columns_share`, which is older and
looks at every categorical column; and columns that learners read as free text, `free_text_share` and what follows it.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.distributions import entropy
from metaselect.metafeatures.views.encoding import values_of
from metaselect.metafeatures.views.once import once
from metaselect.metafeatures.views.text_encoding import words_of

_SHARE = (0, 1)
_UNBOUNDED = (0, np.inf)
_MAX_TEXTS = 1_000
_MAX_TEXT_COLUMNS = 20
# Distinct values of at least this many words on average are text rather than names of categories.
_TEXT_WORDS = 3.0


@metafeature(group="categories", bounds=_SHARE, is_array=True)
def category_entropy(view):
    """Entropy of the categories of each categorical column divided by its maximum.

    1 for equally frequent categories; 0 for a single one. Undefined without categorical columns.
    Source: Michie, Spiegelhalter & Taylor (1994), on attribute entropy.
    """
    known = [counts for counts in view.counts.categories if counts.sum()]
    return np.array([entropy(counts) / np.log2(max(len(counts), 2)) for counts in known])


@metafeature(group="categories", bounds=_SHARE, is_array=True)
def largest_category_share(view):
    """Share of the most frequent category of each categorical column.

    Of the known values; near 1 where a column hardly varies. Undefined without categorical columns.
    Source: Engels & Theusinger (1998), on distributions of symbols.
    """
    return np.array([counts.max() / counts.sum() for counts in view.counts.categories if counts.sum()])


@metafeature(group="categories", bounds=_SHARE, is_array=True)
def single_row_categories_share(view):
    """Share of categories with a single row in each categorical column.

    1 for names and identifiers. Undefined without categorical columns.
    Source: Micci-Barreca (2001), on high-cardinality columns.
    """
    return np.array([np.mean(counts == 1) for counts in view.counts.categories if len(counts)])


@metafeature(group="categories", bounds=_SHARE, is_array=True)
def distinct_categories_share(view):
    """Share of distinct values among the known ones of each categorical column.

    1 where every row has a category of its own. Undefined without categorical columns.
    Source: Micci-Barreca (2001), on high-cardinality columns.
    """
    return np.array([len(counts) / counts.sum() for counts in view.counts.categories if counts.sum()])


@metafeature(group="categories", bounds=_SHARE)
def many_categories_share(view):
    """Share of categorical columns with more than thirty categories.

    One-hot encoding makes them wide. Undefined without categorical columns.
    Source: Cerda, Varoquaux & Kégl (2018), on high-cardinality columns.
    """
    return np.sum([len(counts) > 30 for counts in view.counts.categories]) / np.float64(len(view.counts.categories))


@metafeature(group="categories", bounds=_SHARE)
def text_columns_share(view):
    """Share of columns that hold text.

    Categorical columns whose distinct values have three words or more on average, of all columns; 0 without any.
    Source: Cerda & Varoquaux (2022), on string columns.
    """
    counts = [words.mean() for _, words, _ in _texts(view)]
    n_categorical = sum(not numeric for numeric in view.order.is_numeric.values())
    share_of_looked_at = np.mean(np.array(counts) >= _TEXT_WORDS) if counts else 0.0
    return share_of_looked_at * n_categorical / view.n_columns


@metafeature(group="categories", bounds=_UNBOUNDED, is_array=True)
def log_text_length(view):
    """Logarithm of the mean length of the texts in each categorical column.

    In characters, to base 10, of 1 more; of distinct values. Undefined without categorical columns.
    Source: Cerda & Varoquaux (2022), on string columns.
    """
    return np.array([np.log10(1 + lengths.mean()) for lengths, _, _ in _texts(view)])


@metafeature(group="categories", bounds=_UNBOUNDED, is_array=True)
def log_text_words(view):
    """Logarithm of the mean number of words in each categorical column.

    To base 10, of 1 more; of distinct values. Undefined without categorical columns.
    Source: Cerda & Varoquaux (2022), on string columns.
    """
    return np.array([np.log10(1 + words.mean()) for _, words, _ in _texts(view)])


@metafeature(group="categories", bounds=_SHARE, is_array=True)
def text_digit_share(view):
    """Share of digits among the characters of each categorical column.

    High for codes, dates and numbers with units; of distinct values. Undefined without categorical columns.
    Source: Cerda & Varoquaux (2022), on string columns.
    """
    return np.array([digits.sum() / lengths.sum() for lengths, _, digits in _texts(view) if lengths.sum()])


@metafeature(group="categories", bounds=_SHARE)
def free_text_share(view):
    """Share of columns that are read as free text.

    By the rule of the learners' pipelines (`metaselect.data.columns.free_text`), or as the user said; 0 without any.
    Source: Cerda & Varoquaux (2022), on string columns.
    """
    return len(view.dataset.text_columns) / view.n_columns


@metafeature(group="categories", bounds=_UNBOUNDED, is_array=True)
def log_free_text_words(view):
    """Logarithm of the mean number of words of the texts in each column of free text.

    To base 10, of 1 more; of the first 1,000 characters of at most 1,000 distinct texts. Undefined without free text.
    Source: Cerda & Varoquaux (2022), on string columns.
    """
    return np.array([np.log10(1 + np.mean([len(words) for words in texts])) for texts in _words(view)])


@metafeature(group="categories", bounds=_UNBOUNDED, is_array=True)
def log_vocabulary(view):
    """Logarithm of the number of different words in each column of free text.

    To base 10, of 1 more; in the first 1,000 characters of at most 1,000 distinct texts. Undefined without free text.
    Source: Heaps (1978), on the growth of vocabularies.
    """
    return np.array([np.log10(1 + len(set().union(*texts))) for texts in _words(view)])


@metafeature(group="categories", bounds=_SHARE, is_array=True)
def new_words_share(view):
    """Share of words that occur in a single text in each column of free text.

    Of all different words; near 1 where every text has words of its own, so that little is learned from others. In the
    first 1,000 characters of at most 1,000 distinct texts. Undefined without free text.
    Source: Baayen (2001), on words that occur once.
    """
    shares = []
    for texts in _words(view):
        counts = Counter(word for words in texts for word in set(words))
        shares.append(np.mean([n == 1 for n in counts.values()]) if counts else np.nan)
    return np.array(shares)


@once
def _words(view) -> list[list[list[str]]]:
    """Words of distinct texts of each column of free text."""
    columns = [column for column in view.sample.columns if column in view.dataset.text_columns][:_MAX_TEXT_COLUMNS]
    return [[words_of(text) for text in _distinct(view, column)] for column in columns]


@once
def _texts(view) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Characters, words and digits of the distinct values of each categorical column."""
    categorical = [column for column in view.sample.columns if not view.order.is_numeric[column]][:_MAX_TEXT_COLUMNS]
    measured = []
    for column in categorical:
        texts = _distinct(view, column)
        if texts:
            characters, words, digits = zip(*map(_count, texts), strict=True)
            measured.append((np.array(characters), np.array(words), np.array(digits)))
    return measured


def _distinct(view, column: str) -> list[str]:
    texts = sorted({value for value in values_of(view.dataset, column, view.sample.rows) if isinstance(value, str)})
    return [texts[i] for i in np.linspace(0, max(len(texts) - 1, 0), min(len(texts), _MAX_TEXTS)).astype(int)]


def _count(text: str) -> tuple[int, int, int]:
    return len(text), len(text.split()), len(re.findall(r"[0-9]", text))
