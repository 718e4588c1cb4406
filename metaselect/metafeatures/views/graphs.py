"""What complexity is measured with: a tree that spans all rows, and points between rows."""

from __future__ import annotations

import numpy as np

__all__ = ["interpolate", "minimum_spanning_tree"]


def minimum_spanning_tree(distances: np.ndarray) -> np.ndarray:
    """Return the edges of the tree of least total distance, (n_rows - 1, 2), by Prim's algorithm.

    SciPy's takes a distance of 0 for a missing edge, so that equal rows would not be linked.

    Examples
    --------
    >>> positions = np.array([0.0, 5.0, 1.0])
    >>> minimum_spanning_tree(np.abs(positions[:, None] - positions)).tolist()
    [[0, 2], [2, 1]]
    """
    nearest = np.zeros(len(distances), dtype=int)
    distance = distances[0].copy()
    distance[0] = np.inf
    outside = np.ones(len(distances), dtype=bool)
    outside[0] = False
    edges = np.empty((len(distances) - 1, 2), dtype=int)
    for i in range(len(edges)):
        new = int(distance.argmin())
        edges[i] = nearest[new], new
        outside[new] = False
        closer = outside & (distances[new] < distance)
        nearest[closer] = new
        distance = np.where(closer, distances[new], distance)
        distance[new] = np.inf
    return edges


def interpolate(rows: np.ndarray) -> np.ndarray:
    """Return as many points as `rows` (n_rows, n_columns), each between two of them, chosen at random.

    The randomness is fixed: rows come in a random order already.

    Examples
    --------
    >>> interpolate(np.array([[0.0], [1.0]])).shape
    (2, 1)
    """
    rng = np.random.default_rng(len(rows))
    first, second = rng.integers(len(rows), size=(2, len(rows)))
    return rows[first] + (rows[second] - rows[first]) * rng.random(rows.shape)
