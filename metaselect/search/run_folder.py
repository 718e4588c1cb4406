"""A folder in which the trials of a run are kept, so that a later one goes on where it stopped, however it stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pandas as pd

from metaselect.data import Dataset
from metaselect.evaluation import INFRASTRUCTURE_STATUSES
from metaselect.exceptions import Hint, StoreError
from metaselect.experiments import Store
from metaselect.search.problem import Problem
from metaselect.search.trial import Trial

__all__ = ["TRIALS", "RunFolder", "open_run_folder"]

# A store like those of benchmarks: what is learned from these can be learned from it.
TRIALS = "trials.sqlite"
_FINGERPRINT = "fingerprint"
# What may be different in a longer run, or on a machine that has less else to do.
_WITH_MORE_TIME = ("timeout", *INFRASTRUCTURE_STATUSES)


class RunFolder:
    """What is kept of a run; nothing where no folder was asked for.

    Parameters
    ----------
    store : Store or None
        Where trials are kept.
    problem : Problem
        What they are trials of.
    """

    def __init__(self, store: Store | None, problem: Problem):
        self._store = store
        self._problem = problem

    def trials(self) -> list[Trial]:
        """Return what earlier runs tried that can be tried again now, in the order in which it was."""
        if self._store is None:
            return []
        trials: list[Trial] = []
        for evaluation in self._store.read_all_evaluations():
            i = self._problem.index_of.get(evaluation.configuration)
            if evaluation.train_share < 1.0 or i is None or evaluation.status in _WITH_MORE_TIME:
                continue
            kept = self._store.predictions.read(evaluation.dataset, evaluation.configuration)
            configuration = self._problem.case.configurations[i]
            trials.append(self._problem.trial(len(trials) + 1, configuration, replace(evaluation, out_of_fold=kept)))
        return trials

    def keep(self, trial: Trial) -> None:
        """Keep a trial; it is on the disk when this returns."""
        if self._store is not None:
            self._store.write_configurations([trial.configuration])
            self._store.write_evaluation(trial.evaluation)


@contextmanager
def open_run_folder(folder: Path | None, problem: Problem) -> Iterator[RunFolder]:
    """Yield the folder of a run, made where it is not there yet.

    Parameters
    ----------
    folder : Path or None
        None where nothing is to be kept.
    problem : Problem
        What is tried.

    Raises
    ------
    StoreError
        If it holds the trials of other data, or cannot be written.
    """
    if folder is None:
        yield RunFolder(None, problem)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror or error}; name a folder that can") from error
    with Store(folder / TRIALS) as store:
        found = store.read_settings()
        own = {_FINGERPRINT: fingerprint(problem.dataset), "batch": asdict(problem.run.settings)}
        if _FINGERPRINT in found and any(found.get(name) != value for name, value in own.items()):
            raise StoreError(
                f"{folder} holds the trials of other data, or of another seed",
                hint=Hint("run folder", "give another run_folder="),
            )
        store.write_settings(own)
        yield RunFolder(store, problem)


def fingerprint(dataset: Dataset) -> str:
    """Return a text that is the same for the same rows, target and splits alone.

    Parameters
    ----------
    dataset : Dataset
        The rows that trials are compared on.

    Examples
    --------
    >>> one, other = (Dataset.from_arrays(np.arange(6.0)[:, None] + shift, [0, 1] * 3) for shift in (0, 1))
    >>> fingerprint(one) == fingerprint(one), fingerprint(one) == fingerprint(other)
    (True, False)
    """
    words = [dataset.name, dataset.task, dataset.target, *dataset.X.columns]
    hashed = hashlib.sha256("\x1f".join(words).encode())
    hashed.update(pd.util.hash_pandas_object(dataset.X.astype(str), index=False).to_numpy().tobytes())
    of_rows = (dataset.codes, dataset.structure.groups, dataset.structure.moments)
    for values in of_rows:
        hashed.update(np.asarray([] if values is None else values, dtype=float).tobytes())
    return hashed.hexdigest()[:16]
