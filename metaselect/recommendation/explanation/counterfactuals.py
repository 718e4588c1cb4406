"""What would change the advice: another number of rows, of classes, of gaps, and so on, all else as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.facts import Fact
from metaselect.recommendation.case import Case
from metaselect.recommendation.portfolio import Criterion

__all__ = ["Counterfactual", "find_counterfactuals"]

# By how much regret the other learner must be ahead for a change to be worth a word.
_LEAST_ADVANTAGE = 0.005
# Values are taken from where this share of the known datasets lies.
_KNOWN_RANGE = (0.02, 0.98)
_ROUND_NUMBERS = [1, *[round(k * 10**e) for e in range(1, 7) for k in (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5)]]
_ROUND_SHARES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Counterfactual(Fact):
    """A change of one property of the dataset that would put another base learner first.

    Attributes
    ----------
    metafeature : str
        That stands for the property.
    value : float
        Of the dataset.
    changed_to : float
        The nearest value, among round ones that known datasets have, at which the other learner comes first.
    learner : str
        The other learner.
    advantage : float
        By how much regret it would then be ahead of the learner that is first now.
    holds_beyond : bool
        Whether it stays first at all values farther from the present one.
    """

    metafeature: str
    value: float
    changed_to: float
    learner: str
    advantage: float
    holds_beyond: bool


def find_counterfactuals(case: Case, criterion: Criterion) -> tuple[Counterfactual, ...]:
    """Return the nearest changes, upwards and downwards, that put another learner first; one property at a time.

    Only properties that people can imagine changed are varied, and with each what follows from it: twice the rows are
    twice the rows per column. What tiny models would then do is not known and stays as it is.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    criterion : callable
        What candidates are ordered by: see `make_criterion`.
    """
    names, M_known = case.learned.examples.metafeatures, case.learned.examples.M
    row = dict(zip(names, case.m.tolist(), strict=True))
    groups = []  # the metafeature, the values on one side of the present one from near to far
    variants: list[dict[str, float]] = []
    for name, (tasks, change) in _CHANGES.items():
        if case.dataset.task not in tasks or name not in row or np.isnan(row[name]):
            continue
        values = _values(name, M_known[:, list(names).index(name)])
        for side in (values[values < row[name] - 1e-6][::-1], values[values > row[name] + 1e-6]):
            changed = [change(row, value) for value in side]
            if changed:
                groups.append((name, side, slice(len(variants), len(variants) + len(side))))
                variants += changed
    if not variants:
        return ()
    M = np.array([[variant.get(name, np.nan) for name in names] for variant in [row, *variants]])
    factors = [[10 ** (v.get(key, 0.0) - row.get(key, 0.0)) for v in [row, *variants]] for key in _SIZES]
    cost = criterion(M, *np.nan_to_num(np.array(factors), nan=1.0))  # (1 + n_variants, n_configurations)
    learners, of_learner = np.unique([c.learner for c in case.configurations], return_inverse=True)
    best = np.stack([cost[:, of_learner == k].min(axis=1) for k in range(len(learners))], axis=1)
    now = int(best[0].argmin())
    found = [_nearest(name, row[name], side, best[1:][rows], now, learners) for name, side, rows in groups]
    return tuple(counterfactual for counterfactual in found if counterfactual is not None)


def _nearest(name, value, side, best, now, learners) -> Counterfactual | None:
    """Return the first change along `side` that lasts for two steps; `best` is of shape (n_steps, n_learners)."""
    first = best.argmin(axis=1)
    for step, other in enumerate(first):
        if np.isinf(best[step, other]):
            return None  # size rules leave nothing from here on
        advantage = best[step, now] - best[step, other]
        lasts = np.all(first[step : step + 2] == other)
        if other != now and lasts and advantage >= _LEAST_ADVANTAGE:
            return Counterfactual(
                metafeature=name,
                value=float(value),
                changed_to=float(side[step]),
                learner=str(learners[other]),
                advantage=float(min(advantage, 1.0)),
                holds_beyond=bool(np.all(first[step:] == other)),
            )
    return None


def _values(name: str, known: np.ndarray) -> np.ndarray:
    """Return round values of a metafeature within the range of the known datasets, ascending."""
    known = known[~np.isnan(known)]
    if len(known) == 0:
        return np.array([])
    low, high = np.quantile(known, _KNOWN_RANGE)
    if name.startswith("log_"):
        values = np.log10(_ROUND_NUMBERS)
    else:
        values = np.array(_ROUND_SHARES)
    return values[(values >= low - 1e-9) & (values <= high + 1e-9)]


# What a variant says of the number of rows and of those of the smallest class.
_SIZES = ("log_n_rows", "log_minority_rows")


def _change_rows(row, value):
    more = value - row["log_n_rows"]
    return _added(row, log_n_rows=more, log_rows_per_column=more, log_minority_rows=more)


def _change_columns(row, value):
    more = value - row["log_n_columns"]
    return _added(row, log_n_columns=more, log_rows_per_column=-more, log_encoded_columns=more)


def _change_classes(row, value):
    """As many times more classes, each of the share divided by that; how balanced they are stays."""
    more = value - row["log_n_classes"]
    changed = _added(row, log_n_classes=more, log_minority_rows=-more)
    for share in ("minority_share", "majority_share"):
        if share in row:
            changed[share] = min(row[share] / 10**more, 1.0)
    if {"class_entropy", "normalized_class_entropy"} <= set(row):
        changed["class_entropy"] = row["class_entropy"] * value / row["log_n_classes"]
    return changed


def _change_minority(row, value):
    """Of two classes."""
    entropy = -value * np.log(value) - (1 - value) * np.log(1 - value) if 0 < value < 1 else 0.0
    changed = _added(row, log_minority_rows=np.log10(max(value, 1e-9) / row["minority_share"]))
    # In the unit that the entropy has now, nats or bits.
    now = row["minority_share"]
    entropy_now = -now * np.log(now) - (1 - now) * np.log(1 - now)
    exact = {
        "minority_share": value,
        "majority_share": 1 - value,
        "class_entropy": entropy * row.get("class_entropy", np.nan) / entropy_now,
        "normalized_class_entropy": entropy / np.log(2),
    }
    return {**changed, **{name: exact[name] for name in exact if name in row}}


def _change_missing(row, value):
    """More of the same gaps; where there are none, gaps strewn over all cells."""
    now = row["missing_share"]
    rows_with, largest = row.get("rows_with_missing_share", np.nan), row.get("largest_missing_share", np.nan)
    if now > 0:
        changed = {
            "rows_with_missing_share": 1 - (1 - rows_with) ** (value / now),
            "largest_missing_share": min(largest * value / now, 1.0),
            "columns_with_missing_share": row.get("columns_with_missing_share", np.nan) * (value > 0),
        }
    else:
        n_columns = 10 ** row.get("log_n_columns", 1.0)
        changed = {
            "rows_with_missing_share": 1 - (1 - value) ** n_columns,
            "largest_missing_share": value,
            "columns_with_missing_share": 1.0,
        }
    return {**row, "missing_share": value, **{name: changed[name] for name in changed if name in row}}


def _change_linear(row, value):
    """The differences to the skills of the other tiny models follow."""
    changed = {**row, "linear_skill": value}
    skills = {name: v for name, v in changed.items() if name.endswith("_skill") and name != "best_skill"}
    if "best_skill" in row and not all(np.isnan(list(skills.values()))):
        changed["best_skill"] = float(np.nanmax(list(skills.values())))
    for name in row:
        left, minus, right = name.partition("_minus_")
        if minus and "linear" in (left, right) and {f"{left}_skill", f"{right}_skill"} <= set(changed):
            changed[name] = changed[f"{left}_skill"] - changed[f"{right}_skill"]
    return changed


def _added(row, **increments):
    return {**row, **{name: row[name] + more for name, more in increments.items() if name in row}}


_ALL = ("binary", "multiclass", "regression")
_CHANGES = {
    "log_n_rows": (_ALL, _change_rows),
    "log_n_columns": (_ALL, _change_columns),
    "log_n_classes": (("multiclass",), _change_classes),
    "minority_share": (("binary",), _change_minority),
    "missing_share": (_ALL, _change_missing),
    "linear_skill": (_ALL, _change_linear),
}
