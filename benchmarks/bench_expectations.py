"""How often do scores fall into their intervals, and how far off are fit times?

On the packaged knowledge base, in ten parts of whole origins, each predicted from the other nine. Run with:

    python benchmarks/bench_expectations.py
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.data import TASKS
from metaselect.knowledge import KnowledgeBase, load_knowledge_base
from metaselect.recommendation import ExpectedScores, FitTimes
from metaselect.recommendation.running_costs import sizes_and_seconds
from metaselect.seeding import rng_from

_TAIL = 0.05


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="two parts instead of ten; write nothing")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    rows = [measure(knowledge_base, task, 2 if arguments.fast else 10) for task in TASKS]
    results = pd.DataFrame(rows)
    print(results.to_string(index=False, float_format="%.3f"))
    if not arguments.fast:
        print("written to", write_results(results, "expectations"))


def measure(knowledge_base: KnowledgeBase, task: str, n_parts: int) -> dict[str, object]:
    """Return coverage and width of intervals and the errors of fit times for one task."""
    examples = knowledge_base.meta_examples(task)
    sizes, seconds = sizes_and_seconds(knowledge_base, examples)
    origins = np.asarray(examples.origins)
    covered, widths, plain_covered, plain_widths, errors, ratios = [], [], [], [], [], []
    for held_out in _parts(origins, n_parts):
        known = ~held_out
        model = ExpectedScores().fit(examples.M[known], examples.R[known], examples.skills[known], origins[known])
        expected, low, high = model.predict(examples.M[held_out])
        truth = examples.skills[held_out]
        plain_low, plain_high = np.nanquantile(examples.skills[known], [_TAIL, 1 - _TAIL], axis=0)
        scored = ~np.isnan(truth)
        covered.append(((low <= truth) & (truth <= high))[scored])
        plain_covered.append(((plain_low <= truth) & (truth <= plain_high))[scored])
        widths.append((high - low)[scored])
        plain_widths.append(np.broadcast_to(plain_high - plain_low, truth.shape)[scored])
        errors.append(np.abs(np.maximum(truth, -1) - expected)[scored])
        times = FitTimes().fit(sizes[known], seconds[known])
        predicted = np.array([times.predict(*size) for size in sizes[held_out]])
        ratios.append((seconds[held_out] / predicted)[~np.isnan(seconds[held_out])])
    factor = np.exp(np.abs(np.log(np.maximum(np.concatenate(ratios), 1e-9))))
    return {
        "task": task,
        "metric": examples.metric,
        "n_datasets": len(origins),
        "coverage_of_90": np.concatenate(covered).mean(),
        "median_width_in_skill": np.median(np.concatenate(widths)),
        "coverage_without_metafeatures": np.concatenate(plain_covered).mean(),
        "median_width_without_metafeatures": np.median(np.concatenate(plain_widths)),
        "median_error_in_skill": np.median(np.concatenate(errors)),
        "fit_time_median_factor": np.median(factor),
        "fit_time_within_factor_2": np.mean(factor <= 2),
    }


def _parts(origins: np.ndarray, n_parts: int):
    """Yield masks of held-out datasets; origins stay together."""
    distinct = np.unique(origins)
    part_of = dict(zip(rng_from(0, "parts").permutation(distinct), np.arange(len(distinct)) % n_parts, strict=True))
    parts = np.array([part_of[origin] for origin in origins])
    for part in range(n_parts):
        yield parts == part


if __name__ == "__main__":
    main()
