"""What happens to tokens between two looks: on a GPU each piece is compiled to a few kernels.

Pieces take flat tokens (n_tokens, width). Queries and keys have a fixed length, so that scores are bounded. Pieces call
methods of tensors alone, which can be compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.architecture import HEAD_WIDTH

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["keys_values", "normalize", "piece", "queries", "queries_after", "queries_keys_values", "think", "to_heads"]


def queries_keys_values(x: Tensor, gain: Tensor, weights: Tensor, scale: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return queries, keys and values by head: (n_tokens, n_heads, 32)."""
    q, k, v = (normalize(x, gain) @ weights.t()).chunk(3, -1)
    return normalize(to_heads(q)) * scale[:, None], normalize(to_heads(k)), to_heads(v)


def keys_values(x: Tensor, gain: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Return keys and values by head."""
    k, v = (normalize(x, gain) @ weights.t()).chunk(2, -1)
    return normalize(to_heads(k)), to_heads(v).contiguous()


def queries(x: Tensor, gain: Tensor, weights: Tensor, scale: Tensor) -> Tensor:
    """Return queries by head."""
    return normalize(to_heads(normalize(x, gain) @ weights.t())) * scale[:, None]


def queries_after(x: Tensor, seen: Tensor, gain: Tensor, weights: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Return tokens with what they have seen, and their next queries."""
    x = x + seen
    return x, queries(x, gain, weights, scale)


def think(x: Tensor, seen: Tensor, gain: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """Return tokens with what they have seen and what they make of it, each for itself."""
    x = x + seen
    return x + (normalize(x, gain) @ first.t()).relu().square() @ second.t()


def normalize(x: Tensor, gain: Tensor | None = None) -> Tensor:
    """Return vectors whose root mean square is 1, computed in 32 bits, times a gain."""
    wide = x.float()
    y = (wide * (wide.square().mean(-1, keepdim=True) + 1e-6).rsqrt()).to(x.dtype)
    return y if gain is None else y * gain


def to_heads(x: Tensor) -> Tensor:
    """Return the last axis divided into heads: (..., n_heads, 32)."""
    return x.reshape(*x.shape[:-1], -1, HEAD_WIDTH)


def piece(function: Callable, x: Tensor) -> Callable:
    """Return a piece as it is best run where `x` is: as it is written, or while a GPU learns compiled for its width.

    Parameters
    ----------
    function : callable
        One of those above.
    x : Tensor of shape (n_tokens, width)
        What it will be given first.
    """
    return _compiled(function, x.shape[-1]) if x.is_cuda and torch.is_grad_enabled() else function


@cache
def _compiled(function: Callable, width: int) -> Callable:
    """Return a compiled piece for tokens of a width, whatever their number.

    One that cannot be compiled runs as it is written: that is slower, and no reason to stop.
    """
    torch._dynamo.config.suppress_errors = True
    # A function of its own for each width: two widths in one would be compiled again and again.
    own_name = f"{function.__name__}_{width}"
    code = function.__code__.replace(co_name=own_name)
    call = torch.compile(FunctionType(code, function.__globals__, own_name), dynamic=None)

    def with_any_number_of_tokens(*tensors: Tensor) -> Tensor:
        for tensor in tensors[:2]:
            if tensor.dim() == 2:
                torch._dynamo.maybe_mark_dynamic(tensor, 0)
        return call(*tensors)

    return with_any_number_of_tokens
