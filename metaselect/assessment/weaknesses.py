"""Where is the advice worst: on which datasets, and with which metafeatures?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.seeding import rng_from

if TYPE_CHECKING:
    from metaselect.knowledge import MetaExamples

__all__ = ["metafeatures_associated_with_regret", "worst_datasets"]


def worst_datasets(validation: pd.DataFrame, examples: MetaExamples, n: int = 5) -> pd.DataFrame:
    """Return the datasets on which the first pick has the greatest regret.

    Parameters
    ----------
    validation : DataFrame
        What `leave_one_dataset_out` returned for the meta-learner in question.
    examples : MetaExamples
        The same as there.
    n : int
        Datasets at most.

    Returns
    -------
    worst : DataFrame
        `dataset`, `regret`, `first_pick`, `best` (ids of configurations) and `short_list_regret`, the worst first.
    """
    worst = validation.nlargest(n, "regret", keep="first")
    best = [examples.configurations[int(np.nanargmin(examples.R[i]))] for i in worst.index]
    return worst.assign(best=best)[["dataset", "regret", "first_pick", "best", "short_list_regret"]]


def metafeatures_associated_with_regret(
    validation: pd.DataFrame, examples: MetaExamples, n: int = 5, *, n_permutations: int = 500, random_state: int = 0
) -> pd.DataFrame:
    """Return the metafeatures that go along with regret, as far as chance does not explain it.

    Among a hundred metafeatures some always seem to. Therefore the greatest rank correlation of all is compared with
    the greatest ones after the regrets were shuffled (max-statistic: Westfall & Young 1993, Resampling-based multiple
    testing).

    Parameters
    ----------
    validation : DataFrame
        What `leave_one_dataset_out` returned for the meta-learner in question.
    examples : MetaExamples
        The same as there.
    n : int
        Metafeatures at most.
    n_permutations : int
        How often the regrets are shuffled; no p-value is below 1 / (1 + n_permutations).
    random_state : int
        Seeds the shuffling.

    Returns
    -------
    associated : DataFrame
        `metafeature`, `correlation` (Spearman's, positive where greater values mean more regret) and `p_value`,
        corrected for the number of metafeatures; at most `n` rows, only with `p_value` up to 0.05.
    """
    ranks = _standard_ranks(examples.M[validation.index])  # (n_datasets, n_metafeatures)
    regret = _standard_ranks(validation[["regret"]].to_numpy())[:, 0]
    rng = rng_from(random_state, "permutations")
    shuffled = np.array([rng.permutation(regret) for _ in range(n_permutations)])  # (n_permutations, n_datasets)
    greatest = np.abs(shuffled @ ranks).max(axis=1)
    correlations = regret @ ranks
    p_values = (1 + (greatest[:, None] >= np.abs(correlations)).sum(axis=0)) / (1 + n_permutations)
    table = pd.DataFrame(
        {"metafeature": examples.metafeatures, "correlation": correlations, "p_value": p_values}
    ).sort_values("correlation", key=np.abs, ascending=False, kind="stable")
    return table[table["p_value"] <= 0.05].head(n).reset_index(drop=True)


def _standard_ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks with mean 0 and length 1 in each column, 0 where undefined.

    Products are Spearman's correlations: hundreds of shuffles with all metafeatures are one product of matrices.
    """
    ranks = pd.DataFrame(values).rank()
    centered = (ranks - ranks.mean()).fillna(0.0).to_numpy()
    return centered / np.maximum(np.linalg.norm(centered, axis=0), 1e-12)
