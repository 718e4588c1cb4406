"""Do the odds of the first candidate over the second come true, as they were said before and as they are corrected?

On the packaged knowledge base, in ten parts of whole origins: the correction is learned from the nine others alone, as
everything is. A row for each range of odds, and one for all. `is_clear` is what is called clearly ahead. Run with:

    python benchmarks/bench_odds.py
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.assessment import origin_folds
from metaselect.data import TASKS
from metaselect.knowledge import MetaExamples, load_knowledge_base
from metaselect.metalearners import cap_regret, make_meta_learner
from metaselect.recommendation import (
    Confidence,
    advised_order,
    calibrate_odds,
    forecasts,
    odds_of_first,
    odds_on_known,
)

_RANGES = (0.0, 0.5, 0.6, 0.7, 0.8, 1.0)


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="two parts instead of ten; write nothing")
    arguments = parser.parse_args()
    knowledge_base, rows = load_knowledge_base(), []
    for task in TASKS:
        examples = knowledge_base.meta_examples(task, blends=True)
        fold = origin_folds(examples.origins, 2 if arguments.fast else 10)
        for part in np.unique(fold):
            rows += measure(examples, np.flatnonzero(fold != part), np.flatnonzero(fold == part))
    results = summarize(pd.DataFrame(rows))
    print(results.to_string(index=False, float_format="%.3f"))
    if not arguments.fast:
        print("written to", write_results(results, "odds"))


def measure(examples: MetaExamples, known: np.ndarray, held_out: np.ndarray) -> Iterator[dict[str, object]]:
    """Yield the odds for each held-out dataset, with a blend and among single models, and what came true."""
    of_known = replace(
        examples,
        M=examples.M[known],
        R=examples.R[known],
        skills=examples.skills[known],
        datasets=tuple(examples.datasets[i] for i in known),
        origins=tuple(examples.origins[i] for i in known),
    )
    meta_learner = make_meta_learner().fit(of_known.M, of_known.R)
    residuals = meta_learner.residuals_of_known()
    said = forecasts(meta_learner, examples.M[held_out], of_known.R, residuals)
    for blends in (True, False):
        calibration = calibrate_odds(*odds_on_known(meta_learner, residuals, of_known, blends=blends))
        for i, forecast in zip(held_out, said, strict=True):
            available = np.flatnonzero(~np.isnan(examples.R[i]))
            of_blends = np.intersect1d(available, examples.blends)
            if blends and not len(of_blends):
                continue
            of_order = (available, 2, of_blends) if blends else (np.setdiff1d(available, of_blends), 2)
            first, second = advised_order(forecast, *of_order)
            regret, odds = cap_regret(examples.R[i]), odds_of_first(forecast, first, second)
            yield {
                "task": examples.task,
                "pair": "with a blend" if blends else "single models",
                "before": odds,
                "corrected": calibration.apply(odds),
                "came_true": 0.5 + 0.5 * np.sign(regret[second] - regret[first]),
            }


def summarize(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each task, kind of pair, kind of odds, and range of odds."""
    told = []
    for (task, pair), of_task in rows.groupby(["task", "pair"], sort=False):
        for kind in ("before", "corrected"):
            ranges = pd.cut(of_task[kind], _RANGES, include_lowest=True).astype(str)
            for name, part in [("all", of_task), *of_task.groupby(ranges)]:
                told.append({"task": task, "pair": pair, "odds": kind, "range": name, **_reliability(part, kind)})
    return pd.DataFrame(told)


def _reliability(rows: pd.DataFrame, kind: str) -> dict[str, float]:
    odds, came_true = rows[kind], rows["came_true"]
    is_clear = odds.map(lambda value: Confidence(1.0, 1.0, 1.0, abstains=False, first_beats_second=value).is_clear)
    return {
        "n_datasets": len(rows),
        "mean_said": odds.mean(),
        "came_true": came_true.mean(),
        "brier_score": ((odds - came_true) ** 2).mean(),
        "n_clear": is_clear.sum(),
        "came_true_where_clear": came_true[is_clear].mean(),
    }


if __name__ == "__main__":
    main()
