"""Which configuration to try next: those that were advised first, then what is expected to gain most per second."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from metaselect.search.beliefs import expected_gains, shares_of_best
from metaselect.search.problem import Problem
from metaselect.search.trial import Trial

__all__ = ["next_trial", "speed_correction"]

_SHARE_OF_ADVISED = 0.6


def next_trial(
    problem: Problem,
    known: Sequence[Trial],
    running: Collection[int],
    done: Collection[int],
    most_seconds: float | None = None,
) -> int | None:
    """Return the index of the configuration to try next, None where nothing is left that would end in time.

    Parameters
    ----------
    problem : Problem
        What is searched.
    known : sequence of Trial
        Those whose scores may decide.
    running : collection of int
        Indices of what is being tried; they count as tried, with the scores that are believed.
    done : collection of int
        Indices of all that was ever chosen.
    most_seconds : float, optional
        That a trial may take; where it is given, gains are counted per second.
    """
    seconds = problem.trial_seconds * speed_correction(problem, known)
    limit = np.inf if most_seconds is None else most_seconds
    # Where what was advised would take most of the time, it has to compete like everything else.
    advised = [i for i in problem.advised if i not in done]
    if advised and seconds[advised].sum() <= _SHARE_OF_ADVISED * limit:
        return advised[0]
    open_ = np.array([i for i in problem.case.singles if i not in done and seconds[i] <= limit], dtype=int)
    if not len(open_):
        return None
    gains = _gains(problem, known, running)[open_]
    return int(open_[np.argmax(gains if most_seconds is None else gains / seconds[open_])])


def _gains(problem: Problem, known: Sequence[Trial], running: Collection[int]) -> np.ndarray:
    """Return how much better than the best so far each configuration is expected to be."""
    tried = [problem.index_of[trial.configuration.id] for trial in known]
    values = list(shares_of_best(problem.skills(known)))
    # What is running counts as if it did as is believed: its likes have less to gain then.
    believed = problem.beliefs.given(tried, values).mean
    tried, values = tried + list(running), values + [float(believed[i]) for i in running]
    beliefs = problem.beliefs.given(tried, values)
    return expected_gains(beliefs, float(beliefs.mean[tried or problem.case.singles].max()))


def speed_correction(problem: Problem, known: Sequence[Trial]) -> float:
    """Return how many times as long trials take as was expected, by the complete ones; 1 before there are any."""
    ratios = [
        trial.seconds / problem.trial_seconds[problem.index_of[trial.configuration.id]]
        for trial in known
        if trial.is_complete and np.isfinite(trial.seconds)
    ]
    return float(np.clip(np.median(ratios), 0.2, 20.0)) if ratios else 1.0
