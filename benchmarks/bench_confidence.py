"""Is the advice right to be sure, to abstain, and to be cheap?

Each origin of the packaged knowledge base is left out in turn, and its datasets get advice from the others. Run with:

    python benchmarks/bench_confidence.py
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import cap_regret, make_meta_learner
from metaselect.recommendation import (
    Confidence,
    Familiarity,
    FitTimes,
    advised_order,
    average_order,
    cheap_list,
    forecasts,
    odds_of_first,
    sizes_and_seconds,
)

_FAR = 0.1


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="ten origins of each task; write nothing")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    parts = []
    for task in TASKS:
        examples = knowledge_base.meta_examples(task)
        sizes, seconds = sizes_and_seconds(knowledge_base, examples)
        origins = np.unique(examples.origins)
        for origin in origins[:10] if arguments.fast else origins:
            parts += [{"task": task, **row} for row in measure(examples, sizes, seconds, origin)]
    results = summarize(pd.DataFrame(parts))
    print(results.to_string(index=False, float_format="%.3f"))
    if not arguments.fast:
        print("written to", write_results(results, "confidence"))


def measure(examples, sizes: np.ndarray, seconds: np.ndarray, origin: str):
    """Yield what the advice for each dataset of `origin` says, and how it did, when the origin is unknown."""
    origins = np.asarray(examples.origins)
    known = origins != origin
    M, R = examples.M[known], examples.R[known]
    familiarity = Familiarity().fit(M, origins[known])
    meta_learner = make_meta_learner().fit(M, R)
    fit_times = FitTimes().fit(sizes[known], seconds[known])
    average, residuals = average_order(R), meta_learner.residuals_of_known()
    for i in np.flatnonzero(~known):
        m, available = examples.M[i], np.flatnonzero(~np.isnan(examples.R[i]))
        (forecast,) = forecasts(meta_learner, m[None, :], R, residuals)
        first, second = advised_order(forecast, available, 2)
        odds = odds_of_first(forecast, first, second)
        said = Confidence(familiarity.predict(m), 1.0, 1.0, familiarity.is_beyond_all_known(m), odds)
        cheap = cheap_list(forecast.predicted, fit_times.predict(*sizes[i]), available, 1)[0]
        regret = cap_regret(examples.R[i])
        yield {
            "abstains": said.abstains,
            "familiarity": said.familiarity,
            "regret": regret[first],
            "regret_of_average_order": regret[available[average[available].argmin()]],
            "odds": said.first_beats_second,
            "is_clear": said.is_clear,
            "first_beats_second": (regret[first] < regret[second]) + 0.5 * (regret[first] == regret[second]),
            "regret_when_cheap": regret[cheap],
            "times_as_fast_when_cheap": seconds[i, first] / seconds[i, cheap],
        }


def summarize(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per task."""
    return pd.DataFrame([{"task": task, **_summary(of_task)} for task, of_task in rows.groupby("task", sort=False)])


def _summary(rows: pd.DataFrame) -> dict[str, float]:
    farthest = rows.nsmallest(round(_FAR * len(rows)), "familiarity")
    clear = rows["is_clear"]
    speed_ups = rows["times_as_fast_when_cheap"].dropna()
    return {
        "n_datasets": len(rows),
        "abstains": rows["abstains"].sum(),
        "regret_where_it_abstains": rows.loc[rows["abstains"], "regret_of_average_order"].mean(),
        "regret_there_if_it_did_not": rows.loc[rows["abstains"], "regret"].mean(),
        "regret_at_farthest_tenth": farthest["regret"].mean(),
        "of_average_order_there": farthest["regret_of_average_order"].mean(),
        "regret": rows["regret"].mean(),
        "of_average_order": rows["regret_of_average_order"].mean(),
        "mean_odds": rows["odds"].mean(),
        "first_beats_second": rows["first_beats_second"].mean(),
        "said_to_be_clear": clear.mean(),
        "first_beats_second_where_clear": rows.loc[clear, "first_beats_second"].mean(),
        "first_beats_second_elsewhere": rows.loc[~clear, "first_beats_second"].mean(),
        "regret_when_cheap": rows["regret_when_cheap"].mean(),
        "geometric_mean_times_as_fast": np.exp(np.log(speed_ups).mean()),
    }


if __name__ == "__main__":
    main()
