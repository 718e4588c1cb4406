"""Does the metric suit the target? Said, never changed."""

from __future__ import annotations

import numpy as np

from metaselect.data import Dataset, is_classification

__all__ = ["advise_metric"]

# Classes count as imbalanced where the rarest has less than this, or less than half of an even share.
_IMBALANCED = 0.2
_RARE = 0.05
# How many times the mean deviation the largest must be for squares to be ruled by few rows.
_HEAVY = 8.0


def advise_metric(dataset: Dataset, metric: str) -> str:
    """Return a sentence, without its full stop, on whether another metric would suit the target better; or "".

    Parameters
    ----------
    dataset : Dataset
    metric : str
        scikit-learn's scorer name.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(100.0)[:, None], ["no"] * 92 + ["yes"] * 8)
    >>> advise_metric(dataset, "accuracy")
    'the rarest class has 8 % of the rows: always predicting the most frequent one has an accuracy of 92 %, so ...'
    """
    return _for_classes(dataset, metric) if is_classification(dataset.task) else _for_numbers(dataset, metric)


def _for_classes(dataset: Dataset, metric: str) -> str:
    shares = np.bincount(dataset.codes) / dataset.n_rows
    rarest, commonest = _percent(shares.min()), _percent(shares.max())
    if shares.min() >= min(_IMBALANCED, 0.5 / len(shares)) and shares.max() < 1 - _IMBALANCED:
        return ""
    start = f"the rarest class has {rarest} of the rows: "
    if metric == "accuracy":
        other = "balanced_accuracy or roc_auc" if dataset.task == "binary" else "balanced_accuracy or neg_log_loss"
        return (
            f"{start}always predicting the most frequent one has an accuracy of {commonest}, so accuracy hardly tells "
            f"models apart; --metric {other.replace(' or ', ' or --metric ')} does"
        )
    if metric == "roc_auc" and shares.min() < _RARE:
        return (
            f"{start}roc_auc judges the order of all rows, also where a rare class is never looked for; if only the "
            "top of the list is acted upon, look at average_precision on your data too, and choose the threshold of "
            "a prediction by what errors cost"
        )
    if metric == "roc_auc":
        return f"{start}roc_auc does not mind, but choose the threshold of a prediction by what errors cost, not 0.5"
    if metric == "neg_log_loss" and dataset.task == "multiclass":
        return (
            f"{start}neg_log_loss counts every row alike, so rare classes hardly matter to it; if they matter as much "
            "as the others: --metric balanced_accuracy or --metric f1_macro"
        )
    return ""


def _for_numbers(dataset: Dataset, metric: str) -> str:
    deviations = np.abs(dataset.y - np.median(dataset.y))
    usual = deviations.mean()
    if usual <= 0 or metric not in ("neg_root_mean_squared_error", "r2"):
        return ""
    squares = np.sort(deviations**2)[::-1]
    n_top = max(1, dataset.n_rows // 100)
    share = squares[:n_top].sum() / squares.sum()
    if share < 0.5 or deviations.max() < _HEAVY * usual:
        return ""
    positive = "; if relative errors matter, predict the logarithm of the target" if dataset.y.min() > 0 else ""
    return (
        f"1 % of the rows make up {_percent(share)} of the squared deviations of the target: {metric} is ruled by "
        f"them; if errors are to count by their size, --metric neg_mean_absolute_error{positive}"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{100 * share:.2g} %"
