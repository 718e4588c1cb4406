"""Any metric of scikit-learn that needs predictions alone, beside the one of the known scores that is nearest to it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from metaselect.evaluation.measures import PRIMARY_METRIC, find_measure, measures_for
from metaselect.exceptions import ConfigurationError, did_you_mean

__all__ = ["AskedMetric", "find_metric", "metrics_for"]


def _same(score: np.ndarray) -> np.ndarray:
    return score


def _minus_square(score: np.ndarray) -> np.ndarray:
    return -(score**2)


def _jaccard_of_f1(score: np.ndarray) -> np.ndarray:
    return score / (2.0 - score)


# For each metric that known datasets were not scored by: that which stands in for it, and the function from the one
# score to the other where there is one.
_STAND_INS: dict[str, dict[str, tuple[str, Callable[[np.ndarray], np.ndarray] | None]]] = {
    "binary": {
        "average_precision": ("roc_auc", None),
        "d2_brier_score": ("neg_log_loss", None),
        "d2_log_loss_score": ("neg_log_loss", None),
        "f1_macro": ("balanced_accuracy", None),
        "f1_micro": ("accuracy", _same),
        "f1_weighted": ("accuracy", None),
        "jaccard": ("f1", _jaccard_of_f1),
        "jaccard_macro": ("balanced_accuracy", None),
        "jaccard_micro": ("accuracy", _jaccard_of_f1),
        "jaccard_weighted": ("accuracy", None),
        "matthews_corrcoef": ("balanced_accuracy", None),
        "neg_brier_score": ("neg_log_loss", None),
        "neg_negative_likelihood_ratio": ("balanced_accuracy", None),
        "positive_likelihood_ratio": ("balanced_accuracy", None),
        "precision": ("f1", None),
        "precision_macro": ("balanced_accuracy", None),
        "precision_micro": ("accuracy", _same),
        "precision_weighted": ("accuracy", None),
        "recall": ("f1", None),
        "recall_macro": ("balanced_accuracy", _same),
        "recall_micro": ("accuracy", _same),
        "recall_weighted": ("accuracy", _same),
        "roc_auc_ovo": ("roc_auc", _same),
        "roc_auc_ovo_weighted": ("roc_auc", _same),
        "roc_auc_ovr": ("roc_auc", _same),
        "roc_auc_ovr_weighted": ("roc_auc", _same),
    },
    "multiclass": {
        "average_precision": ("roc_auc_ovr", None),
        "d2_brier_score": ("neg_log_loss", None),
        "d2_log_loss_score": ("neg_log_loss", None),
        "f1_micro": ("accuracy", _same),
        "f1_weighted": ("accuracy", None),
        "jaccard_macro": ("f1_macro", None),
        "jaccard_micro": ("accuracy", _jaccard_of_f1),
        "jaccard_weighted": ("accuracy", None),
        "matthews_corrcoef": ("balanced_accuracy", None),
        "neg_brier_score": ("neg_log_loss", None),
        "precision_macro": ("f1_macro", None),
        "precision_micro": ("accuracy", _same),
        "precision_weighted": ("accuracy", None),
        "recall_macro": ("balanced_accuracy", _same),
        "recall_micro": ("accuracy", _same),
        "recall_weighted": ("accuracy", _same),
        "roc_auc_ovo": ("roc_auc_ovr", None),
        "roc_auc_ovo_weighted": ("roc_auc_ovr", None),
        "roc_auc_ovr_weighted": ("roc_auc_ovr", None),
        "top_k_accuracy": ("neg_log_loss", None),
    },
    "regression": {
        "explained_variance": ("r2", None),
        "neg_max_error": ("neg_root_mean_squared_error", None),
        "neg_mean_absolute_percentage_error": ("neg_mean_absolute_error", None),
        "neg_mean_gamma_deviance": ("neg_mean_absolute_error", None),
        "neg_mean_poisson_deviance": ("neg_mean_absolute_error", None),
        "neg_mean_squared_error": ("neg_root_mean_squared_error", _minus_square),
        "neg_mean_squared_log_error": ("neg_mean_absolute_error", None),
        "neg_median_absolute_error": ("neg_mean_absolute_error", None),
        "neg_root_mean_squared_log_error": ("neg_mean_absolute_error", None),
    },
}
# scikit-learn's name until 1.8.
_OLD_NAMES = {"max_error": "neg_max_error"}


@dataclass(frozen=True)
class AskedMetric:
    """A metric that was asked for, and the one of the known scores by which it is answered.

    Attributes
    ----------
    name : str
        scikit-learn's scorer name, or that of a function of the user's own.
    stand_in : str
        The metric by which configurations are ordered: `name` itself where known datasets were scored by it.
    convert : callable, optional
        From scores of the stand-in to scores of the metric asked for; None where these cannot be known.
    is_own : bool
        Whether it is a function of the user's own, of which scikit-learn has no scorer.

    Examples
    --------
    >>> find_metric("neg_mean_squared_error", "regression").convert(np.array([-3.0]))
    array([-9.])
    >>> find_metric("neg_median_absolute_error", "regression").stand_in
    'neg_mean_absolute_error'
    """

    name: str
    stand_in: str
    convert: Callable[[np.ndarray], np.ndarray] | None = _same
    is_own: bool = False

    @property
    def of_scores(self) -> str:
        """The metric that expected scores are of."""
        return self.stand_in if self.convert is None else self.name

    @property
    def scorer(self) -> str:
        """The name of scikit-learn's scorer to compare candidates by."""
        return self.stand_in if self.is_own else self.name

    def of(self, scores: np.ndarray) -> np.ndarray:
        """Return what scores of the stand-in are as scores of `of_scores`."""
        return scores if self.convert is None else self.convert(scores)


def find_metric(metric: str | Callable[..., object] | None, task: str) -> AskedMetric:
    """Return which of the known scores answer a question about a metric.

    Parameters
    ----------
    metric : str, callable or None
        scikit-learn's scorer name; a scorer, or a function that makes scores, is taken for the one of scikit-learn that
        it is, and for one of the user's own otherwise. The primary metric of the task for None.
    task : {"binary", "multiclass", "regression"}
        What is to be predicted.

    Raises
    ------
    ConfigurationError
        If there is no such metric for the task, or it is no metric at all.

    Examples
    --------
    >>> from sklearn.metrics import make_scorer, mean_absolute_error
    >>> find_metric(make_scorer(mean_absolute_error, greater_is_better=False), "regression").name
    'neg_mean_absolute_error'
    >>> def cost(y, predicted):
    ...     return abs(y - predicted).sum()
    >>> find_metric(make_scorer(cost), "binary").stand_in
    'roc_auc'
    """
    if metric is None or isinstance(metric, str):
        return _named(metric, task)
    if not callable(metric):
        raise ConfigurationError(
            f"metric is {metric!r:.60}; expected one of scikit-learn's scorer names, such as {PRIMARY_METRIC[task]!r}"
        )
    function = getattr(metric, "_score_func", metric)
    own_name = getattr(function, "__name__", type(function).__name__)
    name = _name_of_scorer(metric, task)
    return _named(name, task) if name else AskedMetric(own_name, PRIMARY_METRIC[task], None, is_own=True)


def metrics_for(task: str) -> list[str]:
    """Return the names of all metrics that can be asked for, those of the known scores first.

    Examples
    --------
    >>> metrics_for("regression")[:2]
    ['neg_root_mean_squared_error', 'neg_mean_absolute_error']
    """
    return [*(measure.name for measure in measures_for(task)), *_STAND_INS[task]]


def _named(name: str | None, task: str) -> AskedMetric:
    known = {measure.name for measure in measures_for(task)}
    if name is None or name in known:
        return AskedMetric(known_name := find_measure(name, task).name, known_name)
    name = _OLD_NAMES.get(name, name)
    if name in _STAND_INS[task]:
        return AskedMetric(name, *_STAND_INS[task][name])
    raise ConfigurationError(
        f"metric {name!r} is not known for {task} tasks{did_you_mean(name, metrics_for(task))} Known: "
        f"{', '.join(sorted(metrics_for(task)))}"
    )


def _name_of_scorer(metric: Callable[..., object], task: str) -> str | None:
    """Return the name of scikit-learn's own scorer that a scorer, or a function such as `mean_absolute_error`, is."""
    from sklearn.metrics import get_scorer, get_scorer_names

    function = getattr(metric, "_score_func", metric)
    shipped = set(get_scorer_names())
    for name in filter(shipped.__contains__, metrics_for(task)):
        scorer = get_scorer(name)
        if scorer is metric:
            return name
        is_alike = getattr(metric, "_sign", scorer._sign) == scorer._sign and _options(metric) == _options(scorer)
        if scorer._score_func is function and is_alike:
            return name
    return None


def _options(metric: Callable[..., object]) -> dict[str, object]:
    """Return what a scorer gives to its function besides the predictions, where it differs from the default."""
    usual = inspect.signature(getattr(metric, "_score_func", metric)).parameters
    given = {name: value for name, value in getattr(metric, "_kwargs", {}).items() if name != "pos_label" or value}
    return {name: value for name, value in given.items() if name not in usual or usual[name].default != value}
