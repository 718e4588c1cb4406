"""Meta-learners side by side, with the uncertainty that comes from the choice of datasets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.assessment.leave_one_out import leave_one_dataset_out
from metaselect.metalearners import SLOW_META_LEARNERS, Regressor
from metaselect.seeding import rng_from

if TYPE_CHECKING:
    from metaselect.knowledge import MetaExamples

__all__ = ["n_folds_of", "summarize", "validate_meta_learners"]

# Of origins, for the meta-learners that take long to fit.
_N_FOLDS_OF_SLOW = 20

_MEASURES = ("regret", "rank", "spearman", "short_list_regret")


def validate_meta_learners(
    meta_learners: Mapping[str, str | Regressor],
    examples: MetaExamples,
    *,
    short_list: int = 5,
    random_state: int = 0,
    n_jobs: int | None = None,
) -> dict[str, pd.DataFrame]:
    """Return what `leave_one_dataset_out` returns, by name of the meta-learner.

    Of the slow ones, `SLOW_META_LEARNERS`, a twentieth of the origins is left out at a time; see `n_folds_of`.

    Parameters
    ----------
    meta_learners : mapping of str to (str or estimator)
        What `make_meta_learner` takes, under the names that the answer is to have.
    examples : MetaExamples
        The known datasets of one task.
    short_list : int
        How many configurations are tried for `short_list_regret`.
    random_state : int
        Seeds meta-learners given by name, and the dealing of origins into folds.
    n_jobs : int, optional
        Processes, as joblib counts them.
    """
    return {
        name: leave_one_dataset_out(
            meta_learner,
            examples,
            n_folds=n_folds_of(meta_learner, examples),
            short_list=short_list,
            random_state=random_state,
            n_jobs=n_jobs,
        )
        for name, meta_learner in meta_learners.items()
    }


def n_folds_of(meta_learner: str | Regressor, examples: MetaExamples) -> int:
    """Return into how many folds of origins the datasets are split to validate a meta-learner.

    Parameters
    ----------
    meta_learner : str or estimator
        Only one given by a name in `SLOW_META_LEARNERS` is validated in fewer folds than there are origins.
    examples : MetaExamples
        The known datasets.
    """
    n_origins = len(set(examples.origins))
    is_slow = isinstance(meta_learner, str) and meta_learner in SLOW_META_LEARNERS
    return min(_N_FOLDS_OF_SLOW, n_origins) if is_slow else n_origins


def summarize(
    validations: Mapping[str, pd.DataFrame],
    reference: pd.DataFrame,
    *,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> pd.DataFrame:
    """Return the mean of each measure over datasets, with a 95 % bootstrap interval over origins.

    Origins, not datasets, are drawn with replacement, as datasets of the same origin are no independent evidence
    (cluster bootstrap: Field & Welsh 2007). All meta-learners and the reference share the draws.

    Parameters
    ----------
    validations : mapping of str to DataFrame
        What `leave_one_dataset_out` returned, by name of the meta-learner.
    reference : DataFrame
        The same for the yardstick, usually the single best.
    n_resamples : int
        Bootstrap samples of the origins.
    random_state : int
        Seeds the samples.

    Returns
    -------
    summary : DataFrame
        Indexed by meta_learner. Columns regret, rank, spearman, short_list_regret: means over datasets, undefined
        ones left out; gap and short_list_gap: mean regret divided by the reference's, 0 for an oracle, 1 for the
        reference, NaN where the reference has none; each followed by columns with `_low` and `_high` appended.
    """
    return pd.DataFrame(
        [
            {
                "meta_learner": name,
                **_with_intervals(validation, reference, n_resamples, rng_from(random_state, "bootstrap")),
            }
            for name, validation in validations.items()
        ]
    ).set_index("meta_learner")


def _with_intervals(validation, reference, n_resamples, rng) -> dict[str, float]:
    origin_codes, origins = pd.factorize(validation["origin"])
    draws = rng.multinomial(len(origins), np.full(len(origins), 1 / len(origins)), size=n_resamples)
    # The first row is the sample itself, each dataset once; then one row per resample.
    repeats = np.vstack([np.ones(len(validation)), draws[:, origin_codes]])  # (1 + n_resamples, n_datasets)
    means = {name: _weighted_means(validation[name].to_numpy(), repeats) for name in _MEASURES}
    reference = reference.set_index("dataset").loc[validation["dataset"], "regret"].to_numpy()
    reference_means = _weighted_means(reference, repeats)
    means["gap"] = _ratio(means["regret"], reference_means)
    means["short_list_gap"] = _ratio(means["short_list_regret"], reference_means)
    columns: dict[str, float] = {}
    for name, values in means.items():
        resampled = values[1:][~np.isnan(values[1:])]
        low, high = np.quantile(resampled, [0.025, 0.975]) if len(resampled) else (np.nan, np.nan)
        columns |= {name: values[0], f"{name}_low": low, f"{name}_high": high}
    return columns


def _weighted_means(values: np.ndarray, repeats: np.ndarray) -> np.ndarray:
    """Return means of the defined `values` (n_datasets,), one for each row of `repeats` (n_draws, n_datasets)."""
    defined = ~np.isnan(values)
    return _ratio(repeats[:, defined] @ values[defined], repeats[:, defined].sum(axis=1))


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.full(len(numerator), np.nan), where=denominator > 0)
