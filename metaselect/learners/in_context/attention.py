"""Attention: each query takes the mean of values, weighted by how well their keys match it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["HEAD_WIDTH", "Memory", "attend", "normalized", "remember"]

HEAD_WIDTH = 32
# Scores of so many queries with all keys are held at a time: they stay in the processor's cache.
_SCORES_AT_ONCE = 200_000
_SMALLEST_SQUARE = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Memory:
    """Keys and values of the labeled rows, laid out as products need them.

    Attributes
    ----------
    keys : ndarray of float32 of shape (n_heads, 32, n_rows)
        Of the length of the square root of 32.
    values : ndarray of float32 of shape (n_heads, n_rows, 33)
        The last is 1: the sum of the weights comes with the product.
    """

    keys: np.ndarray
    values: np.ndarray


def normalized(x: np.ndarray, gain: np.ndarray | None = None) -> np.ndarray:
    """Return rows divided by the root of their mean square, times `gain`.

    Zhang and Sennrich (2019), Root mean square layer normalization.

    Parameters
    ----------
    x : ndarray of float32 of shape (n, width)
        Not changed.
    gain : ndarray of float32 of shape (width,), optional
        1 when not given.

    Examples
    --------
    >>> normalized(np.array([[3.0, 4.0]], dtype=np.float32))
    array([[0.8485..., 1.1313...]], dtype=float32)
    """
    squares = np.einsum("ij,ij->i", x, x)
    y = x * (1 / np.sqrt(squares / np.float32(x.shape[1]) + _SMALLEST_SQUARE))[:, None]
    return y if gain is None else np.multiply(y, gain, out=y)


def remember(keys: np.ndarray, values: np.ndarray) -> Memory:
    """Return keys and values as `attend` needs them.

    Parameters
    ----------
    keys, values : ndarray of float32 of shape (n_rows, n_heads, 32)
        The values may have another width.
    """
    n_rows, n_heads, width = values.shape
    with_one = np.ones((n_heads, n_rows, width + 1), np.float32)
    with_one[:, :, :width] = values.transpose(1, 0, 2)
    return Memory(np.ascontiguousarray(keys.transpose(1, 2, 0)), with_one)


def attend(queries: np.ndarray, memory: Memory) -> np.ndarray:
    """Return the mean of the values for each query, weighted by the exponential of its product with their keys.

    Vaswani et al. (2017), Attention is all you need.

    Parameters
    ----------
    queries : ndarray of float32 of shape (n, n_heads, 32)
        Queries and keys are of a fixed length, so scores are bounded and no maximum needs to be taken from them.
    memory : Memory
        The keys and values.

    Returns
    -------
    ndarray of float32 of shape (n, n_heads, width of the values)

    Examples
    --------
    >>> ones = np.ones((2, 1, 32), dtype=np.float32)
    >>> attend(ones, remember(ones, 3 * ones))[0, 0, :2].tolist()
    [3.0, 3.0]
    """
    n, n_heads, _ = queries.shape
    n_rows, width = memory.values.shape[1], memory.values.shape[2] - 1
    attended = np.empty((n, n_heads, width), np.float32)
    at_once = max(32, _SCORES_AT_ONCE // n_rows)
    scores = np.empty((min(n, at_once), n_rows), np.float32)
    by_head = np.ascontiguousarray(queries.transpose(1, 0, 2)) * np.float32(1 / np.sqrt(HEAD_WIDTH))
    for head in range(n_heads):
        for start in range(0, n, at_once):
            asked = by_head[head, start : start + at_once]
            weights = np.matmul(asked, memory.keys[head], out=scores[: len(asked)])
            np.exp(weights, out=weights)
            sums = weights @ memory.values[head]
            attended[start : start + at_once, head] = sums[:, :width] / sums[:, width:]
    return attended
