"""An array of 16-bit floats as few bytes, which are checked when they are read: a learner may have sent them."""

from __future__ import annotations

import math
import struct
import zlib

import numpy as np

__all__ = ["PackedArrayError", "pack", "unpack"]

_MOST_DIMENSIONS = 2
# 20,000 rows of a thousand classes.
_MOST_VALUES = 20_000_000
_SIZE = struct.Struct("<I")


class PackedArrayError(Exception):
    """These bytes hold no array of finite 16-bit floats."""


def pack(values: np.ndarray) -> bytes:
    """Return the bytes that `unpack` makes the same array of.

    Parameters
    ----------
    values : ndarray of float16
        Of one or two dimensions.
    """
    # High bytes, which resemble one another, apart from low ones: a third less than both in turn.
    planes = np.frombuffer(values.astype("<f2").tobytes(), dtype=np.uint8).reshape(-1, 2).T
    shape = b"".join(_SIZE.pack(length) for length in values.shape)
    return bytes([values.ndim]) + shape + zlib.compress(planes.tobytes())


def unpack(packed: bytes) -> np.ndarray:
    """Return the array that was packed.

    Parameters
    ----------
    packed : bytes
        As of `pack`.

    Raises
    ------
    PackedArrayError
        If they are something else, or damaged.

    Examples
    --------
    >>> unpack(pack(np.array([[0.5, -2.0]], dtype=np.float16)))
    array([[ 0.5, -2. ]], dtype=float16)
    >>> unpack(b"something else")
    Traceback (most recent call last):
    ...
    metaselect.experiments._packed_array.PackedArrayError: these bytes hold no predictions
    """
    n_dimensions = packed[0] if packed else 0
    start = 1 + n_dimensions * _SIZE.size
    if not 1 <= n_dimensions <= _MOST_DIMENSIONS or len(packed) < start:
        raise PackedArrayError("these bytes hold no predictions")
    shape = [length for (length,) in _SIZE.iter_unpack(packed[1:start])]
    n_values = math.prod(shape)
    if n_values > _MOST_VALUES:
        raise PackedArrayError(f"there are {n_values} predictions, more than {_MOST_VALUES}")
    planes = _decompressed(packed[start:], 2 * n_values)
    values: np.ndarray = np.frombuffer(planes, dtype=np.uint8).reshape(2, -1).T.copy().view("<f2").reshape(shape)
    if not np.isfinite(values).all():
        raise PackedArrayError("predictions are not finite")
    return values.astype(np.float16, copy=False)


def _decompressed(compressed: bytes, n_bytes: int) -> bytes:
    """Return so many bytes, and never more, whatever the compressed ones would become."""
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(compressed, n_bytes + 1)
    except zlib.error as error:
        raise PackedArrayError("predictions are damaged") from error
    if len(content) != n_bytes or not reader.eof or reader.unused_data:
        raise PackedArrayError("predictions are damaged")
    return content
