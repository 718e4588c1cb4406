"""`Architecture`: how large the network is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CELL_NUMBERS", "COLUMNS_PER_TOKEN", "HEAD_WIDTH", "ID_WIDTH", "N_CLASSES", "Architecture"]

# What every network of this kind shares, so that one program reads the weights of all.
N_CLASSES = 10
COLUMNS_PER_TOKEN = 2
CELL_NUMBERS = 9  # numbers that say what a cell holds
HEAD_WIDTH = 32
ID_WIDTH = 16  # random numbers by which tokens of a row are told apart


@dataclass(frozen=True)
class Architecture:
    """The size of a network.

    Attributes
    ----------
    cell_width, row_width : int
        Numbers per token where tokens are pairs of columns, and where they are rows; multiples of 32.
    n_cell_blocks, n_row_blocks : int
        How often tokens look at each other.
    expansion : int
        How many times as wide the hidden layers of the blocks are.
    n_bins : int
        Of the target in regression; 0 for a network that classifies only.
    """

    cell_width: int = 128
    n_cell_blocks: int = 3
    row_width: int = 192
    n_row_blocks: int = 5
    expansion: int = 2
    n_bins: int = 64

    def to_config(self) -> dict[str, int]:
        """Return the size under the short names that files of weights have."""
        config = {short: getattr(self, name) for short, name in _SHORT.items()}
        return config if self.n_bins else {short: size for short, size in config.items() if short != "bins"}

    @classmethod
    def from_config(cls, config: Mapping[str, int]) -> Architecture:
        """Return the architecture of a file of weights; one that says nothing of bins has none."""
        return cls(
            **{
                name: int(config[short]) if short != "bins" else int(config.get(short, 0))
                for short, name in _SHORT.items()
            }
        )


_SHORT = {
    "d": "cell_width",
    "cells": "n_cell_blocks",
    "D": "row_width",
    "rows": "n_row_blocks",
    "ffn": "expansion",
    "bins": "n_bins",
}
