"""How far what is learned from some rows holds for others: over resamples, over noisy labels, over time.

Resamples and noise are taken on the small sample of about 1,000 rows, which does not depend on the order of rows;
undefined where it is. A score is the share of the target's variance that is predicted (of indicators of classes, for
classification), from -1 to 1. **Drift is the one exception to "the order of rows does not matter": the order is what it
measures.** It is registered with `follows_row_order`, and kept out of knowledge bases (see `order_free_names`).
"""

from __future__ import annotations

import numpy as np

from metaselect.data import deal_groups
from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.ridge import fit_ridge
from metaselect.metafeatures.views.separation import separation
from metaselect.metafeatures.views.small_sample import of_small_sample
from metaselect.metafeatures.views.tiny_learners import N_HALVES, by_each_half, half_scores, out_of_half

_SHARE = (0, 1)
_N_NEIGHBORS = 5
_MIN_DRIFT_ROWS = 30


@metafeature(group="stability", cost="medium", bounds=_SHARE)
@of_small_sample
def linear_score_deviation(sample):
    """Deviation of a linear model's score over random halves of the rows.

    Standard deviation; trained on one half, scored on the other, ten times: how much luck is in a score.
    Source: Bouckaert & Frank (2004), on replicability; Aha (1992).
    """
    return half_scores(sample, "linear", N_HALVES).std()


@metafeature(group="stability", cost="medium", bounds=_SHARE)
@of_small_sample
def neighbor_score_deviation(sample):
    """Deviation of five nearest neighbours' score over random halves of the rows.

    Standard deviation; trained on one half, scored on the other, ten times.
    Source: Bouckaert & Frank (2004), on replicability; Aha (1992).
    """
    return half_scores(sample, "neighbors", N_HALVES).std()


@metafeature(group="stability", cost="high", bounds=_SHARE)
@of_small_sample
def tree_score_deviation(sample):
    """Deviation of a decision tree's score over random halves of the rows.

    Standard deviation; trained on one half, scored on the other, ten times.
    Source: Bouckaert & Frank (2004), on replicability; Breiman (1996), on unstable learners.
    """
    return half_scores(sample, "tree", N_HALVES).std()


@metafeature(group="stability", cost="high", bounds=_SHARE)
@of_small_sample
def tree_disagreement(sample):
    """Share of rows on which decision trees of two halves disagree.

    Random halves of the rows, ten times. For regression predictions disagree that differ by more than a tenth of the
    target's range.
    Source: Turney (1995), on the stability of bias.
    """
    return np.mean([_disagreement(sample, i) for i in range(N_HALVES)])


@metafeature(group="stability", cost="medium", tasks={"classification"}, bounds=_SHARE)
@of_small_sample
def label_disagreement(sample):
    """Share of rows whose class is not the most frequent among the five nearest rows.

    An estimate of label noise, which it exceeds where classes overlap; ties count for the row.
    Source: Wilson (1972), on edited nearest neighbours.
    """
    nearest = np.argpartition(sample.others_gower(), _N_NEIGHBORS - 1, axis=1)[:, :_N_NEIGHBORS]
    votes = np.eye(len(sample.group_counts))[sample.groups[nearest]].sum(axis=1)  # (n_rows, n_groups)
    return np.mean(votes[np.arange(len(votes)), sample.groups] < votes.max(axis=1))


@metafeature(group="stability", cost="medium", tasks={"regression"}, bounds=_SHARE)
@of_small_sample
def target_noise_share(sample):
    """Share of the target's variance that differs even between nearest rows.

    Half the mean squared difference from the nearest other row over the variance: an estimate of noise, which it
    exceeds where rows are few.
    Source: Stefánsson, Končar & Jones (1997), on the gamma test.
    """
    difference = sample.target[sample.others_gower().argmin(axis=1)] - sample.target
    return np.clip(np.mean(difference**2) / 2 / sample.target.var(), 0.0, 1.0)


@metafeature(group="stability", cost="medium", bounds=_SHARE)
@of_small_sample
def consensus_error_share(sample):
    """Share of rows that a linear model, neighbours and a decision tree all get wrong.

    Trained on the other half of the rows; wrong for a number is off by more than its standard deviation. An estimate
    of label noise.
    Source: Brodley & Friedl (1999), on consensus filters.
    """
    return np.mean(np.all([_wrong(sample, learner) for learner in ("linear", "neighbors", "tree")], axis=0))


@metafeature(group="stability", bounds=_SHARE, is_array=True, follows_row_order=True)
def column_drift(view):
    """Difference of each column between the first and the last third of the rows.

    Half the sum of differences of the shares of its levels, in the sample of 5,000 rows: 0 if alike, 1 if nothing is in
    common. Follows the order of rows. Undefined with fewer than 30 rows.
    Source: Gama et al. (2014), on concept drift; Hellinger-like distances of Webb et al. (2016).
    """
    first, last = _thirds(view)
    levels = view.sample.levels.T + 1
    return np.array([_total_variation(column[first], column[last]) for column in levels]) if len(first) else np.nan


@metafeature(group="stability", bounds=_SHARE, follows_row_order=True)
def target_drift(view):
    """Difference of the target between the first and the last third of the rows.

    As `column_drift`, of classes or of tenths of the target. 1 where rows are sorted by class. Follows the order of
    rows.
    Source: Gama et al. (2014), on concept drift; Webb et al. (2016).
    """
    first, last = _thirds(view)
    return _total_variation(view.sample.target_levels[first], view.sample.target_levels[last]) if len(first) else np.nan


@metafeature(group="stability", bounds=(-1, 1), follows_row_order=True)
def drift_separability(view):
    """How well a linear model tells the first from the last third of the rows.

    2 AUC - 1 on rows it was not fitted to, by the ranks of all columns: near 0 if alike. Follows the order of rows.
    Undefined with fewer than 30 rows, and where the groups of a fold are all early or all late.
    Source: Lopez-Paz & Oquab (2017), on classifier two-sample tests.
    """
    first, last = _thirds(view)
    if not len(first):
        return np.nan
    X = np.vstack([_order_features(view)[third] for third in (first, last)])
    late = np.repeat([0.0, 1.0], len(first))
    scores = np.empty(len(X))
    fold_of = _two_folds(view, np.concatenate([first, last]), late)
    for fold in range(2):
        train, test = fold_of != fold, fold_of == fold
        scores[test] = fit_ridge(X[train], late[train], penalty=1.0).deviation(X[test])
    return np.mean([separation(scores[fold_of == i, None], late[fold_of == i, None]) for i in range(2)])


def _two_folds(view, rows: np.ndarray, late: np.ndarray) -> np.ndarray:
    """Return every other row of the sample, or of its groups where there are some that belong together, (n_rows,)."""
    groups = view.dataset.structure.groups
    if groups is None or len(np.unique(groups[view.sample.rows[rows]])) < 2:
        return np.arange(len(rows)) % 2
    return deal_groups(np.arange(len(rows)), 2, groups[view.sample.rows[rows]], late.astype(int))


def _thirds(view) -> tuple[np.ndarray, np.ndarray]:
    """Which rows of the sample are the first and the last third in the dataset, as many of each; none of few rows."""
    by_position = np.argsort(view.sample.rows)
    n = len(by_position) // 3 if len(by_position) >= _MIN_DRIFT_ROWS else 0
    return by_position[:n], by_position[len(by_position) - n :]


def _total_variation(a: np.ndarray, b: np.ndarray) -> float:
    n = max(a.max(), b.max()) + 1
    return np.abs(np.bincount(a, minlength=n) / len(a) - np.bincount(b, minlength=n) / len(b)).sum() / 2


def _order_features(view) -> np.ndarray:
    """Ranks of numbers and frequencies of categories, from -1 to 1, missing at 0, (n_sample, n_columns)."""
    numbers = 2 * view.sample.ranks / len(view.sample.ranks) - 1
    codes = view.sample.categories / np.maximum(view.sample.categories.max(axis=0, initial=0), 1) * 2.0 - 1
    features = np.hstack([numbers, np.where(view.sample.categories < 0, 0.0, codes)])
    return np.where(np.isnan(features), 0.0, features)


def _disagreement(sample, repeat: int) -> float:
    """Between the tree of each half and that of the other, on all rows."""
    first, second = by_each_half(sample, "tree", repeat)
    if sample.is_regression:
        return np.mean(np.abs(first[:, 0] - second[:, 0]) > 0.1)
    return np.mean(first.argmax(axis=1) != second.argmax(axis=1))


def _wrong(sample, learner: str) -> np.ndarray:
    predicted = out_of_half(sample, learner, repeat=0)
    if sample.is_regression:
        return np.abs(predicted[:, 0] - sample.target) > sample.target.std()
    return predicted.argmax(axis=1) != sample.groups
