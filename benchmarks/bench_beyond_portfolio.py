"""Does it pay to recommend configurations that were never run?

No new runs are needed to tell: some configurations of the packaged knowledge base are left out, together with the
origins of some datasets; a surrogate over metafeatures and encoded configurations, fitted on the rest, chooses among
the left-out configurations for the left-out datasets. Run with:

    python benchmarks/bench_beyond_portfolio.py
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from _intervals import gap_interval
from _results import write_results

from metaselect.assessment import origin_folds
from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import JointNeuralMetaLearner, cap_regret, encode_configurations, make_meta_learner
from metaselect.recommendation import shortlist
from metaselect.seeding import rng_from

_LEFT_OUT_SHARE = 0.3
_LIST = 5


def main() -> None:
    """Measure each task, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=5, help="folds of origins")
    parser.add_argument("--repeats", type=int, default=2, help="sets of left-out configurations for each fold")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    results = pd.concat([_measure(knowledge_base, task, arguments.folds, arguments.repeats) for task in TASKS])
    print(results.to_string(index=False, float_format="%.3f"))
    print("written to", write_results(results, "beyond_portfolio"))


def _measure(knowledge_base, task: str, n_folds: int, n_repeats: int) -> pd.DataFrame:
    examples = knowledge_base.meta_examples(task)
    encoding = encode_configurations([knowledge_base.configurations[id_] for id_ in examples.configurations])
    fold = origin_folds(examples.origins, n_folds)
    rows = []
    for k in range(n_folds):
        for repeat in range(n_repeats):
            n_configurations = len(encoding)
            shuffled = rng_from(0, "left out", str(k), str(repeat)).permutation(n_configurations)
            outside, inside = np.split(shuffled, [int(_LEFT_OUT_SHARE * n_configurations)])
            rows += _measure_split(examples, encoding, fold, k, np.sort(inside), np.sort(outside))
    table = pd.DataFrame(rows)
    origins = np.asarray(examples.origins)[table.pop("dataset")]
    reference = table["inside: forest"].to_numpy()
    lists = table["inside: list of five"].to_numpy()
    summary = []
    for way in table:
        values = table[way].to_numpy()
        to_compare = lists if "list" in way else reference
        ratio, low, high = gap_interval(values, to_compare, origins)
        summary.append({"task": task, "way": way, "regret": values.mean(), "ratio": ratio, "low": low, "high": high})
    return pd.DataFrame(summary)


def _measure_split(examples, encoding, fold, k, inside, outside) -> list[dict[str, float]]:
    known = fold != k
    M, R = examples.M, examples.R
    forest = make_meta_learner("forest").fit(M[known], R[known][:, inside])
    surrogate = JointNeuralMetaLearner(encoding[inside]).fit(M[known], R[known][:, inside])
    rows = []
    for i in np.flatnonzero(~known):
        ran_inside, ran_outside = inside[~np.isnan(R[i, inside])], outside[~np.isnan(R[i, outside])]
        if not len(ran_inside) or not len(ran_outside):
            continue
        rng = rng_from(0, "any left out", examples.datasets[i])
        rows.append(
            {"dataset": i}
            | _ways(forest, surrogate, M[[i]], R, known, i, inside, ran_inside, ran_outside, encoding, rng)
        )
    return rows


def _ways(forest, surrogate, m, R, known, i, inside, ran_inside, ran_outside, encoding, rng) -> dict[str, float]:
    true = cap_regret(R[i])
    within = np.isin(inside, ran_inside)
    by_forest, weights = forest.predict(m)[0][within], forest.weights(m)[0]
    by_surrogate = surrogate.predict(m)[0][within]
    beyond = surrogate.predict_for(m, encoding[ran_outside])[0]
    best_beyond, best_inside = ran_outside[beyond.argmin()], ran_inside[by_surrogate.argmin()]
    gains = beyond.min() < by_surrogate.min()
    scenarios = by_forest + forest.residuals_of_known()[:, within]
    chosen = ran_inside[shortlist(by_forest, scenarios, weights, _LIST)]
    any_beyond = ran_outside[rng.integers(len(ran_outside))]
    with_proposal = [*chosen[: _LIST - 1], best_beyond]
    return {
        "inside: forest": true[ran_inside[by_forest.argmin()]],
        "inside: surrogate": true[best_inside],
        "left out: surrogate": true[best_beyond],
        "left out where a gain is predicted, else inside: forest": (
            true[best_beyond] if gains else true[ran_inside[by_forest.argmin()]]
        ),
        "inside: list of five": true[chosen].min(),
        "list of four and left out: surrogate": true[with_proposal].min(),
        "list of four and left out: any": true[[*chosen[: _LIST - 1], any_beyond]].min(),
    }


if __name__ == "__main__":
    main()
