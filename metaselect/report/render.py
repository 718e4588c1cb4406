"""What a recommendation says, as text for the terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from metaselect.recommendation import Candidate, Neighbor, Reason, Recommendation

__all__ = ["render_recommendation", "render_table"]

# Of how many candidates the scores on similar datasets are shown: more would not fit a line.
_MOST_CANDIDATES = 5


def render_recommendation(recommendation: Recommendation, command: str) -> str:
    """Return the text that `metaselect recommend` prints.

    Parameters
    ----------
    recommendation : Recommendation
    command : str
        What the user typed; `--code` is appended to it for the next step.
    """
    parts = [
        _head(recommendation),
        _candidates(recommendation.candidates, recommendation.metric),
        _why(recommendation),
        _familiarity(recommendation),
        *[f"Note: {warning}." for warning in recommendation.warnings],
        f"Next, a script that fits the first candidate without metaselect:\n  {command} --code > model.py",
    ]
    return "\n\n".join(parts)


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """Return rows of text in columns, each as wide as its widest cell; columns in `numeric` are flushed right.

    Examples
    --------
    >>> print(render_table(["name", "n"], [["iris", "150"], ["zoo", "99"]], numeric=[1]))
    name    n
    iris  150
    zoo    99
    """
    table = [list(header), *[list(row) for row in rows]]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    lines = (
        "  ".join(
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
    return "\n".join(line.rstrip() for line in lines)


def _head(recommendation: Recommendation) -> str:
    data = recommendation.dataset
    return (
        f"{data['name']}: {data['n_rows']} rows, {data['n_columns']} columns; target {data['target']!r}, "
        f"task {data['task']} (--task to change), metric {recommendation.metric}, greater is better."
    )


def _candidates(candidates: Sequence[Candidate], metric: str) -> str:
    header = ["", "learner", "expected", "90 % interval", "fit", "differs from the learner's defaults in"]
    rows = [
        [
            str(candidate.rank),
            candidate.configuration.learner,
            _score(candidate.expected_score),
            f"{_score(candidate.interval[0])} to {_score(candidate.interval[1])}",
            _seconds(candidate.fit_seconds),
            _hyperparameters(candidate.configuration.changed),
        ]
        for candidate in candidates
    ]
    table = render_table(header, rows, numeric=(0, 2, 3, 4))
    if len(candidates) > 1:
        table += "\nEach further candidate is there for the case that those above it disappoint."
    return table


def _why(recommendation: Recommendation) -> str:
    known = f"{recommendation.n_known_datasets} known datasets; knowledge base: {recommendation.knowledge_base}"
    lines = [f"Why (by {recommendation.meta_learner} over {known})"]
    if recommendation.neighbors:
        lines.append("  The most similar known datasets, how much each counts, and how the candidates did there:")
        lines.append(textwrap.indent(_neighbors(recommendation.neighbors), "    "))
    if recommendation.reasons:
        lines.append(f"  What spoke for {recommendation.best.configuration.learner}:")
        lines += [f"    {_reason(reason)}" for reason in recommendation.reasons]
    if len(lines) == 1:
        lines.append("  This order is the best on average; it does not depend on your data.")
    return "\n".join(lines)


def _neighbors(neighbors: Sequence[Neighbor]) -> str:
    n_shown = min(_MOST_CANDIDATES, len(neighbors[0].candidate_scores))
    header = ["dataset", "", "best there", "", *[str(rank) for rank in range(1, n_shown + 1)]]
    rows = [
        [
            neighbor.dataset,
            f"{neighbor.weight:.0%}".replace("%", " %"),
            neighbor.best_learner,
            _score(neighbor.best_score),
            *[_score(score) for score in neighbor.candidate_scores[:n_shown]],
        ]
        for neighbor in neighbors
    ]
    return render_table(header, rows, numeric=[1, *range(3, len(header))])


def _reason(reason: Reason) -> str:
    above = reason.share_below > 0.5
    share = reason.share_below if above else 1.0 - reason.share_below
    side = "above" if above else "at or below"
    description = reason.description[0].lower() + reason.description[1:]
    return f"{description}: {reason.value:.3g}, {side} {share:.0%} of the known datasets".replace("%", " %")


def _familiarity(recommendation: Recommendation) -> str:
    familiarity = recommendation.familiarity
    word = "far from" if familiarity < 0.05 else "at the edge of" if familiarity < 0.2 else "well within"
    share = f"{familiarity:.0%}".replace("%", " %")
    return f"Familiarity: {word} what is known ({share} of the known datasets are as far from the others, or farther)."


def _hyperparameters(changed: dict[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in changed.items()) or "nothing"


def _score(value: float) -> str:
    if math.isnan(value):
        return "-"
    return f"{value:.3f}" if abs(value) < 1000 else f"{value:.4g}"


def _seconds(value: float) -> str:
    if value < 0.1:
        return "< 0.1 s"
    if value < 120:
        return f"{value:.1f} s"
    return f"{value / 60:.0f} min"
