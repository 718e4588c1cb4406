"""What a recommendation says, as text for the terminal: one screen, and the details where they are asked for."""

from __future__ import annotations

import math

from metaselect.recommendation import Candidate, Recommendation, Trade
from metaselect.report.text.layout import render_table, wrap_line
from metaselect.report.text.numbers import percent, render_megabytes, render_score, rough_seconds
from metaselect.report.words.confidence import words_on_abstaining, words_on_familiarity, words_on_first
from metaselect.report.words.in_words import in_words

__all__ = ["render_recommendation"]

_N_REASONS, _N_NEIGHBORS, _N_COUNTERFACTUALS = 3, 3, 2
# Less memory than this is there on any machine.
_MEGABYTES_WORTH_A_WORD = 500


def render_recommendation(recommendation: Recommendation, command: str) -> str:
    """Return the text that `metaselect recommend` prints.

    Parameters
    ----------
    recommendation : Recommendation
        The advice.
    command : str
        What the user typed; options are appended to it for the next steps.
    """
    parts = [
        _head(recommendation),
        _candidates(recommendation),
        "\n".join(_summary(recommendation)),
        "\n".join(_paragraph("Note", in_words(warning)) for warning in recommendation.warnings),
        _next(recommendation, command),
    ]
    return "\n\n".join(part for part in parts if part)


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
            rough_seconds(candidate.fit_seconds),
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
        lines.append(_paragraph("Cheap", _trade(recommendation.trade, recommendation.best)))
    elif len(candidates) > 1:
        lines.append("Each further candidate is there in case those above it disappoint.")
    lines += [
        f"Memory: {candidate.configuration.learner} ({candidate.rank}) needs about {megabytes} MB."
        for candidate in candidates
        if candidate.peak_megabytes > _MEGABYTES_WORTH_A_WORD
        for megabytes in [render_megabytes(candidate.peak_megabytes)]
    ]
    return "\n".join(lines)


def _trade(trade: Trade, first: Candidate) -> str:
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
        yield _paragraph("Abstains", words_on_abstaining(confidence))
    else:
        sure = filter(None, (words_on_first(confidence), f"the table is {words_on_familiarity(confidence)}"))
        yield _paragraph("How sure", "; ".join(sure))
        if recommendation.reasons:
            yield _paragraph("Why", "; ".join(in_words(reason) for reason in recommendation.reasons[:_N_REASONS]))
        elif not recommendation.neighbors:
            yield _paragraph("Why", "this order is the best on average; it does not depend on your data")
    if recommendation.neighbors:
        alike = [
            f"{neighbor.dataset} ({percent(neighbor.weight)}; best there: {neighbor.best_learner})"
            for neighbor in recommendation.neighbors[:_N_NEIGHBORS]
        ]
        yield _paragraph("Similar", ", ".join(alike))
    if explanation.counterfactuals:
        nearest = [in_words(change) for change in explanation.counterfactuals[:_N_COUNTERFACTUALS]]
        yield _paragraph("What would change it", "; ".join(nearest))
    yield _paragraph("Validate with", in_words(recommendation.validation))
    if recommendation.metric_advice:
        yield _paragraph("Metric", in_words(recommendation.metric_advice))


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


def _at_most(value: float) -> str:
    return "less than 0.1 s" if value < 0.1 else f"up to {rough_seconds(value)}"
