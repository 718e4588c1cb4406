"""How much is known of a dataset's best configuration after a few trials, by what chooses the trials?

From the packaged knowledge alone: origins are left out in twenty parts, and what is left advises on them. Each way to
choose tries single configurations one after the other, and sees their scores; what counts is the regret of the best
that was tried, against the best that is known. Run with:

    python benchmarks/bench_search.py
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from _results import write_results

from metaselect import load_knowledge_base
from metaselect.assessment import held_out_forecasts, origin_folds
from metaselect.data import TASKS
from metaselect.knowledge import MetaExamples
from metaselect.learners import Configuration
from metaselect.metalearners import DEFAULT_META_LEARNER, cap_regret, greedy_portfolio, make_meta_learner
from metaselect.recommendation import Forecast, advised_order
from metaselect.search import Beliefs, expected_gains, prior_beliefs, shares_of_best

_TRIALS = (1, 3, 5, 10, 20)
_FOLDS = 20
_RANDOM_ORDERS = 20
# So many members of what was advised come first, as in a search.
_ADVISED = 5


def main() -> None:
    """Simulate, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=_FOLDS, help="parts of the origins that are left out in turn")
    arguments = parser.parse_args()
    known = load_knowledge_base()
    tables = []
    for task in TASKS:
        examples = known.meta_examples(task)
        tables.append(simulate(examples, known.configurations, arguments.folds).assign(task=task))
    results = pd.concat(tables)[["task", "chosen_by", *map(str, _TRIALS), "n_datasets"]]
    print(results.to_string(index=False, float_format="%.4f"))
    if arguments.folds == _FOLDS:
        print("written to", write_results(results, "search"))


def simulate(examples: MetaExamples, configurations: dict[str, Configuration], n_folds: int) -> pd.DataFrame:
    """Return the mean regret of the best of so many trials, one row for each way to choose them."""
    fold = origin_folds(examples.origins, n_folds)
    singles = np.setdiff1d(np.arange(len(examples.configurations)), examples.blends)
    alike = _alike([configurations[id_] for id_ in examples.configurations])
    found: dict[str, list[np.ndarray]] = {}
    for part in range(n_folds):
        held_out, learned = np.flatnonzero(fold == part), np.flatnonzero(fold != part)
        meta_learner = make_meta_learner(DEFAULT_META_LEARNER)
        static = singles[greedy_portfolio(examples.R[learned][:, singles], max(_TRIALS))]
        for i, forecast in zip(held_out, held_out_forecasts(meta_learner, examples, learned, held_out), strict=True):
            is_run = ~np.isnan(examples.R[i]) & ~np.isnan(examples.skills[i])
            available = singles[is_run[singles]]
            for name, order in _orders(forecast, available, examples.skills[i], static, alike):
                found.setdefault(name, []).append(_best_so_far(cap_regret(examples.R[i]), order))
    rows = [
        {"chosen_by": name, **dict(zip(map(str, _TRIALS), np.mean(regrets, axis=0), strict=True))}
        for name, regrets in _mean_of_random(found).items()
    ]
    return pd.DataFrame(rows).assign(n_datasets=len(examples.datasets))


def _orders(
    forecast: Forecast, available: np.ndarray, skills: np.ndarray, static: np.ndarray, alike: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the order of trials of each way to choose them."""
    n = max(_TRIALS)
    rng = np.random.default_rng(0)
    for number in range(_RANDOM_ORDERS):
        yield f"random {number}", rng.permutation(available)[:n]
    unknown = Beliefs(np.full(len(skills), 0.5), 0.1 * alike)
    yield "Gaussian process without knowledge", _by_gain(unknown, available, skills, [int(rng.choice(available))])
    yield "static portfolio", np.array([i for i in static if i in set(available)])
    advised = advised_order(forecast, available, n)
    yield "advised list", advised
    yield "search", _by_gain(prior_beliefs(forecast), available, skills, [int(i) for i in advised[:_ADVISED]])


def _by_gain(beliefs: Beliefs, available: np.ndarray, skills: np.ndarray, first: list[int]) -> np.ndarray:
    """Return trials by the gain that is expected of each, given the scores of those before it."""
    tried = list(first)
    while len(tried) < min(max(_TRIALS), len(available)):
        given = beliefs.given(tried, shares_of_best(skills[tried]))
        gains = expected_gains(given, float(given.mean[tried].max()))
        open_ = np.setdiff1d(available, tried)
        tried.append(int(open_[np.argmax(gains[open_])]))
    return np.array(tried)


def _alike(configurations: Sequence[Configuration]) -> np.ndarray:
    """Return how alike configurations are by what they are: of one learner, and with how many equal hyperparameters."""
    alike = np.eye(len(configurations))
    for i, one in enumerate(configurations):
        for j, other in enumerate(configurations[:i]):
            if one.learner == other.learner:
                names = {*one.hyperparameters, *other.hyperparameters}
                equal = [one.hyperparameters.get(name) == other.hyperparameters.get(name) for name in names]
                alike[i, j] = alike[j, i] = 0.5 + 0.4 * np.mean(equal)
    return alike


def _best_so_far(regrets: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return the regret of the best of the first so many trials; of all where there are fewer."""
    best = np.minimum.accumulate(regrets[order])
    return np.array([best[min(k, len(best)) - 1] for k in _TRIALS])


def _mean_of_random(found: dict[str, list[np.ndarray]]) -> dict[str, np.ndarray]:
    """Return the regrets with the random orders put together."""
    drawn = [np.array(regrets) for name, regrets in found.items() if name.startswith("random ")]
    others = {name: np.array(regrets) for name, regrets in found.items() if not name.startswith("random ")}
    return {"random": np.mean(drawn, axis=0), **others}


if __name__ == "__main__":
    main()
