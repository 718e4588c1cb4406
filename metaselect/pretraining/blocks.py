"""The blocks of the network: tokens look at each other, then each thinks for itself.

Tokens are rows of a flat tensor (n_tokens_in_all, width). Scores over labeled rows grow with the logarithm of how many
there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.architecture import HEAD_WIDTH
from metaselect.pretraining.pieces import keys_values, piece, queries, queries_after, queries_keys_values, think

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["cell_block", "look", "row_block", "sharpness"]


def cell_block(x: Tensor, weights: Mapping[str, Tensor], shape: tuple[int, int, int], n_train: int) -> Tensor:
    """Return tokens of cells after they have looked along their row, then along their column.

    Parameters
    ----------
    x : Tensor of shape (n_tasks * n_rows * n_tokens, width)
        The label's token is the last of each row.
    weights : mapping of str to Tensor
        Of this block.
    shape : tuple of int
        Numbers of tasks, rows and tokens.
    n_train : int
        Only these first rows are looked at.
    """
    n_tasks, n_rows, n_tokens = shape
    q, k, v = piece(queries_keys_values, x)(x, weights["g1"], weights["wqkv"], weights["s1"])
    seen = _look_along_rows(q, k, v, n_tasks * n_rows, n_tokens) @ weights["wo1"].t()
    scale = sharpness(weights["s2"], n_train)
    x, q = piece(queries_after, x)(x, seen, weights["g2"], weights["wq"], scale)
    return _look_at_labeled(x, q, weights, shape, n_train)


def row_block(x: Tensor, weights: Mapping[str, Tensor], shape: tuple[int, int], n_train: int) -> Tensor:
    """Return tokens of rows after they have looked at the labeled rows.

    Parameters
    ----------
    x : Tensor of shape (n_tasks * n_rows, width)
        The rows.
    weights : mapping of str to Tensor
        Of this block.
    shape : tuple of int
        Numbers of tasks and rows.
    n_train : int
        Only these first rows are looked at.
    """
    q = piece(queries, x)(x, weights["g2"], weights["wq"], sharpness(weights["s2"], n_train))
    return _look_at_labeled(x, q, weights, (*shape, 1), n_train)


def look(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """Return what each query sees of the values: the usual attention."""
    return torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)


def sharpness(scale: Tensor, n_train: int) -> Tensor:
    """Return a factor for each head: among more rows one has to look more sharply."""
    return scale * (math.log(n_train) / math.log(256.0))


def _look_at_labeled(
    x: Tensor, q: Tensor, weights: Mapping[str, Tensor], shape: tuple[int, int, int], n_train: int
) -> Tensor:
    n_tasks, n_rows, n_tokens = shape
    width = x.shape[1]
    n_heads = n_tokens * width // HEAD_WIDTH  # each token of a row looks at the tokens of its own column alone
    labeled = x.view(n_tasks, n_rows, n_tokens * width)[:, :n_train].reshape(-1, width)
    k, v = piece(keys_values, x)(labeled, weights["g2"], weights["wkv"])
    q = q.view(n_tasks, n_rows, n_heads, HEAD_WIDTH).transpose(1, 2)
    k, v = (a.view(n_tasks, n_train, n_heads, HEAD_WIDTH).transpose(1, 2) for a in (k, v))
    seen = look(q, k, v).transpose(1, 2).reshape(-1, width) @ weights["wo2"].t()
    return piece(think, x)(x, seen, weights["g3"], weights["w1"], weights["w2"])


def _look_along_rows(q: Tensor, k: Tensor, v: Tensor, n_rows: int, n_tokens: int) -> Tensor:
    """Return what tokens see of the tokens of their row, from flat (n_rows * n_tokens, n_heads, 32)."""
    n_heads = q.shape[1]
    n_packed = _rows_to_pack(n_rows, n_tokens) if q.is_cuda else 1
    q, k, v = (
        a.reshape(n_rows // n_packed, n_packed * n_tokens, n_heads, HEAD_WIDTH).transpose(1, 2) for a in (q, k, v)
    )
    mask = _own_row_only(n_packed, n_tokens, q.device, q.dtype) if n_packed > 1 else None
    return look(q, k, v, mask).transpose(1, 2).reshape(n_rows * n_tokens, n_heads * HEAD_WIDTH)


def _rows_to_pack(n_rows: int, n_tokens: int) -> int:
    """Return how many rows go together: kernels of GPUs are slow on many short sequences."""
    return next((n for n in (32, 16, 8, 4, 2) if n * n_tokens <= 128 and n_rows % n == 0), 1)


@cache
def _own_row_only(n_packed: int, n_tokens: int, device, dtype) -> Tensor:
    """Return a mask that parts rows which go together, kept: recorded steps read it again."""
    n = n_packed * n_tokens
    row = torch.arange(n, device=device) // n_tokens
    # Its lines are padded to 16 elements: an unaligned mask would be copied for each sequence.
    mask = torch.full((1, 1, n, -(-n // 16) * 16), float("-inf"), device=device, dtype=dtype)
    mask[0, 0, :, :n] = torch.where(row[:, None] == row[None], 0.0, float("-inf")).to(dtype)
    return mask[..., :n]
