"""`Leaderboard`: who did best over the datasets of a store, by rank, regret, wins and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from metaselect.evaluation import normalized_regret
from metaselect.exceptions import ConfigurationError, shorten
from metaselect.experiments.rank_tests import average_ranks, critical_difference, friedman_p_value
from metaselect.experiments.score_table import ScoreTable, with_learner_defaults
from metaselect.facts import ShownShort
from metaselect.learners import Configuration

__all__ = ["Leaderboard", "find_reference", "make_leaderboard"]

# Skills that agree to so many digits are tied: what differs beyond is the order in which numbers were added.
_DIGITS = 9
# Fewer independent datasets tell nearly nothing apart, whatever was measured on them.
_FEWEST_ORIGINS = 5
_PAIR_COLUMNS = ["entry", "against", "wins", "ties", "losses"]
_STATUSES = ("failed", "timeout", "skipped", "missing")


@dataclass(frozen=True, eq=False, repr=False)
class Leaderboard(ShownShort):
    """Entries compared on the same datasets of one task.

    Attributes
    ----------
    task, metric, kind : str
        As in `ScoreTable`.
    rows : DataFrame, indexed by entry, the best average rank first
        - learner, n_configurations, settings: what the entry stands for
        - rank: average rank, 1 is best; ties share their average and failures share the last place
        - regret: average of the normalised regret, 0 for the best configuration of the store on a dataset, 1 for no
          better than the best constant prediction, or a failure
        - win_rate: share of the comparisons with each other entry that it wins, a tie counting half, on all datasets
          where both count
        - wins, ties, losses, n_against: against the reference, on the datasets where both count
        - fit_seconds, predict_seconds: median over the compared datasets on which it ran
        - is_on_front: whether no entry is both faster to fit and of better rank
        - n_counted: datasets of the task with a score or a counted failure
        - failed, timeout, skipped, missing and whatever other statuses there are: numbers of datasets of the task

        Entries set aside, as they count on too few datasets, come last; rank, regret, the times and is_on_front rest on
        common datasets and are missing there.
    reference : str
        The entry that wins, ties and losses are against.
    pairs : DataFrame
        entry, against, wins, ties, losses: one row per pair of different entries, on the datasets where both count.
    n_datasets, n_origins : int
        What all averages rest on: the datasets on which every entry that is not set aside counts. Each origin has the
        same weight in rank, regret and win rate, as variants of one source are no independent evidence.
    n_known : int
        Datasets of the task with any score.
    n_without_regret : int
        Those of the `n_datasets` on which nothing beats a constant prediction: they have ranks and no regret.
    friedman_p, critical_difference : float
        Of the hypothesis that all are equally good; and by how much two ranks must differ to be told apart at 5 %
        (Nemenyi's test), with an origin as the independent unit.
    scores, status : DataFrame of shape (n_known, n_entries)
        Of each dataset: the score in the units of the metric, and what became of the evaluation; ordered as `rows`.
    wide_ranks : Series, indexed by entry
        Average ranks of the entries that no size rule skipped, on the `n_wide` datasets where all of these count;
        empty where no datasets are won by that.
    n_wide : int
        How many datasets that are.
    """

    task: str
    metric: str
    kind: str
    rows: pd.DataFrame
    reference: str
    pairs: pd.DataFrame
    n_datasets: int
    n_origins: int
    n_known: int
    n_without_regret: int
    friedman_p: float
    critical_difference: float
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    status: pd.DataFrame = field(default_factory=pd.DataFrame)
    wide_ranks: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    n_wide: int = 0

    @property
    def can_tell_ranks_apart(self) -> bool:
        """Whether there are enough independent datasets to say which ranks differ by more than chance."""
        return self.n_origins >= _FEWEST_ORIGINS and bool(np.isfinite(self.critical_difference))

    @property
    def compared(self) -> pd.DataFrame:
        """The rows that have a rank."""
        return self.rows[self.rows["rank"].notna()]

    @property
    def set_aside(self) -> pd.DataFrame:
        """The rows that have none."""
        return self.rows[self.rows["rank"].isna()]


def make_leaderboard(table: ScoreTable, reference: str | None = None, min_coverage: float = 0.5) -> Leaderboard:
    """Return who did best on the datasets of a table.

    Only datasets count on which all compared entries have a score or a counted failure. So that an entry tried on few
    datasets does not leave the others with few, those below `min_coverage` are set aside.

    Parameters
    ----------
    table : ScoreTable
        Of one task and metric.
    reference : str, optional
        The entry that wins, ties and losses are against; the one with the best average rank when not given.
    min_coverage : float
        Share of the datasets on which an entry must count to be compared.

    Raises
    ------
    ConfigurationError
        If the reference is not an entry.
    """
    if reference is not None and reference not in table.skills:
        raise ConfigurationError(f"reference {reference} is not among the {table.kind}: {shorten(table.skills)}")
    compared = list(table.coverage.index[table.coverage >= min_coverage])
    common = table.counted[compared].all(axis=1) & table.skills[compared].notna().any(axis=1)
    if not compared:
        common[:] = False
    summary = _summarize(table, common, compared)
    rows = summary.rows.reindex(table.skills.columns)
    rows["win_rate"] = _mean_by_origin(
        _win_rates(_comparable(table.skills.to_numpy()), table.counted.to_numpy()), table
    )
    rows = rows.join(_describe(table)).sort_values("rank", kind="stable", na_position="last")
    wide_ranks, n_wide = _wide_ranks(table, compared, int(common.sum()))
    reference = reference or (rows.index[0] if len(rows) else "")
    pairs = _pairs(table, list(rows.index))
    rows = rows.join(_against(table, reference, pairs))
    return Leaderboard(
        task=table.task,
        metric=table.metric,
        kind=table.kind,
        rows=_ordered(rows),
        reference=reference,
        pairs=pairs,
        n_datasets=int(common.sum()),
        n_origins=table.origins[common].nunique(),
        n_known=len(table.skills),
        n_without_regret=summary.n_without_regret,
        friedman_p=summary.friedman_p,
        critical_difference=summary.critical_difference,
        scores=table.shown_scores[rows.index],
        status=table.status[rows.index],
        wide_ranks=wide_ranks,
        n_wide=n_wide,
    )


def _wide_ranks(table: ScoreTable, compared: list[str], n_common: int) -> tuple[pd.Series, int]:
    """Return the average ranks of those that no size rule skips, where that brings datasets back, and on how many."""
    entries = [entry for entry in compared if not table.status[entry].eq("skipped").any()]
    where = table.counted[entries].all(axis=1) & table.skills[entries].notna().any(axis=1)
    if not n_common < where.sum() or not 2 <= len(entries) < len(compared):
        return pd.Series(dtype=float), 0
    ranks = rankdata(-_comparable(table.skills.loc[where, entries].to_numpy()), axis=1)
    means, _ = average_ranks(ranks, table.origins[where].to_numpy())
    return pd.Series(means, index=entries).sort_values(kind="stable"), int(where.sum())


@dataclass(frozen=True, eq=False)
class _Summary:
    rows: pd.DataFrame
    n_without_regret: int
    friedman_p: float
    critical_difference: float


def _summarize(table: ScoreTable, common: pd.Series, compared: list[str]) -> _Summary:
    """What rests on the common datasets."""
    columns = ["rank", "regret", "fit_seconds", "predict_seconds", "is_on_front"]
    if not common.any():
        return _Summary(pd.DataFrame(columns=columns), 0, float("nan"), float("nan"))
    skills = table.skills.loc[common, compared].to_numpy()  # (n_datasets, n_entries)
    origins = table.origins[common].to_numpy()
    comparable = _comparable(skills)
    ranks, by_origin = average_ranks(rankdata(-comparable, axis=1), origins)
    regret = _regret(skills, table.best_skill[common].to_numpy())
    defined = ~np.isnan(regret).any(axis=1)
    rows = pd.DataFrame(
        {
            "rank": ranks,
            "regret": average_ranks(regret[defined], origins[defined])[0] if defined.any() else np.nan,
            "fit_seconds": table.fit_seconds.loc[common, compared].median().to_numpy(),
            "predict_seconds": table.predict_seconds.loc[common, compared].median().to_numpy(),
        },
        index=compared,
    )
    rows["is_on_front"] = _front(rows["fit_seconds"].to_numpy(), ranks)
    return _Summary(
        rows, int((~defined).sum()), friedman_p_value(by_origin), critical_difference(len(compared), len(by_origin))
    )


def _comparable(skills: np.ndarray) -> np.ndarray:
    """A failure is worse than any score, and as bad as another failure."""
    return np.where(np.isnan(skills), -np.inf, np.round(skills, _DIGITS))


def _regret(skills: np.ndarray, best: np.ndarray) -> np.ndarray:
    given_up = np.column_stack([np.zeros(len(best), dtype=bool), np.isnan(skills)])
    return normalized_regret(np.column_stack([best, skills]), given_up)[:, 1:]


def _win_rates(comparable: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return the share of the other entries that each beats, (n_datasets, n_entries), a tie counting half.

    Where an entry does not count, it has none and is no other's opponent.
    """
    rates = np.full(comparable.shape, np.nan)
    for row, scores, is_there in zip(rates, comparable, counted, strict=True):
        n_there = is_there.sum()
        if n_there > 1:
            # An average rank is 1 plus the number of better entries plus half the number of others that are as good.
            row[is_there] = (n_there - rankdata(-scores[is_there])) / (n_there - 1)
    return rates


def _mean_by_origin(values: np.ndarray, table: ScoreTable) -> pd.Series:
    """Return the mean of each entry over the origins on which it has a value."""
    frame = pd.DataFrame(values, index=table.skills.index, columns=table.skills.columns)
    return frame.groupby(table.origins.to_numpy()).mean().mean()


def _front(seconds: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """Return whether no other entry is at least as fast and as good, and better in one of the two."""
    no_slower = seconds[:, None] >= seconds  # (n_entries, n_others)
    no_worse = ranks[:, None] >= ranks
    better = (seconds[:, None] > seconds) | (ranks[:, None] > ranks)
    return ~(no_slower & no_worse & better).any(axis=1) & ~np.isnan(seconds)


def _describe(table: ScoreTable) -> pd.DataFrame:
    """What rests on all datasets of the task."""
    found = [status for status in np.unique(table.status.to_numpy().astype(str)) if status not in ("ok", *_STATUSES)]
    return pd.DataFrame(
        {
            "learner": {entry: members[0].learner for entry, members in table.members.items()},
            "n_configurations": {entry: len(members) for entry, members in table.members.items()},
            "settings": {entry: _settings(table.kind, members) for entry, members in table.members.items()},
            "n_counted": table.counted.sum(),
            **{status: (table.status == status).sum() for status in (*_STATUSES, *found)},
        },
        index=table.skills.columns,
    )


def _settings(kind: str, members: Sequence[Configuration]) -> str:
    if kind == "learners, tuned":
        return f"best of {len(members)}"
    changed: Mapping[str, object]
    try:
        changed = members[0].changed
    except ConfigurationError:  # a learner that this installation does not have
        changed = members[0].hyperparameters
    return " ".join(f"{name}={value}" for name, value in changed.items()) or "defaults"


def _pairs(table: ScoreTable, entries: list[str]) -> pd.DataFrame:
    """Count who beats whom, on the datasets where both count."""
    counted = table.counted[entries].to_numpy()  # (n_datasets, n_entries)
    comparable = _comparable(table.skills[entries].to_numpy())
    parts = []
    for i, entry in enumerate(entries):
        both = counted & counted[:, [i]]
        mine = comparable[:, [i]]
        parts.append(
            pd.DataFrame(
                {
                    "entry": entry,
                    "against": entries,
                    "wins": ((mine > comparable) & both).sum(axis=0),
                    "ties": ((mine == comparable) & both).sum(axis=0),
                    "losses": ((mine < comparable) & both).sum(axis=0),
                }
            ).drop(index=i)
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_PAIR_COLUMNS)


def _against(table: ScoreTable, reference: str, pairs: pd.DataFrame) -> pd.DataFrame:
    """Wins, ties and losses of each entry against the reference, which ties with itself."""
    rows = pairs[pairs["against"] == reference].set_index("entry")[["wins", "ties", "losses"]]
    rows.loc[reference] = [0, int(table.counted[reference].sum()), 0]
    return rows.assign(n_against=rows.sum(axis=1)).astype(int)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = ["rank", "regret", "win_rate", "fit_seconds", "predict_seconds"]
    against = ["wins", "ties", "losses", "n_against"]
    first = ["learner", "n_configurations", "settings", *numbers[:3], *against, *numbers[3:], "is_on_front"]
    rows = rows[[*first, *[column for column in rows if column not in first]]]
    return rows.rename_axis("entry").astype(dict.fromkeys(numbers, float))


def find_reference(table: ScoreTable, name: str | None) -> str | None:
    """Return the entry that `name` means: itself, the learner of that configuration, or the default of that learner.

    None where there is no such entry, or `name` is None.

    Parameters
    ----------
    table : ScoreTable
        Whose entries are meant.
    name : str or None
        Id of a configuration or name of a learner.
    """
    if name is None or name in table.skills:
        return name
    owners: Sequence[str]
    if table.kind != "configurations":
        owners = [entry for entry, members in table.members.items() if any(member.id == name for member in members)]
    else:
        owners = _default_ids(table, name)
    return owners[0] if owners else None


def _default_ids(table: ScoreTable, learner: str) -> Sequence[str]:
    members = with_learner_defaults(table).members
    return [members[learner][0].id] if learner in members else []
