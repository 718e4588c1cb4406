"""Free text as a few numbers, for the samples on which small models are tried and distances measured.

`learners/text.py` does this for models, with scikit-learn; here it is done by hand, as importing and fitting that would
take longer than all else, and what a dataset looks like must not change with the learners.
"""

from __future__ import annotations

import re
import zlib

import numpy as np

__all__ = ["N_TOPICS", "encode_texts", "words_of"]

N_TOPICS = 20
_N_WORDS = 4096
# Of each text; what it is about shows early.
_MOST_CHARACTERS = 1_000
_WORD = re.compile(r"\w+")


def encode_texts(values: np.ndarray) -> np.ndarray:
    """Return the place of each text among the main topics of all, (n_rows, n_topics); the origin where missing.

    Topics are the principal axes of the words' TF-IDF weights (latent semantic analysis). Words are hashed to 4,096
    places; each column is divided by the largest standard deviation.

    Source: Deerwester et al. (1990).

    Examples
    --------
    >>> encode_texts(np.array(["a good film", "a bad film", None, "good", "bad"], dtype=object)).shape
    (5, 3)
    """
    counts = np.zeros((len(values), _N_WORDS))
    for row, value in enumerate(values):
        if isinstance(value, str):
            for word in words_of(value):
                counts[row, zlib.crc32(word.encode("utf-8", "surrogatepass")) % _N_WORDS] += 1
    counts = counts[:, counts.any(axis=0)]
    weights = np.log1p(counts) * np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0))) + counts.astype(bool)
    norms = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    weights /= np.where(norms > 0, norms, 1.0)
    variances, topics = np.linalg.eigh(weights @ weights.T)  # of rows, which are fewer than words
    n_topics = min(N_TOPICS, int((variances > 1e-9 * max(variances.max(initial=0.0), 1e-9)).sum()))
    topics = topics[:, ::-1][:, :n_topics] * np.sqrt(variances[::-1][:n_topics])
    topics *= np.where(topics.sum(axis=0) < 0, -1.0, 1.0)  # an axis has no direction of its own
    return topics / max(topics.std(axis=0).max(initial=0.0), 1e-9)


def words_of(text: str) -> list[str]:
    """Return the words at the beginning of a text, in lower case."""
    return _WORD.findall(text[:_MOST_CHARACTERS].lower())
