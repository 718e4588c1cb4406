"""What are twice the rows worth to each base learner, and do metafeatures tell better than the median?

From the learning curves of the packaged knowledge base: the skill on all training rows less that on half of them (0
is the best constant prediction, 1 perfect). A forest from metafeatures to these gains is judged on datasets of
origins that it has not seen, beside the median of each configuration over the others. Run with:

    python benchmarks/bench_more_rows.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from _results import write_results
from scipy.stats import spearmanr

from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import ProximityForest, RankScaling
from metaselect.recommendation import gains_from_more_rows, measure_more_rows

# A configuration must have been run on so many of the datasets; what little is missing is filled by the median.
_SHARE_KNOWN = 0.8


def main() -> None:
    """Measure, print, write the results."""
    knowledge_base = load_knowledge_base()
    results = pd.DataFrame([row for task in TASKS for row in measure(knowledge_base, task)])
    print(results.to_string(index=False, float_format="%.4f"))
    print("written to", write_results(results, "more_rows"))


def measure(knowledge_base, task: str):
    """Yield a row per base learner, and one on how well gains are predicted."""
    examples = knowledge_base.meta_examples(task)
    more_rows = measure_more_rows(knowledge_base, task, examples.metric)
    for learner, gain in more_rows.gains.items():
        yield {"task": task, "what": learner, "n_datasets": more_rows.n_datasets, "median_gain": gain}
    table = gains_from_more_rows(knowledge_base, task, examples.metric)
    table = table.pivot(index="dataset", columns="configuration", values="gain")
    table = table.loc[table.index.isin(examples.datasets), table.notna().mean() >= _SHARE_KNOWN]
    rows = [examples.datasets.index(name) for name in table.index]
    predicted, medians = predict_unseen(
        examples.M[rows], table.fillna(table.median()).to_numpy(), np.asarray(examples.origins)[rows]
    )
    gains = table.to_numpy()
    yield {
        "task": task,
        "what": "all, predicted",
        "n_datasets": len(rows),
        "error_of_forest": np.nanmean(np.abs(predicted - gains)),
        "error_of_median": np.nanmean(np.abs(medians - gains)),
        "rank_correlation_over_datasets": spearmanr(predicted.mean(axis=1), np.nanmean(gains, axis=1)).statistic,
    }


def predict_unseen(M: np.ndarray, gains: np.ndarray, origins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return gains as a forest predicts them and as medians, without the origin of each, like `gains`."""
    predicted, medians = np.empty_like(gains), np.empty_like(gains)
    for origin in np.unique(origins):
        held_out, known = origins == origin, origins != origin
        scaling = RankScaling().fit(M[known])
        forest = ProximityForest(n_trees=100).fit(scaling.transform(M[known]), gains[known])
        predicted[held_out] = forest.predict(scaling.transform(M[held_out]))
        medians[held_out] = np.median(gains[known], axis=0)
    return predicted, medians


if __name__ == "__main__":
    main()
