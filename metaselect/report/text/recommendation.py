"""What a recommendation says, as text for the terminal: one screen, and the details where they are asked for."""

from __future__ import annotations

import math

from metaselect.learners import Blend
from metaselect.recommendation import Candidate, Recommendation, Trade
from metaselect.report.text.layout import render_table, wrap_line
from metaselect.report.text.numbers import percent, render_megabytes, render_score, rough_seconds
from metaselect.report.words.confidence import words_on_abstaining, words_on_familiarity, words_on_first
from metaselect.report.words.configurations import blend_words, why_blended
from metaselect.report.words.dialects import Dialect, as_argument, as_option
from metaselect.report.words.in_words import in_words

__all__ = ["render_recommendation"]

_N_REASONS, _N_NEIGHBORS, _N_COUNTERFACTUALS = 3, 3, 2
# Less memory than this is there on any machine.
_MEGABYTES_WORTH_A_WORD = 500


def render_recommendation(recommendation: Recommendation, command: str | None = None) -> str:
    """Return the text that `metaselect recommend` prints.

    Parameters
    ----------
    recommendation : Recommendation
        The advice.
    command : str, optional
        What the user typed; options are appended to it for the next steps. For Python when not given.
    """
    say = as_argument if command is None else as_option
    alarms = set(map(id, recommendation.alarms))
    notes = [warning for warning in recommendation.warnings if id(warning) not in alarms]
    parts = [
        _head(recommendation, say),
        _alarms(recommendation, say),
        _candidates(recommendation, say),
        "\n".join(_summary(recommendation, say)),
        "\n".join(_paragraph("Note", in_words(note, say)) for note in notes),
        _next(recommendation, command),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(recommendation: Recommendation, say: Dialect) -> str:
    data = recommendation.dataset
    return wrap_line(
        f"{data.name}: {data.n_rows} rows, {data.n_columns} columns; target {data.target!r}, "
        f"task {data.task} ({say('task', '')} to change), metric {recommendation.metric}, greater is better."
    )


def _alarms(recommendation: Recommendation, say: Dialect) -> str:
    """Return what must be read before any score."""
    lines = [_paragraph("Beware", in_words(alarm, say)) for alarm in recommendation.alarms]
    if recommendation.is_inflated:
        lines.append(wrap_line("If so, the scores below are inflated: such a column is not there when it matters."))
    return "\n".join(lines)


def _candidates(recommendation: Recommendation, say: Dialect) -> str:
    candidates = recommendation.candidates
    expected = "expected (shuffled rows)" if recommendation.is_for_shuffled_rows else "expected"
    header = ["", "learner", expected, "90 % interval", "fit", "differs from the learner's defaults in"]
    why_there = {fact.rank: in_words(fact, say) for fact in recommendation.out_of_order}
    rows = [
        [
            str(candidate.rank),
            candidate.configuration.learner,
            render_score(candidate.expected_score),
            f"{render_score(candidate.interval[0])} to {render_score(candidate.interval[1])}",
            rough_seconds(candidate.fit_seconds),
            "; ".join(filter(None, (_hyperparameters(candidate), why_there.get(candidate.rank)))),
        ]
        for candidate in candidates
    ]
    machine = "on this machine" if recommendation.speed.measured else "on the machine of the known results"
    slowest = max((candidate.predict_seconds for candidate in candidates), key=lambda s: -1.0 if math.isnan(s) else s)
    predicting = "" if math.isnan(slowest) else f"; predicting 1,000 rows takes {_at_most(slowest)}"
    lines = [
        render_table(header, rows, numeric=(0, 2, 3, 4)),
        *_of_single_split(recommendation),
        wrap_line(f"Seconds are of one fit by one thread {machine}{predicting}."),
    ]
    if recommendation.is_for_shuffled_rows:
        apart = "new groups" if recommendation.validation.groups is not None else "later rows"
        lines.append(
            wrap_line(
                f"Shuffled rows: order and expected scores are for rows drawn at random, and may be too good for "
                f"{apart}: compare the candidates on the splits below."
            )
        )
    if recommendation.trade is not None:
        lines.append(_paragraph("Cheap", _trade(recommendation.trade, recommendation.best, say)))
    elif len(candidates) > 1:
        lines.append(
            wrap_line(
                "Each further candidate is there in case those above it disappoint, also where its expected score is "
                "higher."
            )
        )
    lines += [
        wrap_line(f"Memory: {candidate.configuration.learner} ({candidate.rank}) needs about {megabytes} MB.")
        for candidate in candidates
        if candidate.peak_megabytes > _MEGABYTES_WORTH_A_WORD
        for megabytes in [render_megabytes(candidate.peak_megabytes)]
    ]
    return "\n".join(lines)


def _of_single_split(recommendation: Recommendation) -> list[str]:
    """Return what the intervals are of, and that of a single split; nothing where it is not known."""
    low, high = recommendation.best.single_split_interval
    if math.isnan(low):
        return []
    n_rows = round(recommendation.dataset.n_rows / 3)
    return [
        wrap_line(
            f"Intervals are of the cross-validated score; on a single held-out third ({n_rows} rows) that of the first "
            f"is {render_score(low)} to {render_score(high)}."
        )
    ]


def _trade(trade: Trade, first: Candidate, say: Dialect) -> str:
    if trade.instead_of == first.configuration:
        return "the first is also the best when time does not matter; the others trade score for time"
    change = f"{render_score(abs(trade.score_lost))} {'worse' if trade.score_lost >= 0 else 'better'}"
    return (
        f"{first.configuration.learner} is fitted {trade.times_as_fast:.2g} times as fast as "
        f"{trade.instead_of.learner}, which would come first without {say('cheap', '')}, and is expected to be {change}"
    )


def _summary(recommendation: Recommendation, say: Dialect):
    """Yield a paragraph for each thing to know."""
    confidence, explanation = recommendation.confidence, recommendation.explanation
    best = recommendation.best.configuration
    if isinstance(best, Blend):
        yield _paragraph("Why a blend", why_blended(best))
    if confidence.abstains:
        yield _paragraph("Abstains", words_on_abstaining(confidence))
    else:
        sure = filter(None, (words_on_first(confidence), f"the table is {words_on_familiarity(confidence)}"))
        yield _paragraph("How sure", "; ".join(sure))
        if recommendation.reasons:
            about = f"Why {best.members[0].learner} leads it" if isinstance(best, Blend) else "Why"
            yield _paragraph(about, "; ".join(in_words(reason, say) for reason in recommendation.reasons[:_N_REASONS]))
        elif not recommendation.neighbors:
            yield _paragraph("Why", "this order is the best on average; it does not depend on your data")
    if recommendation.neighbors:
        alike = [
            f"{neighbor.dataset} ({percent(neighbor.weight)}; best there: {neighbor.best_learner})"
            for neighbor in recommendation.neighbors[:_N_NEIGHBORS]
        ]
        yield _paragraph("Similar", ", ".join(alike))
    if explanation.counterfactuals:
        nearest = [in_words(change, say) for change in explanation.counterfactuals[:_N_COUNTERFACTUALS]]
        yield _paragraph("Another would be first", "; ".join(nearest))
    yield _paragraph("Validate with", in_words(recommendation.validation, say))
    if recommendation.metric_advice:
        yield _paragraph("Metric", in_words(recommendation.metric_advice, say))


def _next(recommendation: Recommendation, command: str | None) -> str:
    known = f"{recommendation.n_known_datasets} known datasets (knowledge base: {recommendation.knowledge_base})"
    by = f"By {recommendation.meta_learner} over {known}."
    if command is None:
        return wrap_line(f"{by} More reasons: recommendation.explanation. As a script: recommendation.code().")
    return wrap_line(f"{by} More reasons: --explain. As a script:") + f"\n  {command} --code > model.py"


def _paragraph(title: str, text: str) -> str:
    return wrap_line(f"{title}: {text}.")


def _hyperparameters(candidate: Candidate) -> str:
    if isinstance(candidate.configuration, Blend):
        return blend_words(candidate.configuration)
    return " ".join(f"{name}={value}" for name, value in candidate.configuration.changed.items()) or "nothing"


def _at_most(value: float) -> str:
    return "less than 0.1 s" if value < 0.1 else f"up to {rough_seconds(value)}"
