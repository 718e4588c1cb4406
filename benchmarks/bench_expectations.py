"""How often do scores fall into their intervals, and how far off are fit times?

On the packaged knowledge base, in ten parts of whole origins, each predicted from the other nine. Coverage is told for
all configurations, for the first pick and for the five that are recommended, which were picked for being good; and for
datasets near to what is known and far from it, with few rows and with many. Beside it stand intervals that know nothing
of the dataset: quantiles of the skills of each configuration. Real scores on single held-out thirds, kept by
`bench_single_splits.py`, are compared with the intervals of these and with those of cross-validated scores. Run with:

    python benchmarks/bench_expectations.py
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from _results import RESULTS, write_results

from metaselect.assessment import origin_folds
from metaselect.data import TASKS
from metaselect.evaluation import find_measure, skill
from metaselect.knowledge import KnowledgeBase, load_knowledge_base
from metaselect.metalearners import make_meta_learner
from metaselect.recommendation import (
    ExpectedScores,
    Familiarity,
    FitTimes,
    advised_order,
    forecasts,
    known_noise,
    sizes_and_seconds,
)

_LEVEL = 0.9
_LIST = 5


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="two parts instead of ten; write nothing")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    results = pd.concat([measure(knowledge_base, task, 2 if arguments.fast else 10) for task in TASKS])
    with pd.option_context("display.width", 250, "display.max_columns", None):
        print(results.to_string(index=False, float_format="%.3f"))
    if not arguments.fast:
        print("written to", write_results(results, "expectations"))


def measure(knowledge_base: KnowledgeBase, task: str, n_parts: int) -> pd.DataFrame:
    """Return coverage and widths of intervals and the errors of fit times of one task, one row for each kind of data.

    Shares and widths are means over datasets, each of which counts once.
    """
    examples = knowledge_base.meta_examples(task)
    sizes, seconds = sizes_and_seconds(knowledge_base, examples)
    noise, splits = known_noise(knowledge_base, examples), _single_splits(knowledge_base, examples)
    fold = origin_folds(examples.origins, n_parts)
    rows = [
        row for part in range(n_parts) for row in _measure_part(examples, sizes, seconds, noise, splits, fold == part)
    ]
    by_dataset = pd.DataFrame(rows)
    many_rows = by_dataset["n_rows"] > by_dataset["n_rows"].median()
    near = by_dataset["familiarity"] > by_dataset["familiarity"].median()
    kinds = {"all": near | ~near, "near": near, "far": ~near, "few rows": ~many_rows, "many rows": many_rows}
    head = {"task": task, "metric": examples.metric}
    return pd.DataFrame([head | {"datasets": kind} | _summary(by_dataset[chosen]) for kind, chosen in kinds.items()])


def _single_splits(knowledge_base: KnowledgeBase, examples) -> dict[int, list[tuple[int, float]]]:
    """Return the skills on single held-out thirds that are kept, with their configurations, by dataset."""
    kept = pd.read_csv(RESULTS / "single_split_scores.csv")
    measure, splits = find_measure(examples.metric, examples.task), {}
    for row in kept[kept["dataset"].isin(examples.datasets) & (kept["status"] == "ok")].to_dict("records"):
        if row["configuration"] not in examples.configurations:
            continue
        dummy = knowledge_base.datasets.at[row["dataset"], f"dummy.{examples.metric}"]
        of_split = skill(row["score"], dummy, measure.perfect)
        where = examples.datasets.index(row["dataset"])
        splits.setdefault(where, []).append((examples.configurations.index(row["configuration"]), of_split))
    return splits


def _measure_part(examples, sizes, seconds, noise, splits, held_out: np.ndarray):
    """Yield what is to be said of each held-out dataset."""
    known = ~held_out
    M, R, skills = examples.M, examples.R, examples.skills
    origins = np.asarray(examples.origins)
    of_rows, n_rows = noise
    model = ExpectedScores().fit(
        M[known], skills[known], origins[known], examples.metafeatures, of_rows[known], n_rows[known]
    )
    expected, low, high = model.predict(M[held_out])
    low_of_split, high_of_split = model.predict_splits(M[held_out], n_rows[held_out])
    plain_low, plain_high = np.array([_plain_interval(column) for column in skills[known].T]).T
    meta_learner = make_meta_learner().fit(M[known], R[known])
    of_held_out = forecasts(meta_learner, M[held_out], R[known], meta_learner.residuals_of_known())
    familiarity = Familiarity().fit(M[known], origins[known])
    times = FitTimes().fit(sizes[known], seconds[known])
    for j, i in enumerate(np.flatnonzero(held_out)):
        scored = np.flatnonzero(~np.isnan(skills[i]))
        listed = advised_order(of_held_out[j], scored, _LIST)
        covered = (low[j] <= skills[i]) & (skills[i] <= high[j])
        plain_covered = (plain_low <= skills[i]) & (skills[i] <= plain_high)
        factor = np.exp(np.abs(np.log(seconds[i] / times.predict(*sizes[i]))))
        timed = ~np.isnan(factor)
        singles = np.array([of_split for _, of_split in splits.get(i, [])])
        of = [configuration for configuration, _ in splits.get(i, [])]
        yield {
            "single_covered": _share((low_of_split[j, of] <= singles) & (singles <= high_of_split[j, of])),
            "single_covered_by_that_of_folds": _share((low[j, of] <= singles) & (singles <= high[j, of])),
            "single_width": _share((high_of_split - low_of_split)[j, of]),
            "width_of_folds_there": _share((high - low)[j, of]),
            "n_rows": sizes[i, 0],
            "familiarity": familiarity.predict(M[i]),
            "covered": covered[scored].mean(),
            "covered_first": covered[listed[0]],
            "covered_five": covered[listed].mean(),
            "width": (high - low)[j, scored].mean(),
            "width_five": (high - low)[j, listed].mean(),
            "plain_covered": plain_covered[scored].mean(),
            "plain_covered_five": plain_covered[listed].mean(),
            "plain_width": (plain_high - plain_low)[scored].mean(),
            "plain_width_five": (plain_high - plain_low)[listed].mean(),
            "error": np.abs(np.maximum(skills[i], -1) - expected[j])[scored].mean(),
            "fit_time_factor": np.median(factor[timed]),
            "fit_time_within_2": np.mean(factor[timed] <= 2),
        }


def _share(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _plain_interval(skills: np.ndarray) -> tuple[float, float]:
    """Return the quantiles of the known skills of one configuration, for one more draw than there are."""
    known = skills[~np.isnan(skills)]
    share = min(1.0, (1 + _LEVEL) / 2 * (len(known) + 1) / len(known))
    low, high = np.quantile(known, [1 - share, share])
    return float(low), float(high)


def _summary(by_dataset: pd.DataFrame) -> dict[str, float]:
    means = by_dataset.mean()
    return {
        "n_datasets": len(by_dataset),
        "coverage_of_90": means["covered"],
        "coverage_first_pick": means["covered_first"],
        "coverage_five": means["covered_five"],
        "mean_width": means["width"],
        "median_width": by_dataset["width"].median(),
        "mean_width_five": means["width_five"],
        "plain_coverage": means["plain_covered"],
        "plain_coverage_five": means["plain_covered_five"],
        "plain_mean_width": means["plain_width"],
        "plain_median_width": by_dataset["plain_width"].median(),
        "plain_mean_width_five": means["plain_width_five"],
        "mean_error_in_skill": means["error"],
        "n_with_single_splits": by_dataset["single_covered"].notna().sum(),
        "coverage_single_split": means["single_covered"],
        "coverage_single_split_by_cv_interval": means["single_covered_by_that_of_folds"],
        "mean_width_single_split": means["single_width"],
        "mean_width_cv_there": means["width_of_folds_there"],
        "fit_time_median_factor": by_dataset["fit_time_factor"].median(),
        "fit_time_within_factor_2": means["fit_time_within_2"],
    }


if __name__ == "__main__":
    main()
