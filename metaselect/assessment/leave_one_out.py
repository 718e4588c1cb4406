"""How good would the recommendation have been on datasets that the meta-learner has not seen?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.base import clone

from metaselect.assessment._parallel import run_parallel
from metaselect.exceptions import KnowledgeBaseError
from metaselect.metalearners import BaseMetaLearner, Regressor, cap_regret, make_meta_learner
from metaselect.recommendation import Forecast, advised_order, forecasts
from metaselect.seeding import rng_from

if TYPE_CHECKING:
    from metaselect.knowledge import MetaExamples

__all__ = ["check_apart", "held_out_forecasts", "leave_one_dataset_out", "origin_folds", "validate_split"]


def leave_one_dataset_out(
    meta_learner: str | Regressor,
    examples: MetaExamples,
    *,
    n_folds: int | None = None,
    short_list: int = 5,
    random_state: int = 0,
    n_jobs: int | None = None,
) -> pd.DataFrame:
    """Return how a meta-learner does on each dataset when nothing of that dataset's origin is known.

    On each dataset it chooses among the configurations that were run there: what a size rule forbids is not
    recommended either.

    Parameters
    ----------
    meta_learner : str or estimator
        As for `make_meta_learner`.
    examples : MetaExamples
        Datasets with the same origin are left out together.
    n_folds : int, optional
        Leave out so many parts of the origins in turn, instead of one origin at a time: for meta-learners that take
        long to fit. They know a little less then.
    short_list : int
        How many configurations are tried for `short_list_regret`.
    random_state : int
        Seeds a meta-learner given by name, and the dealing of origins into `n_folds`.
    n_jobs : int, optional
        Processes, as joblib counts them.

    Returns
    -------
    validation : DataFrame
        One row per dataset, in the order of `examples`:

        - dataset, origin: str
        - first_pick: id of the configuration with the smallest predicted regret
        - regret: true regret of the first pick; 1 where it failed or is worse than the dummy predictor
        - rank: of the first pick by true regret, 1 is best, ties share their average
        - spearman: rank correlation of predicted and true regret over the configurations; NaN where one of them does
          not vary
        - short_list_regret: smallest true regret on the short list; see `advised_order`

    Raises
    ------
    KnowledgeBaseError
        If all datasets have the same origin.
    """
    unfitted = make_meta_learner(meta_learner, random_state)
    fold = origin_folds(examples.origins, n_folds, random_state)
    tasks = (
        (clone(unfitted), examples, np.flatnonzero(fold != k), np.flatnonzero(fold == k), short_list)
        for k in np.unique(fold)
    )
    return pd.concat(run_parallel(validate_split, tasks, n_jobs)).sort_index()


def origin_folds(origins: Sequence[str], n_folds: int | None = None, random_state: int = 0) -> np.ndarray:
    """Return the fold of each dataset, of shape (n_datasets,): no origin is in two.

    Parameters
    ----------
    origins : sequence of str
        Of each dataset.
    n_folds : int, optional
        Origins are shuffled and dealt out to so many folds; by default, and where there are fewer, each is one.
    random_state : int
        Seeds the shuffling.

    Raises
    ------
    KnowledgeBaseError
        If all datasets have the same origin.

    Examples
    --------
    >>> origin_folds(["iris", "wine", "iris", "digits"]).tolist()
    [1, 2, 1, 0]
    """
    distinct, code = np.unique(np.asarray(origins), return_inverse=True)
    if len(distinct) < 2:
        raise KnowledgeBaseError(
            f"the {len(origins)} datasets have {len(distinct)} origin: leaving it out leaves nothing to learn from; "
            "add datasets of other origins"
        )
    if n_folds is None or n_folds >= len(distinct):
        return code
    return rng_from(random_state, "origin folds").permutation(np.arange(len(distinct)) % n_folds)[code]


def validate_split(
    meta_learner: BaseMetaLearner, examples: MetaExamples, known: np.ndarray, held_out: np.ndarray, short_list: int
) -> pd.DataFrame:
    """Return how a meta-learner does on the datasets `held_out` when those in `known` are all it knows.

    The columns are those of `leave_one_dataset_out`, the index is `held_out`.

    Parameters
    ----------
    meta_learner : BaseMetaLearner
        Is fitted here.
    examples : MetaExamples
        Known and held-out datasets.
    known, held_out : ndarray of int
        Their positions in `examples`; no origin is in both.
    short_list : int
        How many configurations are tried for `short_list_regret`.
    """
    R, rows = examples.R, []
    for i, forecast in zip(held_out, held_out_forecasts(meta_learner, examples, known, held_out), strict=True):
        available = np.flatnonzero(~np.isnan(R[i]))
        chosen = advised_order(forecast, available, short_list, examples.blends)
        rows.append(
            {
                "dataset": examples.datasets[i],
                "origin": examples.origins[i],
                "first_pick": examples.configurations[chosen[0]],
                **_measure(forecast.predicted[available], R[i, available], np.searchsorted(available, chosen)),
            }
        )
    return pd.DataFrame(rows, index=held_out)


def held_out_forecasts(
    meta_learner: BaseMetaLearner, examples: MetaExamples, known: np.ndarray, held_out: np.ndarray
) -> list[Forecast]:
    """Return what a meta-learner, fitted here on the datasets in `known`, says of those in `held_out`.

    Parameters
    ----------
    meta_learner : BaseMetaLearner
        Not fitted.
    examples : MetaExamples
        Known and held-out datasets.
    known, held_out : ndarray of int
        Their positions in `examples`; no origin is in both.
    """
    check_apart(examples, known, held_out)
    M, R = examples.M, examples.R
    meta_learner.fit(M[known], R[known])
    return forecasts(meta_learner, M[held_out], R[known], meta_learner.residuals_of_known())


def check_apart(examples: MetaExamples, known: np.ndarray, held_out: np.ndarray) -> None:
    """Stop where a relative of the datasets at `held_out` is among those at `known`: every figure would flatter."""
    origins = np.asarray(examples.origins)
    assert not set(origins[known]) & set(origins[held_out]), "an origin is on both sides of the split"


def _measure(predicted: np.ndarray, regret: np.ndarray, chosen: np.ndarray) -> dict[str, float]:
    """Return the measures of one dataset from predicted and true regret of what is available, both (n_available,)."""
    capped = cap_regret(regret)
    return {
        "regret": float(capped[chosen[0]]),
        "rank": float(pd.Series(capped).rank()[chosen[0]]),
        "spearman": _spearman(predicted, regret),
        "short_list_regret": float(capped[chosen].min()),
    }


def _spearman(predicted: np.ndarray, regret: np.ndarray) -> float:
    """Return the rank correlation, or NaN where one of the two does not vary."""
    if min(np.ptp(predicted), np.ptp(regret)) == 0:
        return float("nan")
    return float(spearmanr(predicted, regret).statistic)
