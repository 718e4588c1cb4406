"""How the advice improves with the number of known datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.assessment._parallel import run_parallel
from metaselect.assessment.leave_one_out import validate_split
from metaselect.exceptions import KnowledgeBaseError
from metaselect.metalearners import make_meta_learner
from metaselect.seeding import rng_from

if TYPE_CHECKING:
    from metaselect.knowledge import MetaExamples

__all__ = ["learning_curve"]

_N_FOLDS = 10
_SIZES = (10, 20, 40, 80, 160, 320, 640)


def learning_curve(
    meta_learners: Sequence[str],
    examples: MetaExamples,
    *,
    n_repeats: int = 3,
    short_list: int = 5,
    random_state: int = 0,
    n_jobs: int | None = None,
) -> pd.DataFrame:
    """Return the mean regret on unseen datasets by the number of datasets that were known.

    The origins are dealt into ten folds. For each of them the given number of datasets is drawn from the other nine,
    and the advice from these is judged on the datasets of the fold; folds and draws are repeated. All meta-learners
    see the same draws. The last size is all that is there.

    Parameters
    ----------
    meta_learners : sequence of str
        Names in `META_LEARNERS`.
    examples : MetaExamples
        The known datasets of one task.
    n_repeats : int
        How often origins are dealt and datasets are drawn.
    short_list : int
        How many configurations are tried for `short_list_regret`.
    random_state : int
        Seeds the meta-learners, the dealing and the draws.
    n_jobs : int, optional
        Processes, as joblib counts them.

    Returns
    -------
    curve : DataFrame
        One row per meta-learner and number of datasets: `meta_learner`, `n_datasets`, and the means `regret`, of the
        first pick, and `short_list_regret`.

    Raises
    ------
    KnowledgeBaseError
        If there are fewer than two origins.
    """
    draws = [draw for repeat in range(n_repeats) for draw in _draws(examples, rng_from(random_state, str(repeat)))]
    jobs = [(name, size, known, held_out) for name in meta_learners for size, known, held_out in draws]
    tasks = (
        (make_meta_learner(name, random_state), examples, known, held_out, short_list)
        for name, _, known, held_out in jobs
    )
    parts = run_parallel(validate_split, tasks, n_jobs)
    rows = [
        part.assign(meta_learner=name, n_datasets=size) for (name, size, _, _), part in zip(jobs, parts, strict=True)
    ]
    groups = pd.concat(rows).groupby(["meta_learner", "n_datasets"], sort=False)
    return groups[["regret", "short_list_regret"]].mean().reset_index()


def _draws(examples: MetaExamples, rng):
    """Yield a number of datasets, which ones are known and which are held out."""
    codes, origins = pd.factorize(np.asarray(examples.origins))
    if len(origins) < 2:
        raise KnowledgeBaseError("all datasets have the same origin: there is nothing to hold out")
    fold_of = rng.permutation(len(origins))[codes] % min(_N_FOLDS, len(origins))
    sizes = [size for size in _SIZES if size < 0.8 * len(codes)]
    for fold in np.unique(fold_of):
        others = rng.permutation(np.flatnonzero(fold_of != fold))
        for size in sizes:
            yield size, others[:size], np.flatnonzero(fold_of == fold)
        # About the same number in each fold: one name for it.
        yield round(len(codes) * 0.9), others, np.flatnonzero(fold_of == fold)
