"""What learners predict, checked before it is scored: numbers of the right shape, probabilities where they are due."""

from __future__ import annotations

import numpy as np

__all__ = ["checked_numbers", "checked_probabilities"]

# Probabilities in single precision add up to 1 within a millionth for each class.
_TOLERANCE = 1e-3


def checked_numbers(predictions: object, n_rows: int) -> np.ndarray:
    """Return predicted numbers, (n_rows,).

    Parameters
    ----------
    predictions : array-like
        As a learner returned it.
    n_rows : int
        How many are due.

    Raises
    ------
    ValueError
        If they are no finite numbers, one for each row.

    Examples
    --------
    >>> checked_numbers([1, 2], 2)
    array([1., 2.])
    >>> checked_numbers([[1], [2]], 2)
    Traceback (most recent call last):
    ...
    ValueError: predictions have the shape (2, 1), not (2,)
    """
    return _checked(predictions, (n_rows,))


def checked_probabilities(predictions: object, n_rows: int, classes: object, n_classes: int) -> np.ndarray:
    """Return predicted probabilities of all classes, (n_rows, n_classes): 0 for those that the learner has not seen.

    Parameters
    ----------
    predictions : array-like
        As a learner returned it: a column for each class that it has seen.
    n_rows : int
        How many rows are due.
    classes : array-like
        Which classes it has seen, as numbers from 0, in the order of the columns.
    n_classes : int
        How many there are.

    Raises
    ------
    ValueError
        If they are not a share of 1 for each row and class.

    Examples
    --------
    >>> checked_probabilities([[0.25, 0.75]], 1, [0, 2], 3)
    array([[0.25, 0.  , 0.75]])
    >>> checked_probabilities([[0.0, 0.0]], 1, [0, 1], 2)
    Traceback (most recent call last):
    ...
    ValueError: predicted probabilities of a row add up to 0, not to 1
    """
    seen = np.asarray(classes)
    is_known = seen.ndim == 1 and seen.dtype.kind in "iub" and np.isin(seen, np.arange(n_classes)).all()
    if not is_known or len(np.unique(seen)) != len(seen):
        raise ValueError(f"classes_ of the learner are not among those that it was fitted on, 0 to {n_classes - 1}")
    shares = _checked(predictions, (n_rows, len(seen)))
    if (wrong := (shares < -_TOLERANCE) | (shares > 1 + _TOLERANCE)).any():
        raise ValueError(f"predicted probabilities are not between 0 and 1, such as {shares[wrong][0]:g}")
    sums = shares.sum(axis=1)
    if (wrong := np.abs(sums - 1) > _TOLERANCE).any():
        raise ValueError(f"predicted probabilities of a row add up to {sums[wrong][0]:g}, not to 1")
    probabilities = np.zeros((n_rows, n_classes))
    probabilities[:, seen] = shares
    return probabilities


def _checked(predictions: object, shape: tuple[int, ...]) -> np.ndarray:
    values = np.asarray(predictions)
    if values.shape != shape:
        raise ValueError(f"predictions have the shape {values.shape}, not {shape}")
    if values.dtype.kind not in "fiub":
        raise ValueError(f"predictions are of the type {values.dtype}, not real numbers")
    values = values.astype(float)
    if not np.isfinite(values).all():
        raise ValueError("predictions are not all finite")
    return values
