"""What does `metaselect benchmark --race` save, and what does it cost?

Replays a store that was filled without racing: which evaluations would have been stopped, after how many folds, and
how good they turned out to be on all of them. Run with:

    python benchmarks/bench_racing.py STORE
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.data import TASKS
from metaselect.evaluation import PRIMARY_METRIC, Incumbent, find_incumbent
from metaselect.experiments import Store


def main() -> None:
    """Replay, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", metavar="STORE", help="filled by metaselect benchmark without --race")
    with Store(parser.parse_args().store, must_exist=True) as store:
        rows = replay(store)
    results = pd.DataFrame([summarize(task, rows[rows["task"] == task]) for task in TASKS if task in set(rows["task"])])
    print(results.to_string(index=False, float_format="%.4g"))
    print("written to", write_results(results, "racing"))


def replay(store: Store) -> pd.DataFrame:
    """Return one row per evaluation of a changed configuration: folds it would have run, and its regret on all."""
    datasets, configurations = store.read_datasets(), store.read_configurations()
    evaluations = store.read_evaluations().query("status == 'ok'")
    parts = []
    for name, rows in evaluations.groupby("dataset"):
        task, metric = datasets[name]["task"], PRIMARY_METRIC[datasets[name]["task"]]
        scores = {row.configuration: row.fold_scores[metric] for row in rows.itertuples()}
        defaults = {id_: folds for id_, folds in scores.items() if not configurations[id_].changed}
        incumbent = find_incumbent(defaults, metric, datasets[name]["dummy_scores"][metric])
        if incumbent is None:
            continue
        best = max(np.mean(folds) for folds in scores.values())
        for row in rows.itertuples():
            if configurations[row.configuration].changed:
                folds = scores[row.configuration]
                n_run = folds_run(folds, incumbent)
                parts.append(
                    {
                        "task": task,
                        "dataset": name,
                        "n_folds": len(folds),
                        "n_run": n_run,
                        "seconds": (row.fit_seconds + row.predict_seconds) * len(folds),
                        "regret": regret(np.mean(folds), best, incumbent.dummy),
                    }
                )
    return pd.DataFrame(parts)


def folds_run(folds: list[float], incumbent: Incumbent) -> int:
    """Return after how many folds the race would have ended."""
    ends = (n for n in range(1, len(folds)) if incumbent.dominates(folds[:n]))
    return next(ends, len(folds))


def regret(score: float, best: float, dummy: float) -> float:
    """Return 0 for the best configuration of the dataset and 1 for a constant prediction, NaN where that is best."""
    return (best - score) / (best - dummy) if best > dummy else float("nan")


def summarize(task: str, rows: pd.DataFrame) -> dict[str, object]:
    """Return what racing saves, and the regret of what it stops."""
    raced = rows[rows["n_run"] < rows["n_folds"]]
    saved = raced["seconds"] * (1 - raced["n_run"] / raced["n_folds"])
    return {
        "task": task,
        "n_datasets": rows["dataset"].nunique(),
        "n_evaluations": len(rows),
        "share_raced": len(raced) / len(rows),
        "share_of_folds_saved": (raced["n_folds"] - raced["n_run"]).sum() / rows["n_folds"].sum(),
        "share_of_seconds_saved": saved.sum() / rows["seconds"].sum(),
        "smallest_regret_of_raced": raced["regret"].min(),
        "share_of_raced_with_regret_below_0.3": (raced["regret"] < 0.3).mean(),
        "n_best_raced": int((raced["regret"] <= 0).sum()),
    }


if __name__ == "__main__":
    main()
