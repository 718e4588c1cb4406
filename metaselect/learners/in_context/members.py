"""The members of an ensemble: the same network reads the same rows in different ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from metaselect.learners.in_context.cells import COLUMNS_PER_TOKEN, ColumnScales, learn_scales, make_cells
from metaselect.learners.in_context.network import ID_WIDTH, Context, logits_of, read_context
from metaselect.learners.in_context.weights import packaged_weights

__all__ = ["Member", "draw_members", "probabilities_of", "reading"]

# Rows whose cells are made at a time.
_ROWS_AT_ONCE = 1024


@dataclass(frozen=True, eq=False)
class Member:
    """One way to read a table.

    Attributes
    ----------
    columns : ndarray of int of shape (n_columns,)
        The order in which the network sees them.
    classes : ndarray of int of shape (n_classes,)
        The number that each class has for the network.
    rows : ndarray of int of shape (n_kept,)
        The labeled rows that it reads.
    labels : ndarray of int of shape (n_kept,)
        Their classes.
    ids : ndarray of float32 of shape (n_tokens, 16)
        By which the network tells columns apart.
    use_normal_scores : bool
        Whether it sees normal scores in place of distances from the mean.
    scales : ColumnScales, optional
        What its rows say of each column; None until it has read them.
    context : Context, optional
        What its rows leave for the rows to come; None until it has read them.
    """

    columns: np.ndarray
    classes: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    ids: np.ndarray
    use_normal_scores: bool
    scales: ColumnScales | None = None
    context: Context | None = None


def draw_members(
    n_columns: int,
    labels_of: Callable[[int], np.ndarray],
    n_members: int,
    n_kept: int,
    rng: np.random.Generator,
) -> list[Member]:
    """Return the members, which have read nothing yet.

    The first reads columns and classes in their order, the others in an order drawn at random; every second sees
    normal scores.

    Parameters
    ----------
    n_columns : int
        Of the table.
    labels_of : callable
        Returns the class of each row, from 0 on, for the member of that number.
    n_members : int
        How many to draw.
    n_kept : int
        How many rows each reads at most: its own draw, of each class its share.
    rng : Generator
        Draws all.
    """
    members = []
    for number in range(n_members):
        labels = labels_of(number)
        n_classes = int(labels.max()) + 1
        columns = rng.permutation(n_columns) if number else np.arange(n_columns)
        classes = rng.permutation(n_classes) if number else np.arange(n_classes)
        rows = _draw_rows(labels, n_kept, rng)
        ids = rng.standard_normal((-(-n_columns // COLUMNS_PER_TOKEN), ID_WIDTH)).astype(np.float32)
        members.append(Member(columns, classes, rows, labels[rows], ids, number % 2 == 1))
    return members


def reading(members: Sequence[Member], X: np.ndarray) -> list[Member]:
    """Return the members after they have read their rows of the labeled ones.

    Parameters
    ----------
    members : sequence of Member
        As drawn.
    X : ndarray of float64 of shape (n_rows, n_columns)
        All labeled rows.
    """
    read = []
    for member in members:
        mine = X[member.rows][:, member.columns]
        scales = learn_scales(mine)
        cells = make_cells(mine, scales, use_normal_scores=member.use_normal_scores)
        context = read_context(packaged_weights(), cells, member.classes[member.labels], member.ids)
        read.append(replace(member, scales=scales, context=context))
    return read


def probabilities_of(member: Member, X: np.ndarray) -> np.ndarray:
    """Return what a member that has read its rows says of others.

    Parameters
    ----------
    member : Member
        As of `reading`.
    X : ndarray of float64 of shape (n_rows, n_columns)
        NaN where a value is missing.

    Returns
    -------
    ndarray of float64 of shape (n_rows, n_classes)
        Each row sums to 1.
    """
    assert member.scales is not None
    assert member.context is not None
    probabilities = np.empty((len(X), len(member.classes)))
    for start in range(0, len(X), _ROWS_AT_ONCE):
        part = X[start : start + _ROWS_AT_ONCE][:, member.columns]
        cells = make_cells(part, member.scales, use_normal_scores=member.use_normal_scores)
        logits = logits_of(packaged_weights(), member.context, cells)[:, member.classes].astype(np.float64)
        likely = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities[start : start + _ROWS_AT_ONCE] = likely / likely.sum(axis=1, keepdims=True)
    return probabilities


def _draw_rows(labels: np.ndarray, n_kept: int, rng: np.random.Generator) -> np.ndarray:
    """Return the positions of rows drawn at random: all, or of each class its share and one at least."""
    if len(labels) <= n_kept:
        return np.arange(len(labels))
    order = rng.permutation(len(labels))
    # Every n-th of the rows sorted by class is a stratified draw; the first of each class is always in it.
    by_class = order[np.argsort(labels[order], kind="stable")]
    spread = by_class[np.linspace(0, len(labels) - 1, n_kept).astype(int)]
    first = by_class[np.searchsorted(labels[by_class], np.unique(labels))]
    return np.unique(np.concatenate([spread, first]))
