"""The forward pass: cells attend to the cells of their row and of their column, then rows to rows, then labels vote.

The tokens of a row are its columns in pairs, and its label. A block of cells lets the tokens of a row look at each
other, then the tokens of a column at those of the labeled rows. What is left of a row after these blocks is its label's
token beside the mean of the others; blocks of rows go on with that alone. At the end labeled rows vote by how well they
match, and a small perceptron adds what it knows. Labeled rows never look at others: what they leave for the rows to
come is kept, and rows are predicted one apart from the other.

The shape is that of TabPFN v2 (Hollmann et al., 2025, Accurate predictions on small data with a tabular foundation
model) with rows read apart after a few blocks, as in TabICL (Qu et al., 2025).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.learners.in_context.attention import HEAD_WIDTH, Memory, attend, normalized, remember
from metaselect.learners.in_context.weights import Weights

__all__ = ["ID_WIDTH", "MOST_CLASSES", "Context", "logits_of", "read_context"]

MOST_CLASSES = 10
ID_WIDTH = 16
# Rows that go through the network together: memory is bounded, and rounding does not depend on how many rows there are.
_ROWS_AT_ONCE = 64
# The share of votes that a class without any is taken to have.
_LEAST_VOTE = np.float32(2e-3)
# The number of labeled rows at which the sharpness of attention is that of the weights.
_USUAL_ROWS = 256.0
_IMPOSSIBLE = np.float32(-1e4)


@dataclass(frozen=True, eq=False)
class Context:
    """What the labeled rows leave for the rows to come.

    Attributes
    ----------
    ids : ndarray of float32 of shape (n_tokens, 16)
        Random vectors by which the columns are told apart.
    memories : list of Memory
        Of each block, those of cells first; the last is that of the votes.
    sharpness : float
        By what scores are multiplied: more rows ask for sharper attention.
    is_absent : ndarray of bool of shape (10,)
        Which classes no labeled row has.
    """

    ids: np.ndarray
    memories: Sequence[Memory]
    sharpness: np.float32
    is_absent: np.ndarray


def read_context(weights: Weights, cells: np.ndarray, labels: np.ndarray, ids: np.ndarray) -> Context:
    """Read labeled rows, and return what they leave for the rows to come.

    Parameters
    ----------
    weights : Weights
        Of the trained network.
    cells : ndarray of float32 of shape (n_rows, n_tokens, 18)
        As of `make_cells`.
    labels : ndarray of int of shape (n_rows,)
        From 0 to 9.
    ids : ndarray of float32 of shape (n_tokens, 16)
        Vectors drawn at random, normal.
    """
    sharpness = np.float32(math.log(len(labels)) / math.log(_USUAL_ROWS))
    x = _tokens(weights, cells, ids, weights["e_y"][labels])
    memories = []
    for block in _cell_blocks(weights):
        x = _look_along_row(weights, block, x)
        memories.append(_memory_of(weights, block, x))
        x = _look_at_rows(weights, block, x, memories[-1], sharpness)
    x = _rows(weights, x) + weights["e_row"][labels]
    for block in _row_blocks(weights):
        memories.append(_memory_of(weights, block, x[:, None]))
        x = _look_at_rows(weights, block, x[:, None], memories[-1], sharpness)[:, 0]
    keys = _heads(normalized(x, weights["g_out"]) @ weights["w_vk"])
    votes = np.zeros((len(labels), keys.shape[1], MOST_CLASSES), np.float32)
    votes[np.arange(len(labels)), :, labels] = 1
    memories.append(remember(keys, votes))
    return Context(ids, memories, sharpness, np.bincount(labels, minlength=MOST_CLASSES) == 0)


def logits_of(weights: Weights, context: Context, cells: np.ndarray) -> np.ndarray:
    """Return the logarithm of how likely each class is, up to a constant.

    Parameters
    ----------
    weights : Weights
        Those that read the context.
    context : Context
        What the labeled rows left.
    cells : ndarray of float32 of shape (n_rows, n_tokens, 18)
        Of the rows to predict.

    Returns
    -------
    ndarray of float32 of shape (n_rows, 10)
        Very low for classes that no labeled row has.
    """
    logits = np.empty((len(cells), MOST_CLASSES), np.float32)
    for start in range(0, len(cells), _ROWS_AT_ONCE):
        part = cells[start : start + _ROWS_AT_ONCE]
        full = np.zeros((_ROWS_AT_ONCE, *part.shape[1:]), np.float32)
        full[: len(part)] = part
        logits[start : start + _ROWS_AT_ONCE] = _logits(weights, context, full)[: len(part)]
    return logits


def _logits(weights: Weights, context: Context, cells: np.ndarray) -> np.ndarray:
    memories = iter(context.memories)
    x = _tokens(weights, cells, context.ids, weights["e_y"][MOST_CLASSES])
    for block in _cell_blocks(weights):
        x = _look_along_row(weights, block, x)
        x = _look_at_rows(weights, block, x, next(memories), context.sharpness)
    x = _rows(weights, x) + weights["e_row"][MOST_CLASSES]
    for block in _row_blocks(weights):
        x = _look_at_rows(weights, block, x[:, None], next(memories), context.sharpness)[:, 0]
    x = normalized(x, weights["g_out"])
    queries = _heads(x @ weights["w_vq"]) * (weights["s_v"] * context.sharpness)[:, None]
    votes = attend(queries, next(memories))
    logits = (np.log(votes + _LEAST_VOTE) * weights["w_vote"][None, :, None]).sum(axis=1)
    logits += _squared_relu(x @ weights["w_m1"]) @ weights["w_m2"]
    logits[:, context.is_absent] = _IMPOSSIBLE
    return logits


def _cell_blocks(weights: Weights) -> list[str]:
    return [f"cells.{i}." for i in range(weights.n_cell_blocks)]


def _row_blocks(weights: Weights) -> list[str]:
    return [f"rows.{i}." for i in range(weights.n_row_blocks)]


def _tokens(weights: Weights, cells: np.ndarray, ids: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the tokens of rows, of shape (n_rows, n_tokens + 1, width); the last is that of the label."""
    n_rows, n_tokens, n_numbers = cells.shape
    x = np.empty((n_rows, n_tokens + 1, weights["w_in"].shape[1]), np.float32)
    embedded = cells.reshape(n_rows * n_tokens, n_numbers) @ weights["w_in"]
    x[:, :n_tokens] = embedded.reshape(n_rows, n_tokens, -1) + ids @ weights["w_id"]
    x[:, n_tokens] = labels
    return x


def _heads(y: np.ndarray) -> np.ndarray:
    """Return rows of shape (n, width) as normalized heads of shape (n, n_heads, 32)."""
    return normalized(y.reshape(-1, HEAD_WIDTH)).reshape(len(y), -1, HEAD_WIDTH)


def _look_along_row(weights: Weights, block: str, x: np.ndarray) -> np.ndarray:
    """The tokens of a row look at each other."""
    n_rows, n_tokens, width = x.shape
    shape = (n_rows, n_tokens, width // HEAD_WIDTH, HEAD_WIDTH)
    flat = x.reshape(-1, width)
    y = normalized(flat, weights[block + "g1"]) @ weights[block + "wqkv"]
    scale = (weights[block + "s1"] / np.float32(math.sqrt(HEAD_WIDTH)))[:, None]
    queries = np.ascontiguousarray((_heads(y[:, :width]) * scale).reshape(shape).transpose(0, 2, 1, 3))
    keys = np.ascontiguousarray(_heads(y[:, width : 2 * width]).reshape(shape).transpose(0, 2, 3, 1))
    values = np.ascontiguousarray(y[:, 2 * width :].reshape(shape).transpose(0, 2, 1, 3))
    scores = queries @ keys
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    attended = (scores @ values).transpose(0, 2, 1, 3).reshape(-1, width)
    return (flat + attended @ weights[block + "wo1"]).reshape(x.shape)


def _memory_of(weights: Weights, block: str, x: np.ndarray) -> Memory:
    """Return the keys and values of labeled rows, each token's heads apart."""
    n_rows, n_tokens, width = x.shape
    y = normalized(x.reshape(-1, width), weights[block + "g2"]) @ weights[block + "wkv"]
    shape = (n_rows, n_tokens * width // HEAD_WIDTH, HEAD_WIDTH)
    return remember(_heads(y[:, :width]).reshape(shape), y[:, width:].reshape(shape))


def _look_at_rows(weights: Weights, block: str, x: np.ndarray, memory: Memory, sharpness: np.float32) -> np.ndarray:
    """The tokens of a column look at those of the labeled rows; then each goes through a perceptron."""
    n_rows, n_tokens, width = x.shape
    flat = x.reshape(-1, width)
    queries = _heads(normalized(flat, weights[block + "g2"]) @ weights[block + "wq"])
    queries *= (weights[block + "s2"] * sharpness)[:, None]
    attended = attend(queries.reshape(n_rows, n_tokens * width // HEAD_WIDTH, HEAD_WIDTH), memory)
    flat = flat + attended.reshape(-1, width) @ weights[block + "wo2"]
    flat += _squared_relu(normalized(flat, weights[block + "g3"]) @ weights[block + "w1"]) @ weights[block + "w2"]
    return flat.reshape(x.shape)


def _squared_relu(x: np.ndarray) -> np.ndarray:
    np.maximum(x, 0, out=x)
    return np.multiply(x, x, out=x)


def _rows(weights: Weights, x: np.ndarray) -> np.ndarray:
    """Return what is left of each row: the token of its label beside the mean of the others, of shape (n, width)."""
    joined = np.concatenate([x[:, -1], x[:, :-1].mean(axis=1)], axis=-1)
    return normalized(joined, weights["g_join"]) @ weights["w_join"]
