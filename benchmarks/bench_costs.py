"""How far off are the seconds expected of fitting and of predicting, also on larger tables than any known?

On the packaged knowledge base: in ten parts of whole origins, each predicted from the other nine; and from the tables
with few training rows to those with many. Run with:

    python benchmarks/bench_costs.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.recommendation import FitTimes, PredictTimes, evaluation_column, sizes_and_seconds
from metaselect.seeding import rng_from

_N_PARTS = 10
_FEW_ROWS, _MANY_ROWS = 450, 1000


def main() -> None:
    """Measure, print, write the results."""
    knowledge_base = load_knowledge_base()
    results = pd.DataFrame([row for task in TASKS for row in measure(knowledge_base, task)])
    print(results.to_string(index=False, float_format="%.3f"))
    print("written to", write_results(results, "costs"))


def measure(knowledge_base, task: str):
    """Yield a row per kind of cost and per way of splitting the datasets."""
    examples = knowledge_base.meta_examples(task)
    sizes, fit_seconds = sizes_and_seconds(knowledge_base, examples)
    predict_seconds = evaluation_column(knowledge_base, examples, "predict_seconds")
    n_new = np.nanmax(evaluation_column(knowledge_base, examples, "n_test_rows"), axis=1)
    n_rows = sizes[:, 0]
    splits = {
        "ten parts of whole origins": [(~part, part) for part in _parts(np.asarray(examples.origins))],
        "from few rows to many": [(n_rows < _FEW_ROWS, n_rows > _MANY_ROWS)],
    }
    for split, pairs in splits.items():
        of_fit, of_predict = [], []
        for known, held_out in pairs:
            fit_times = FitTimes().fit(sizes[known], fit_seconds[known])
            predict_times = PredictTimes().fit(sizes[known], n_new[known], predict_seconds[known])
            for i in np.flatnonzero(held_out):
                of_fit.append(fit_seconds[i] / fit_times.predict(*sizes[i]))
                of_predict.append(predict_seconds[i] / predict_times.predict(n_new[i], *sizes[i]))
        for cost, ratios in (("fit", of_fit), ("predict", of_predict)):
            logs = np.log(np.concatenate(ratios))
            logs = logs[~np.isnan(logs)]
            yield {
                "task": task,
                "seconds": cost,
                "split": split,
                "n_measurements": len(logs),
                "median_factor": np.exp(np.median(np.abs(logs))),
                "within_factor_2": np.mean(np.abs(logs) <= np.log(2)),
                "median_measured_to_expected": np.exp(np.median(logs)),
            }


def _parts(origins: np.ndarray):
    """Yield masks of held-out datasets; origins stay together."""
    distinct = rng_from(0, "parts").permutation(np.unique(origins))
    for part in range(_N_PARTS):
        yield np.isin(origins, distinct[part::_N_PARTS])


if __name__ == "__main__":
    main()
