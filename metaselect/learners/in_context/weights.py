"""The trained weights, read once when they are first used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

__all__ = ["WEIGHTS_FILE", "Weights", "packaged_weights", "read_weights"]

WEIGHTS_FILE = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True, eq=False)
class Weights:
    """The numbers that training left.

    Attributes
    ----------
    arrays : mapping of str to ndarray of float32
        By the names of the layers. Matrices have a row for each input, embeddings one for each thing embedded.
    n_cell_blocks, n_row_blocks : int
        How many blocks of each kind there are.
    """

    arrays: Mapping[str, np.ndarray]
    n_cell_blocks: int
    n_row_blocks: int

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]


@cache
def packaged_weights() -> Weights:
    """Return the weights that ship; they are read once in a process.

    Examples
    --------
    >>> packaged_weights().n_cell_blocks
    3
    """
    return read_weights(WEIGHTS_FILE)


def read_weights(path: Path) -> Weights:
    """Return the weights of a file that training wrote; nothing in it is executed.

    Parameters
    ----------
    path : Path
        An archive of arrays of float16, with the shape of the network as JSON under `config`.

    Examples
    --------
    >>> read_weights(WEIGHTS_FILE)["w_in"].dtype.name
    'float32'
    """
    with np.load(path, allow_pickle=False) as archive:
        shape = json.loads(str(archive["config"]))
        arrays = {name: archive[name].astype(np.float32) for name in archive.files if archive[name].dtype.kind == "f"}
    for name, array in arrays.items():
        if array.ndim == 2 and not name.startswith("e_"):  # training keeps a row for each output
            arrays[name] = np.ascontiguousarray(array.T)
    return Weights(arrays, shape["cells"], shape["rows"])
