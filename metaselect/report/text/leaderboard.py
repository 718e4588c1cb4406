"""What a leaderboard says: text for the terminal, a table for CSV, a dictionary for JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from metaselect.exceptions import shorten
from metaselect.experiments import Leaderboard
from metaselect.report.plain import plain
from metaselect.report.text.layout import line_width, render_table, wrap_line
from metaselect.report.text.numbers import measured_seconds

__all__ = [
    "collect_leaderboard",
    "leaderboard_table",
    "pairs_table",
    "render_leaderboard",
    "render_scores",
    "scores_table",
    "title_of",
]

# Of the names of datasets, and of the lines of the names of entries, above columns of scores.
_WIDEST_NAME, _WIDTH_OF_HEADERS = 28, 13
_PAIR_ORDER = ["task", "metric", "kind", "entry", "against", "wins", "ties", "losses"]

_KINDS = {
    "learners, default": "learners at their defaults",
    "learners, tuned": "learners, each by the best of its configurations (optimistic)",
    "configurations": "configurations",
}
# Columns of `Leaderboard.rows` that are always there; what follows are numbers of datasets by status.
_LAST_COLUMN_BEFORE_STATUSES = "n_counted"


def title_of(leaderboard: Leaderboard) -> str:
    """Return what is compared, such as "binary, roc_auc: learners at their defaults"."""
    return f"{leaderboard.task}, {leaderboard.metric}: {_KINDS[leaderboard.kind]}"


def render_leaderboard(leaderboard: Leaderboard, top: int | None = None) -> str:
    """Return the text that `metaselect leaderboard` prints for one leaderboard.

    Parameters
    ----------
    leaderboard : Leaderboard
        Who did how well.
    top : int, optional
        Only so many rows.
    """
    rows = leaderboard.rows if top is None else leaderboard.rows.head(top)
    statuses = [status for status in _statuses(leaderboard) if leaderboard.rows[status].any()]
    with_settings = leaderboard.kind != "learners, default"
    header = ["", "rank", "regret", "win rate", "wins/ties/losses", "on", "fit", "predict", *statuses]
    texts = [_row(entry, row, leaderboard.reference, statuses, with_settings) for entry, row in rows.iterrows()]
    table = render_table(
        [*header, "settings"] if with_settings else header,
        texts,
        numeric=range(1, len(header)),
    )
    n_hidden = len(leaderboard.rows) - len(rows)
    more = [f"... and {n_hidden} more: --top N shows more, --csv and --json hold all."] if n_hidden else []
    basis = "\n".join([_basis(leaderboard), *_wide_basis(leaderboard, list(rows.index))])
    return "\n".join([f"{title_of(leaderboard)}\n{basis}\n", table, *more])


def render_scores(leaderboard: Leaderboard, top: int | None = None) -> str:
    """Return the scores on each dataset of the best entries, as many as a line has room for.

    Parameters
    ----------
    leaderboard : Leaderboard
        Who did how well.
    top : int, optional
        Only so many datasets, and entries at most.
    """
    entries = list(leaderboard.scores)[:top]
    datasets = list(leaderboard.scores.index)[:top]
    cells = [[_score(leaderboard, dataset, entry) for entry in entries] for dataset in datasets]
    headers = [_in_lines(entry) for entry in entries]
    names = [_cut(dataset, _WIDEST_NAME) for dataset in datasets]
    room = line_width() - max(map(len, ["dataset", *names]))
    n_shown = 0
    for column, header in enumerate(headers):
        room -= 2 + max(map(len, [*header, *(row[column] for row in cells)]))
        if room < 2 and n_shown:
            break
        n_shown += 1
    n_lines = max(map(len, headers[:n_shown]))
    lines = [[*[""] * (n_lines - len(header)), *header] for header in headers[:n_shown]]
    header_rows = [[name, *parts] for name, *parts in zip([""] * (n_lines - 1) + ["dataset"], *lines, strict=True)]
    rows = [*header_rows[1:], *([name, *row[:n_shown]] for name, row in zip(names, cells, strict=True))]
    hidden = {"datasets": len(leaderboard.scores) - len(datasets), "entries": len(list(leaderboard.scores)) - n_shown}
    said = " and ".join(f"{number} {what}" for what, number in hidden.items() if number)
    return "\n".join(
        [
            wrap_line(f"{leaderboard.task}, {leaderboard.metric}: scores, greater is better"),
            "",
            render_table(header_rows[0], rows, numeric=range(1, n_shown + 1)),
            *([wrap_line(f"... and {said} more: --scores-csv FILE holds all.")] if said else []),
        ]
    )


def _score(board: Leaderboard, dataset: str, entry: str) -> str:
    score, status = board.scores.loc[dataset, entry], board.status.loc[dataset, entry]
    if math.isnan(score):
        return "-" if status == "missing" else str(status)
    return f"{score:.4f}" if abs(score) < 10 else f"{score:.5g}"


def _in_lines(name: str) -> list[str]:
    """Return a name in lines that are short, broken after underscores."""
    lines = [""]
    for part in name.replace("_", "_\0").replace("-", "-\0").split("\0"):
        if lines[-1] and len(lines[-1]) + len(part) > _WIDTH_OF_HEADERS:
            lines.append("")
        lines[-1] += part
    return lines


def _cut(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 3]}..."


def scores_table(leaderboards: Sequence[Leaderboard]) -> pd.DataFrame:
    """Return what `metaselect leaderboard --scores-csv` writes: a row per task and dataset, a column per entry."""
    return pd.concat(
        [
            board.scores.rename_axis("dataset").reset_index().assign(task=board.task, metric=board.metric)
            for board in leaderboards
        ],
        ignore_index=True,
    )[["task", "metric", "dataset", *dict.fromkeys(entry for board in leaderboards for entry in board.scores)]]


def _wide_basis(board: Leaderboard, shown: Sequence[str]) -> list[str]:
    """What holds on the datasets that the averages lack because a size rule skips an entry there."""
    if board.wide_ranks.empty:
        return []
    skipped = [entry for entry in board.compared.index if entry not in board.wide_ranks]
    named = [entry for entry in skipped if entry in shown]
    which = f"{len(skipped)} that a size rule skips somewhere{f' ({shorten(named, 4)})' if named else ''}"
    ranks = [f"{entry} {rank:.2f}" for entry, rank in board.wide_ranks.items() if entry in shown]
    return [wrap_line(f"On {board.n_wide} datasets, without the {which}, the average ranks are: {shorten(ranks, 8)}.")]


def _basis(board: Leaderboard) -> str:
    """On what the numbers rest."""
    if not board.n_datasets:
        return (
            f"No averages: there is no dataset of the {board.n_known} on which all entries count. "
            "Wins, ties and losses rest on the datasets of each pair."
        )
    variants = f", {board.n_origins} origins, which weigh the same" if board.n_origins < board.n_datasets else ""
    datasets = f"{board.n_datasets} of {board.n_known} datasets"
    lines = [
        f"{len(board.compared)} entries on the {datasets} where none of them is left out{variants}.",
        f"Wins, ties and losses against {board.reference}, on all datasets that the two share.",
    ]
    if board.n_origins > 1 and not board.can_tell_ranks_apart:
        lines.append("So few datasets do not tell which ranks differ by more than chance: five at least can.")
    elif not math.isnan(board.friedman_p):
        lines.append(
            f"Are all equally good? Friedman's test: p {p_text(board.friedman_p)}. Ranks less than "
            f"{board.critical_difference:.2f} apart cannot be told apart (Nemenyi's test, 5 %)."
        )
    if len(board.set_aside):
        lines.append(f"Without a rank: {len(board.set_aside)} entries that count on too few datasets (--min-coverage).")
    if board.n_without_regret:
        lines.append(f"On {board.n_without_regret} of the datasets nothing beats a constant: ranks, but no regret.")
    return "\n".join(lines)


def p_text(p: float) -> str:
    """Return "< 0.001" or "= 0.042".

    Examples
    --------
    >>> p_text(1e-9), p_text(0.0421)
    ('< 0.001', '= 0.042')
    """
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"


def _row(entry: str, row: pd.Series, reference: str, statuses: Sequence[str], with_settings: bool) -> list[str]:
    return [
        entry,
        _text(row["rank"], ".2f"),
        _text(row["regret"], ".3f"),
        _text(100 * row["win_rate"], ".0f", " %"),
        "reference" if entry == reference else f"{row['wins']}/{row['ties']}/{row['losses']}",
        str(row["n_against"]),
        measured_seconds(row["fit_seconds"]),
        measured_seconds(row["predict_seconds"]),
        *[str(row[status]) for status in statuses],
        *([row["settings"]] if with_settings else []),
    ]


def _text(value: float, format: str, unit: str = "") -> str:
    return "-" if math.isnan(value) else f"{value:{format}}{unit}"


def _statuses(board: Leaderboard) -> list[str]:
    columns = list(board.rows.columns)
    return columns[columns.index(_LAST_COLUMN_BEFORE_STATUSES) + 1 :]


def leaderboard_table(leaderboards: Sequence[Leaderboard]) -> pd.DataFrame:
    """Return what `metaselect leaderboard --csv` writes: one row per leaderboard and entry."""
    tables = [
        board.rows.reset_index().assign(
            task=board.task,
            metric=board.metric,
            kind=board.kind,
            reference=board.reference,
            n_datasets=board.n_datasets,
            n_origins=board.n_origins,
            n_known=board.n_known,
        )
        for board in leaderboards
    ]
    table = pd.concat(tables, ignore_index=True)
    first = ["task", "metric", "kind"]
    statuses = {status: 0 for board in leaderboards for status in _statuses(board)}
    return (
        table[[*first, *[column for column in table if column not in first]]]
        .fillna(statuses)
        .astype(dict.fromkeys(statuses, int))
    )


def pairs_table(leaderboards: Sequence[Leaderboard]) -> pd.DataFrame:
    """Return what `metaselect leaderboard --pairs-csv` writes: one row per leaderboard and pair of entries."""
    return pd.concat(
        [
            board.pairs.assign(task=board.task, metric=board.metric, kind=board.kind)[_PAIR_ORDER]
            for board in leaderboards
        ],
        ignore_index=True,
    )


def collect_leaderboard(board: Leaderboard) -> dict[str, object]:
    """Return what `metaselect leaderboard --json` prints for one leaderboard; undefined numbers are None.

    Returns
    -------
    dictionary : dict
        `task`, `metric`, `kind`, `reference`, `n_datasets`, `n_origins`, `n_known`, `n_without_regret`, `friedman_p`,
        `critical_difference`, `entries`: the columns of `Leaderboard.rows` with the numbers by status together
        under `statuses`; `pairs`: those of `Leaderboard.pairs`; `scores`: by dataset and entry; `n_wide` and
        `wide_ranks`: those of the entries that no size rule skipped.
    """
    statuses = _statuses(board)
    entries = []
    for entry, row in board.rows.astype(object).iterrows():
        values = {name: plain(value) for name, value in row.items() if name not in statuses}
        entries.append({"entry": entry, **values, "statuses": {status: int(row[status]) for status in statuses}})
    names = ("task", "metric", "kind", "reference", "n_datasets", "n_origins", "n_known", "n_without_regret")
    return {
        **{name: getattr(board, name) for name in names},
        "friedman_p": plain(board.friedman_p),
        "critical_difference": plain(board.critical_difference),
        "entries": entries,
        "pairs": board.pairs.to_dict("records"),
        "scores": {
            dataset: {entry: plain(score) for entry, score in row.items()} for dataset, row in board.scores.iterrows()
        },
        "n_wide": board.n_wide,
        "wide_ranks": {entry: plain(rank) for entry, rank in board.wide_ranks.items()},
    }
