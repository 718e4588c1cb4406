"""`evaluate`: one configuration on one dataset, by cross-validation."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from types import FrameType
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from metaselect.data import Dataset
from metaselect.evaluation._memory import start_memory_meter
from metaselect.evaluation.measures import Measure, measures_for
from metaselect.evaluation.out_of_fold import keep_predictions
from metaselect.evaluation.predictions import checked_numbers, checked_probabilities
from metaselect.evaluation.racing import Incumbent
from metaselect.evaluation.resampling import Resampling, make_folds, resampling_of, share_of_rows
from metaselect.evaluation.scorers import Scores, find_scores
from metaselect.exceptions import ConfigurationError, DatasetError, first_line
from metaselect.learners import Blend, Configuration
from metaselect.seeding import seed_from

__all__ = ["INFRASTRUCTURE_STATUSES", "STATUSES", "Evaluation", "evaluate"]

STATUSES = ("ok", "raced", "failed", "timeout", "memout", "crashed", "skipped", "unreadable", "lost")
# These say something of the machine or the file and nothing of the learner: the next run tries them again unasked.
INFRASTRUCTURE_STATUSES = ("unreadable", "lost")
# A share of a dataset with fewer rows than this says nothing of how a learner does with more.
_FEWEST_ROWS = 20

Folds = Sequence[tuple[np.ndarray, np.ndarray]]  # training and test positions of each


@dataclass(frozen=True)
class Evaluation:
    """How one configuration did on one dataset.

    Attributes
    ----------
    dataset, configuration : str
        Name of the dataset and id of the configuration.
    status : str
        What the learner did: `"ok"`; `"raced"`, it was hopelessly behind on the first folds and not run on the others,
        so that its scores must be compared with no other's; `"failed"`, it raised an exception or predicted what is
        no prediction, such as NaN; `"timeout"`; `"memout"`, it asked for more memory than the limit; `"crashed"`, it
        ended the interpreter or made it say what is no result;
        `"skipped"`, a size rule forbade the attempt. What happened to it, and is tried again by the next run:
        `"unreadable"`, the dataset could not be read; `"lost"`, the process or the machine that evaluated went away.
    fold_scores : dict of str to tuple of float
        For each metric, the score on each fold; greater is better.
    fit_seconds, predict_seconds : float
        Mean over folds of the processor time of one thread, hence of the wall-clock time on an idle machine.
    n_train_rows, n_test_rows : int
        Mean over folds.
    resampling : str
        How the dataset was split, such as `"5-fold x 2"` or `"5-fold by group"`; empty where the folds were given.
    peak_megabytes : float
        Most memory in use at any time beyond what was in use before; NaN where the system does not say.
    train_share : float
        The share of the training rows of each fold that was used.
    error : str
        First line of the cause where the status is not `"ok"`; where it is, what the learner did wrong beside it, such
        as leaving processes running.
    out_of_fold : tuple of ndarray
        Predictions of the test rows of each round of folds, as of `keep_predictions`; none where folds were given, not
        all were run, or less than all training rows were used.
    """

    dataset: str
    configuration: str
    status: str
    fold_scores: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    fit_seconds: float = float("nan")
    predict_seconds: float = float("nan")
    n_train_rows: int = 0
    n_test_rows: int = 0
    resampling: str = ""
    peak_megabytes: float = float("nan")
    train_share: float = 1.0
    error: str = ""
    out_of_fold: tuple[np.ndarray, ...] = field(default=(), compare=False, repr=False)

    def score(self, metric: str) -> float:
        """Return the mean over folds of `metric`, NaN where it was not measured."""
        return float(np.mean(self.fold_scores[metric])) if metric in self.fold_scores else float("nan")


def evaluate(
    configuration: Configuration | Blend,
    dataset: Dataset,
    *,
    metrics: Sequence[str | Callable[..., Any]] | None = None,
    cv: int | Folds | None = None,
    time_limit: float | None = None,
    random_state: int = 0,
    incumbent: Incumbent | None = None,
    train_share: float = 1.0,
) -> Evaluation:
    """Return how `configuration` does on `dataset`, by cross-validation.

    A configuration that fails or runs out of time is a result, not an exception. Preprocessing is fitted on the
    training rows of each fold alone.

    Parameters
    ----------
    configuration : Configuration or Blend
        Base learner with its hyperparameters and preprocessing, or several of them.
    dataset : Dataset
        What it learns from and is tested on; not changed.
    metrics : list of str or callable, optional
        scikit-learn's scorer names, or scorers that need predictions alone (`find_scores`); those that known datasets
        are scored by when not given.
    cv : int or list of (train, test), optional
        Number of folds or the folds themselves; decided by the size of the dataset when not given. Folds respect the
        groups or the time that the roles of its columns name (`make_folds`).
    time_limit : float, optional
        Seconds of wall-clock time for all folds together.
    random_state : int
        Seeds the folds, the share of the training rows, and the learner.
    incumbent : Incumbent, optional
        Stop when this dominates; its scores must be those of the same folds. No race when not given.
    train_share : float
        Learn from so many of the training rows of each fold only (`share_of_rows`); the test rows stay the same.

    Raises
    ------
    ConfigurationError
        If the learner or a metric is unknown.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from metaselect.learners import make_configuration
    >>> iris = Dataset.from_arrays(*load_iris(return_X_y=True), name="iris")
    >>> evaluation = evaluate(make_configuration("linear_discriminant"), iris, metrics=["accuracy"])
    >>> evaluation.status, round(evaluation.score("accuracy"), 2)
    ('ok', 0.98)
    """
    if not isinstance(configuration, Configuration | Blend) or not isinstance(dataset, Dataset):
        raise ConfigurationError(
            f"a {type(configuration).__name__} and a {type(dataset).__name__} were given; expected a Configuration, "
            "such as Configuration('ridge'), and a Dataset, such as Dataset.from_arrays(X, y)"
        )
    wanted = [find_scores(metric, dataset.task) for metric in metrics or ()] or measures_for(dataset.task)
    without_scores = partial(Evaluation, dataset.name, configuration.id, train_share=train_share)
    if reason := _why_not(configuration, dataset, train_share):
        return without_scores("skipped", error=reason)
    try:
        folds, resampling = _folds(cv, dataset, random_state)
    except DatasetError as nothing_to_test_on:  # by its groups or times
        return without_scores("skipped", error=first_line(nothing_to_test_on))
    if train_share < 1.0:
        folds = [(share_of_rows(dataset, train, train_share, random_state), test) for train, test in folds]
    seed = seed_from(random_state, "evaluate", dataset.name)
    try:
        with _alarm(time_limit), threadpool_limits(1), warnings.catch_warnings():
            # Convergence and the like: what a learner warns of shows in its score.
            warnings.simplefilter("ignore")
            memory = start_memory_meter()
            rows, predictions = [], []
            for train, test in folds:
                predicted, row = _evaluate_fold(configuration, dataset, train, test, wanted, seed)
                rows.append(row)
                predictions.append(predicted)
                if is_raced := incumbent is not None and incumbent.dominates([row[incumbent.metric] for row in rows]):
                    break
            peak_megabytes = memory()
    except _OutOfTimeError:
        error = f"more than {time_limit:g} seconds"
        return without_scores("timeout", error=error)
    except Exception as error:  # noqa: BLE001  (a learner may fail in any way; the cause is the result)
        status = "memout" if _is_out_of_memory(error) else "failed"
        return without_scores(status, error=_cause(error))
    evaluation = _summarize(dataset.name, configuration.id, rows, folds)
    if incumbent is not None and is_raced and len(rows) < len(folds):
        cause = f"hopelessly behind {incumbent.configuration} on the first {len(rows)} of {len(folds)} folds"
        evaluation = replace(evaluation, status="raced", error=cause)
    elif resampling and train_share == 1.0:
        n_rounds = Resampling.from_text(resampling).n_rounds
        evaluation = replace(evaluation, out_of_fold=keep_predictions(predictions, dataset, folds, n_rounds))
    return replace(evaluation, resampling=resampling, peak_megabytes=peak_megabytes, train_share=train_share)


def _why_not(configuration: Configuration | Blend, dataset: Dataset, train_share: float) -> str | None:
    n_rows, smallest_class = dataset.n_rows, dataset.smallest_class
    if train_share < 1.0:
        n_rows = int(train_share * n_rows)
        smallest_class = None if smallest_class is None else int(train_share * smallest_class)
        if n_rows < _FEWEST_ROWS:
            return f"{train_share:g} of {dataset.n_rows} rows are fewer than {_FEWEST_ROWS}"
    obstacle = configuration.why_not(
        task=dataset.task,
        n_rows=n_rows,
        smallest_class=smallest_class,
        n_columns=dataset.n_columns,
        n_classes=dataset.n_classes,
    )
    return None if obstacle is None else str(obstacle)


def _folds(cv: int | Folds | None, dataset: Dataset, random_state: int) -> tuple[Folds, str]:
    """Return the folds, and what is recorded of how they were made; nothing where they are given."""
    if cv is not None and not isinstance(cv, int):
        return cv, ""
    resampling = resampling_of(dataset, cv)
    return make_folds(dataset, resampling, random_state), str(resampling)


def _evaluate_fold(
    configuration: Configuration | Blend,
    dataset: Dataset,
    train: np.ndarray,
    test: np.ndarray,
    measures: Sequence[Measure | Scores],
    seed: int,
) -> tuple[np.ndarray, dict[str, float]]:
    """Return the predictions of the test rows, and the scores and seconds of them."""
    y = dataset.codes
    pipeline = configuration.build(dataset.task, seed, dataset.clean_types)
    start = time.process_time()
    pipeline.fit(dataset.X.iloc[train], y[train])
    fitted = time.process_time()
    predictions = _predict(pipeline, dataset, test)
    predicted = time.process_time()
    scores = {measure.name: float(measure.score(y[test], predictions)) for measure in measures}
    if infinite := [name for name, score in scores.items() if np.isinf(score)]:
        raise ValueError(f"predictions are beyond what {infinite[0]} can be computed of")
    return predictions, {**scores, "fit_seconds": fitted - start, "predict_seconds": predicted - fitted}


def _predict(pipeline: Pipeline, dataset: Dataset, rows: np.ndarray) -> np.ndarray:
    X, n_classes = dataset.X.iloc[rows], dataset.n_classes
    if n_classes is None:  # a regression
        return checked_numbers(pipeline.predict(X), len(rows))
    # A class may be absent from the training rows.
    return checked_probabilities(pipeline.predict_proba(X), len(rows), pipeline.classes_, n_classes)


def _summarize(dataset: str, configuration: str, rows: list[dict[str, float]], folds: Folds) -> Evaluation:
    metrics = [name for name in rows[0] if not name.endswith("_seconds")]
    return Evaluation(
        dataset,
        configuration,
        "ok",
        {name: tuple(row[name] for row in rows) for name in metrics},
        fit_seconds=float(np.mean([row["fit_seconds"] for row in rows])),
        predict_seconds=float(np.mean([row["predict_seconds"] for row in rows])),
        n_train_rows=round(np.mean([len(train) for train, _ in folds])),
        n_test_rows=round(np.mean([len(test) for _, test in folds])),
    )


def _cause(error: Exception) -> str:
    kind, said = first_line(type(error).__name__), first_line(error)
    return kind if said == kind else f"{kind}: {said}"


def _is_out_of_memory(error: Exception) -> bool:
    # Libraries in C++ report theirs as an exception of their own with the name of the C++ one in its text.
    return isinstance(error, MemoryError) or "bad_alloc" in first_line(error)


class _OutOfTimeError(BaseException):
    """Not an Exception, so that no learner can catch it by accident."""


@contextmanager
def _alarm(seconds: float | None) -> Iterator[None]:
    """Interrupt the block after `seconds`, where the system has alarms and this is the main thread.

    Compiled code is interrupted when it next returns to Python: after the tree or the iteration at hand.
    """
    if seconds is None or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(signal_number: int, frame: FrameType | None) -> None:
        raise _OutOfTimeError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
