"""What a recommendation says, as text for the terminal: one screen, and the details where they are asked for."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from metaselect.recommendation import Candidate, Recommendation

__all__ = ["render_recommendation", "render_score", "render_table", "wrap_line"]

_WIDTH = 120
_WIDTH_OF_TABLES = 118  # they may be indented
_NARROWEST_TEXT = 20
_N_REASONS, _N_NEIGHBORS, _N_COUNTERFACTUALS = 3, 3, 2
# Less memory than this is there on any machine.
_MEGABYTES_WORTH_A_WORD = 500


def render_recommendation(recommendation: Recommendation, command: str) -> str:
    """Return the text that `metaselect recommend` prints.

    Parameters
    ----------
    recommendation : Recommendation
    command : str
        What the user typed; options are appended to it for the next steps.
    """
    parts = [
        _head(recommendation),
        _candidates(recommendation),
        "\n".join(_summary(recommendation)),
        "\n".join(_paragraph("Note", warning) for warning in recommendation.warnings),
        _next(recommendation, command),
    ]
    return "\n\n".join(part for part in parts if part)


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """Return rows of text in columns, each as wide as its widest cell; columns in `numeric` are flushed right.

    Where a line would be too long for a terminal, text in the last column goes on below itself.

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
    start = sum(widths[:-1]) + 2 * (len(widths) - 1)
    if len(header) - 1 in numeric or start > _WIDTH_OF_TABLES - _NARROWEST_TEXT:
        return "\n".join(line.rstrip() for line in lines)
    return "\n".join(line[:start].rstrip() if not line[start:].strip() else _hanging(line, start) for line in lines)


def _hanging(line: str, start: int) -> str:
    """Return a line whose text from `start` on goes on below itself."""
    text = wrap_line(line[start:].rstrip(), _WIDTH_OF_TABLES - start, indent="")
    return line[:start] + text.replace("\n", "\n" + " " * start)


def wrap_line(text: str, width: int = _WIDTH, *, indent: str = "  ") -> str:
    """Return `text` in lines that fit a terminal, all but the first indented.

    Examples
    --------
    >>> print(wrap_line("known: it did better on 61 % of the datasets", 29))
    known: it did better on
      61 % of the datasets
    """
    text = text.replace(" %", "\0%")  # a number and its unit stay on one line
    lines = textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return lines.replace("\0%", " %")


def _head(recommendation: Recommendation) -> str:
    data = recommendation.dataset
    return wrap_line(
        f"{data.name}: {data.n_rows} rows, {data.n_columns} columns; target {data.target!r}, "
        f"task {data.task} (--task to change), metric {recommendation.metric}, greater is better."
    )


def _candidates(recommendation: Recommendation) -> str:
    candidates = recommendation.candidates
    header = ["", "learner", "expected", "90 % interval", "fit", "differs from the learner's defaults in"]
    rows = [
        [
            str(candidate.rank),
            candidate.configuration.learner,
            render_score(candidate.expected_score),
            f"{render_score(candidate.interval[0])} to {render_score(candidate.interval[1])}",
            _seconds(candidate.fit_seconds),
            _hyperparameters(candidate),
        ]
        for candidate in candidates
    ]
    machine = "on this machine" if recommendation.speed.measured else "on the machine of the known results"
    slowest = max((candidate.predict_seconds for candidate in candidates), key=lambda s: -1.0 if math.isnan(s) else s)
    predicting = "" if math.isnan(slowest) else f"; predicting 1,000 rows takes {_at_most(slowest)}"
    lines = [
        render_table(header, rows, numeric=(0, 2, 3, 4)),
        f"Seconds are of one fit by one thread {machine}{predicting}.",
    ]
    if recommendation.trade is not None:
        lines.append(_paragraph("Cheap", _trade(recommendation)))
    elif len(candidates) > 1:
        lines.append("Each further candidate is there in case those above it disappoint.")
    lines += [
        f"Memory: {candidate.configuration.learner} ({candidate.rank}) needs about {_megabytes(candidate)} MB."
        for candidate in candidates
        if candidate.peak_megabytes > _MEGABYTES_WORTH_A_WORD
    ]
    return "\n".join(lines)


def _trade(recommendation: Recommendation) -> str:
    trade, first = recommendation.trade, recommendation.best
    if trade.instead_of == first.configuration:
        return "the first is also the best when time does not matter; the others trade score for time"
    change = f"{render_score(abs(trade.score_lost))} {'worse' if trade.score_lost >= 0 else 'better'}"
    return (
        f"{first.configuration.learner} is fitted {trade.times_as_fast:.2g} times as fast as "
        f"{trade.instead_of.learner}, which would come first without --cheap, and is expected to be {change}"
    )


def _summary(recommendation: Recommendation):
    """Yield a paragraph for each thing to know."""
    confidence, explanation = recommendation.confidence, recommendation.explanation
    if confidence.abstains:
        yield _paragraph("Abstains", confidence.on_abstaining())
    else:
        sure = [text for text in (confidence.on_first(), f"the table is {confidence.on_familiarity()}") if text]
        yield _paragraph("How sure", "; ".join(sure))
        if recommendation.reasons:
            yield _paragraph("Why", "; ".join(reason.words for reason in recommendation.reasons[:_N_REASONS]))
        elif not recommendation.neighbors:
            yield _paragraph("Why", "this order is the best on average; it does not depend on your data")
    if recommendation.neighbors:
        alike = [
            f"{neighbor.dataset} ({_percent(neighbor.weight)}; best there: {neighbor.best_learner})"
            for neighbor in recommendation.neighbors[:_N_NEIGHBORS]
        ]
        yield _paragraph("Similar", ", ".join(alike))
    if explanation.counterfactuals:
        nearest = [change.words for change in explanation.counterfactuals[:_N_COUNTERFACTUALS]]
        yield _paragraph("What would change it", "; ".join(nearest))
    yield _paragraph("Validate with", recommendation.validation.words)
    if recommendation.metric_advice:
        yield _paragraph("Metric", recommendation.metric_advice)


def _next(recommendation: Recommendation, command: str) -> str:
    known = f"{recommendation.n_known_datasets} known datasets (knowledge base: {recommendation.knowledge_base})"
    return (
        f"By {recommendation.meta_learner} over {known}. More reasons: --explain. A script without metaselect:\n"
        f"  {command} --code > model.py"
    )


def _paragraph(title: str, text: str) -> str:
    return wrap_line(f"{title}: {text}.")


def _hyperparameters(candidate: Candidate) -> str:
    return " ".join(f"{name}={value}" for name, value in candidate.configuration.changed.items()) or "nothing"


def render_score(value: float) -> str:
    """Return a score with three decimals, or four significant digits where it is large; "-" where there is none.

    Examples
    --------
    >>> render_score(-0.91234), render_score(-26912.3), render_score(float("nan"))
    ('-0.912', '-26,910', '-')
    """
    if math.isnan(value):
        return "-"
    if abs(value) < 1000:
        return f"{value:.3f}"
    return f"{float(f'{value:.4g}'):,.0f}" if abs(value) < 1e9 else f"{value:.4g}"


def _megabytes(candidate: Candidate) -> str:
    return f"{float(f'{candidate.peak_megabytes:.2g}'):.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _at_most(value: float) -> str:
    return "less than 0.1 s" if value < 0.1 else f"up to {_seconds(value)}"


def _seconds(value: float) -> str:
    """Return seconds with at most two significant digits: more would be a promise."""
    if math.isnan(value):
        return "-"
    if value < 0.1:
        return "< 0.1 s"
    if value < 100:
        return f"{float(f'{value:.2g}'):g} s"
    if value < 6000:
        return f"{float(f'{value / 60:.2g}'):g} min"
    return f"{float(f'{value / 3600:.2g}'):g} h"
