"""From rows of methods on datasets to what is said about them: who wins how often, ranks, blunders, seconds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from _peer_runs import PRIMARY

from metaselect.seeding import rng_from

__all__ = ["PICKS", "report", "sentences"]

PICKS = ("first pick", "first single pick", "searched pick")
# So far from the best, on the way from it to a constant prediction, is a blunder.
_BLUNDER = 0.1
_N_RESAMPLES = 2_000


def report(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row per method and task, and per method over all tasks.

    Parameters
    ----------
    rows : DataFrame
        One row per dataset and method. A method that failed or was late has the score of a constant prediction.

    Returns
    -------
    report : DataFrame
        `n_datasets`, `n_failed`; `first_pick_wins`, the share of the datasets on which the first pick is better than
        the method, ties half, with a 95 % bootstrap interval over datasets, and `first_single_pick_wins`;
        `mean_rank` among all methods, 1 is best, on the datasets that all were run on; `blunders`, the share of the
        datasets on which the method is far behind the best; `median_fit_seconds` and `mean_fit_seconds` where it ended.
    """
    oriented = rows["task"].map({task: 1 if is_greater else -1 for task, (_, is_greater) in PRIMARY.items()})
    own = pd.Series(
        [row.get(PRIMARY[row["task"]][0]) for row in rows.to_dict("records")], index=rows.index, dtype=float
    )
    values = rows.assign(score=oriented * own.where(rows["status"] == "ok", rows["constant"]))
    constant = (oriented * rows["constant"]).groupby(rows["dataset"]).first()
    scores = values.pivot(index="dataset", columns="method", values="score")[list(dict.fromkeys(rows["method"]))]
    tasks = rows.groupby("dataset")["task"].first()
    parts = []
    for task in ["all", *(task for task in PRIMARY if (tasks == task).any())]:
        names = scores.index if task == "all" else scores.index[tasks[scores.index] == task]
        parts += _of_methods(task, scores.loc[names], constant[names], rows[rows["dataset"].isin(names)])
    return pd.DataFrame(parts)


def _of_methods(task: str, scores: pd.DataFrame, constant: pd.Series, rows: pd.DataFrame) -> Iterator[dict]:
    ranks = scores.dropna().rank(axis=1, ascending=False).mean()
    best = scores.max(axis=1)
    behind = scores.rsub(best, axis=0).div((best - constant).where(best > constant), axis=0)
    for method in scores:
        own = rows[rows["method"] == method]
        ended = own.loc[own["status"] == "ok", "fit_seconds"]
        row = {"task": task, "method": method, "n_datasets": len(own), "n_failed": int((own["status"] != "ok").sum())}
        for pick in PICKS:
            name = pick.replace(" ", "_")
            if pick in scores:
                won = wins(scores[pick], scores[method] if method != pick else scores[method] * np.nan)
                row |= {f"{name}_wins": won.mean()} | _interval(name, won)
        yield row | {
            "mean_rank": ranks[method],
            "blunders": (behind.loc[scores[method].notna(), method] > _BLUNDER).mean(),
            "median_fit_seconds": ended.median(),
            "mean_fit_seconds": ended.mean(),
        }


def wins(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    """Return 1 where ours is better, 0.5 where both are the same, 0 where it is worse, of datasets with both.

    Examples
    --------
    >>> wins(pd.Series([0.9, 0.8, 0.7, 0.6]), pd.Series([0.8, 0.8, 0.9, None])).tolist()
    [1.0, 0.5, 0.0]
    """
    difference = (ours - theirs).dropna()
    return (np.sign(difference) + 1) / 2


def _interval(name: str, won: pd.Series) -> dict[str, float]:
    if won.empty:
        return {f"{name}_low": np.nan, f"{name}_high": np.nan}
    shares = rng_from(0, "wins").choice(won.to_numpy(), (_N_RESAMPLES, len(won))).mean(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return {f"{name}_low": low, f"{name}_high": high}


def sentences(table: pd.DataFrame) -> Iterator[str]:
    """Yield what the report says over all tasks, in plain words."""
    whole = table[table["task"] == "all"]
    for pick in PICKS:
        name = pick.replace(" ", "_")
        if pick not in set(whole["method"]):
            continue
        for row in whole[whole["method"] != pick].dropna(subset=f"{name}_wins").to_dict("records"):
            failed = f"; {row['n_failed']} failed or were late" if row["n_failed"] else ""
            yield (
                f"The {pick} beats {row['method']} on {row[f'{name}_wins']:.0%} [{row[f'{name}_low']:.0%}, "
                f"{row[f'{name}_high']:.0%}] of the datasets, ties half{failed}."
            )
    for row in whole.sort_values("mean_rank").to_dict("records"):
        yield (
            f"{row['method']}: mean rank {row['mean_rank']:.2f}; far behind the best on {row['blunders']:.0%} of "
            f"{row['n_datasets']} datasets; {row['median_fit_seconds']:.1f} s to fit (median)."
        )
