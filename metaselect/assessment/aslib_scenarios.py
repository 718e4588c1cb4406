"""Meta-learners on scenarios of ASlib: how much of the way from the single best algorithm to the oracle do they go?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.base import clone

from metaselect.assessment._parallel import run_parallel
from metaselect.exceptions import ScenarioError
from metaselect.knowledge import par10
from metaselect.metalearners import make_meta_learner
from metaselect.seeding import rng_from

if TYPE_CHECKING:
    from metaselect.knowledge import Scenario

__all__ = ["evaluate_on_scenario", "scenario_regret"]


def evaluate_on_scenario(
    meta_learners: Sequence[str],
    scenario: Scenario,
    *,
    n_resamples: int = 1000,
    random_state: int = 0,
    n_jobs: int | None = None,
) -> pd.DataFrame:
    """Return the mean loss and the remaining gap of each meta-learner, on the scenario's own folds.

    The oracle (virtual best solver) takes the best algorithm for each instance; the single best (single best solver)
    the one with the smallest mean loss on the training folds. Losses are those of `Scenario.losses`: PAR10 of runtimes.

    The time that features take is not counted in `score` and `gap`, which tell how good the choice is. It is in
    `gap_with_costs`: the features of an instance are computed first, a run then has what is left of the cutoff, and an
    instance that the features solved takes their time alone. The oracle and the single best need no features.

    Parameters
    ----------
    meta_learners : sequence of str
        Names in `META_LEARNERS`.
    scenario : Scenario
        With the folds that its makers gave it.
    n_resamples : int
        Bootstrap samples of the instances, for the intervals.
    random_state : int
        Seeds the meta-learners and the samples.
    n_jobs : int, optional
        Processes, as joblib counts them.

    Returns
    -------
    comparison : DataFrame
        Indexed by meta_learner. `score`: mean loss, in the units of the scenario, smaller is better. `gap`: 0 for the
        oracle, 1 for the single best; `gap_low` and `gap_high`, its 95 % bootstrap interval. `gap_with_costs`.
        `oracle` and `single_best`: their mean losses, the same in each row.

    Raises
    ------
    ScenarioError
        If the single best is the oracle: there is nothing to select.
    """
    splits = list(_splits(scenario))
    instances = np.concatenate([test for _, test in splits])
    losses = scenario.losses.to_numpy()
    oracle = losses[instances].min(axis=1)
    single_best = np.concatenate([losses[test, losses[train].mean(axis=0).argmin()] for train, test in splits])
    if single_best.mean() <= oracle.mean():
        raise ScenarioError(f"{scenario.name}: one algorithm is the best on every instance, there is nothing to select")
    draws = _draws(len(instances), n_resamples, rng_from(random_state, "bootstrap"))
    jobs = [(name, train, test) for name in meta_learners for train, test in splits]
    tasks = ((make_meta_learner(name, random_state), scenario, train, test) for name, train, test in jobs)
    choices = run_parallel(_choose, tasks, n_jobs)
    rows = []
    for k, name in enumerate(meta_learners):
        chosen = np.concatenate(choices[k * len(splits) : (k + 1) * len(splits)])
        loss = losses[instances, chosen]
        gaps = _gap(draws, loss, oracle, single_best)
        with_costs = _loss_with_costs(scenario, instances, chosen)
        rows.append(
            {
                "meta_learner": name,
                "score": loss.mean(),
                "gap": gaps[0],
                "gap_low": np.nanquantile(gaps[1:], 0.025),
                "gap_high": np.nanquantile(gaps[1:], 0.975),
                "gap_with_costs": _gap(draws[:1], with_costs, oracle, single_best)[0],
                "oracle": oracle.mean(),
                "single_best": single_best.mean(),
            }
        )
    return pd.DataFrame(rows).set_index("meta_learner")


def scenario_regret(losses: np.ndarray) -> np.ndarray:
    """Return what a meta-learner is to predict, (n_instances, n_algorithms): loss over the best, 0 to 1.

    Runtimes are spread over orders of magnitude, but it is their mean that counts: the square root is between the loss
    itself, for which all but timeouts are alike, and its logarithm, for which a second matters as much as an hour.
    Instances on which all algorithms do the same prefer none: their row is NaN.

    Parameters
    ----------
    losses : ndarray of shape (n_instances, n_algorithms)
        Smaller is better.

    Examples
    --------
    >>> scenario_regret(np.array([[0.0, 25.0, 100.0], [9.0, 9.0, 9.0]]))
    array([[0. , 0.5, 1. ],
           [nan, nan, nan]])
    """
    excess = losses - losses.min(axis=1, keepdims=True)
    regret = np.sqrt(excess / max(excess.max(), 1e-300))
    regret[excess.max(axis=1) == 0] = np.nan
    return regret


def _splits(scenario: Scenario):
    """Yield positions of training and test instances, for each fold of each repetition."""
    position = pd.Series(np.arange(len(scenario.performance)), index=scenario.performance.index)
    for _, folds in scenario.folds.groupby("repetition"):
        positions = position[folds["instance"]].to_numpy()
        for fold in np.unique(folds["fold"]):
            is_test = (folds["fold"] == fold).to_numpy()
            yield positions[~is_test], positions[is_test]


def _choose(meta_learner, scenario: Scenario, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return the algorithm chosen for each test instance, (n_test,)."""
    M = scenario.features.to_numpy(dtype=float)
    R = scenario_regret(scenario.losses.to_numpy()[train])
    telling = ~np.isnan(R).all(axis=1)
    return clone(meta_learner).fit(M[train][telling], R[telling]).predict(M[test]).argmin(axis=1)


def _loss_with_costs(scenario: Scenario, instances: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    performance = scenario.performance.to_numpy()[instances, chosen]
    if scenario.cutoff is None:
        return scenario.losses.to_numpy()[instances, chosen]
    costs = scenario.feature_costs.to_numpy()[instances]
    seconds = np.where(scenario.presolved.to_numpy()[instances], costs, performance + costs)
    return par10(pd.Series(seconds), scenario.cutoff).to_numpy()


def _draws(n_instances: int, n_resamples: int, rng) -> np.ndarray:
    """Return how often each instance counts: once each in the first row, then one row per bootstrap sample."""
    resampled = rng.multinomial(n_instances, np.full(n_instances, 1 / n_instances), size=n_resamples)
    return np.vstack([np.ones(n_instances), resampled])


def _gap(draws: np.ndarray, loss: np.ndarray, oracle: np.ndarray, single_best: np.ndarray) -> np.ndarray:
    between = draws @ (single_best - oracle)
    return np.divide(draws @ (loss - oracle), between, out=np.full(len(draws), np.nan), where=between > 0)
