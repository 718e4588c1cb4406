"""`run_trials`: configurations are tried, several at a time, until the time is over or there are enough."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from metaselect.experiments import start_children
from metaselect.search.choice import refit_seconds
from metaselect.search.clock import MARGIN, SECONDS_TO_END, Clock
from metaselect.search.next_trial import next_trial
from metaselect.search.problem import Problem
from metaselect.search.spending import Progress, Spending
from metaselect.search.trial import Trial

__all__ = ["run_trials", "seconds_to_fit"]

# Without a clock, a trial is chosen by the scores of all but the last three before it, so that four can be run at a
# time and it is the same one, however many are.
_LAG = 4
# A trial that takes longer than this share of the budget is ended.
_SHARE_OF_TRIAL = 0.4
# What is left for a trial; some time goes by before it begins.
_LEAST_SECONDS = 0.5
# A model is made of about so many.
_MEMBERS = 5

Running = Mapping[int, tuple[int, Future[Trial]]]  # by number of the trial: index of the configuration, its future


def run_trials(
    problem: Problem,
    spending: Spending,
    clock: Clock,
    executor: Executor,
    earlier: Sequence[Trial],
    tell: Callable[[Progress], None],
) -> Iterator[Trial]:
    """Yield trials as they end, until there are enough, the time is over, or nothing is left to try.

    Parameters
    ----------
    problem : Problem
        What is searched.
    spending : Spending
        How much, and how.
    clock : Clock
        Of the whole call.
    executor : Executor
        Whose threads wait for the processes.
    earlier : sequence of Trial
        Of an earlier run on the same rows.
    tell : callable
        Called with the progress whenever it changes.
    """
    trials = list(earlier)
    running: dict[int, tuple[int, Future[Trial]]] = {}  # by number: the index of the configuration, and its future
    number = max((trial.number for trial in trials), default=0)
    most_at_once = max(1, spending.n_jobs) if clock.is_limited else _LAG
    is_over = False
    while True:
        while len(running) < most_at_once and not is_over:
            known = trials if clock.is_limited else [trial for trial in trials if trial.number <= number + 1 - _LAG]
            seconds = _seconds_for_trial(problem, trials, clock)
            done = {problem.index_of[trial.configuration.id] for trial in trials} | {i for i, _ in running.values()}
            unknown = done - {problem.index_of[trial.configuration.id] for trial in known}
            is_over = _is_enough(spending, number) or (seconds is not None and seconds <= _LEAST_SECONDS)
            i = None if is_over else next_trial(problem, known, sorted(unknown), done, seconds)
            if i is None:
                is_over = True
                break
            number += 1
            limits = () if seconds is None else (_SHARE_OF_TRIAL * clock.budget, time.monotonic() + seconds)
            # What was advised is needed on all folds, as a part of the blend.
            incumbent = None if i in problem.advised else problem.incumbent(known)
            future = executor.submit(problem.attempt, i, number, incumbent, *limits)
            running[number] = (i, future)
        tell(_progress(problem, trials, running, clock))
        if not running:
            return
        for ended in _wait_for(running, any_order=clock.is_limited):
            trial = running.pop(ended)[1].result()
            trials.append(trial)
            if trial.evaluation.status in ("timeout", "memout", "crashed", "lost"):
                start_children(problem.run, spending.n_processes)  # for the one that was ended
            yield trial


def _is_enough(spending: Spending, number: int) -> bool:
    return spending.n_trials is not None and number >= spending.n_trials


def _wait_for(running: Running, *, any_order: bool) -> list[int]:
    """Return the numbers of trials that have ended: of the oldest alone where the order must not depend on time."""
    if not any_order:
        oldest = min(running)
        wait([running[oldest][1]])
        return [oldest]
    wait([future for _, future in running.values()], return_when=FIRST_COMPLETED)
    return [number for number, (_, future) in running.items() if future.done()]


def _seconds_for_trial(problem: Problem, trials: Sequence[Trial], clock: Clock) -> float | None:
    """Return how long a trial may take: what is left but for fitting what would be chosen now; None without a clock."""
    if not clock.is_limited:
        return None
    return clock.left - seconds_to_fit(problem, trials) - SECONDS_TO_END


def seconds_to_fit(problem: Problem, trials: Sequence[Trial]) -> float:
    """Return what is set aside for fitting what would be chosen now, in seconds.

    Parameters
    ----------
    problem : Problem
        What is searched.
    trials : sequence of Trial
        Those so far.
    """
    complete = sorted((trial for trial in trials if trial.is_complete), key=lambda trial: -trial.score)
    if complete:
        return MARGIN * sum(refit_seconds(problem, trial) for trial in complete[:_MEMBERS])
    return MARGIN * float(sum(problem.fit_seconds[i] for i in problem.advised[:_MEMBERS]))


def _progress(problem: Problem, trials: Sequence[Trial], running: Running, clock: Clock) -> Progress:
    complete = [trial for trial in trials if trial.is_complete]
    return Progress(
        len(trials),
        tuple(problem.case.configurations[i].learner for i, _ in running.values()),
        max(complete, key=lambda trial: trial.score, default=None),
        clock.left,
    )
