"""What a search found, as text for the terminal, and how far it is, as one line."""

from __future__ import annotations

import math

from metaselect.learners import Blend, Configuration
from metaselect.recommendation import Recommendation
from metaselect.report.text.layout import render_table, wrap_line
from metaselect.report.text.numbers import measured_seconds, percent, render_score
from metaselect.report.words.configurations import blend_words, describe_changes
from metaselect.report.words.in_words import in_words
from metaselect.search import Progress, Search, find_surprises

__all__ = ["collect_search", "render_progress", "render_search"]

_N_SHOWN = 10
# So much more than the budget is worth a word.
_OVERRUN, _SECONDS_OF_OVERRUN = 1.1, 1.0
_PHASES = {
    "before": "advice",
    "trials": "trials",
    "choice": "choosing the average",
    "fit": "fitting it to all rows",
}


def render_search(search: Search, recommendation: Recommendation) -> str:
    """Return what was tried, what came of it, and where the time went.

    Parameters
    ----------
    search : Search
        What came of it.
    recommendation : Recommendation
        What was advised before.
    """
    parts = [
        _leaderboard(search, recommendation.metric),
        "\n".join(_model(search, recommendation)),
        _learned(search),
        _time(search),
    ]
    return "\n\n".join(part for part in parts if part)


def render_progress(progress: Progress) -> str:
    """Return how far a search is, in one line.

    Examples
    --------
    >>> render_progress(Progress(3, ("ridge", "xgboost"), None, 12.3))
    '3 tried, no score yet; trying ridge, xgboost; 12 s left'
    """
    best = progress.best
    score = "no score yet" if best is None else f"best {render_score(best.score)} ({best.configuration.learner})"
    trying = f"; trying {', '.join(progress.running)}" if progress.running else ""
    left = f"; {max(progress.seconds_left, 0.0):.0f} s left" if math.isfinite(progress.seconds_left) else ""
    return f"{progress.n_trials} tried, {score}{trying}{left}"


def collect_search(search: Search) -> dict[str, object]:
    """Return what was tried and what came of it as plain values.

    Parameters
    ----------
    search : Search
        What came of it.
    """
    low, high = search.candidate.interval
    return {
        "metric": search.metric,
        "resampling": search.resampling,
        "score": _number(search.choice.score),
        "interval": None if math.isnan(search.choice.score) else [_number(low), _number(high)],
        "advised_score": _number(search.advised.score),
        "members": [
            {"configuration": member.id, "learner": member.learner, "weight": share}
            for member, share in search.ensemble.items()
        ],
        "trials": [
            {
                "trial": trial.number,
                "configuration": trial.configuration.id,
                "learner": trial.configuration.learner,
                "hyperparameters": trial.configuration.changed,
                "status": trial.evaluation.status,
                "score": _number(trial.score),
                "expected_score": _number(trial.expected_score),
                "error": trial.evaluation.error,
            }
            for trial in search.trials
        ],
        "shuffled_score": None if search.claim is None else _number(search.claim.shuffled_score),
        "seconds": search.seconds,
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _leaderboard(search: Search, metric: str) -> str:
    if not search.trials:
        is_advised = search.choice.model == search.advised.model
        fitted = "what is advised was fitted as it is" if is_advised else "a promising model was fitted that is fast"
        return wrap_line(f"There was time for no trial: {fitted}.")
    table = search.leaderboard()
    by_id = {trial.configuration.id: trial for trial in search.trials}
    shown = table[(table.index <= _N_SHOWN) | (table["weight"] > 0)]
    rows = [
        [
            str(rank),
            row["learner"],
            render_score(row["score"]),
            render_score(row["expected_score"]),
            percent(row["weight"]) if row["weight"] else "",
            ("; ".join(describe_changes(by_id[row["configuration"]].configuration)) or "nothing")
            if row["status"] == "ok"
            else f"{row['status']}: {by_id[row['configuration']].evaluation.error}",
        ]
        for rank, row in shown.iterrows()
    ]
    expected = "expected" if metric == search.metric else f"expected {metric}"
    header = ["", "learner", search.metric, expected, "weight", "differs from the learner's defaults in"]
    late = sum(trial.evaluation.status == "timeout" for trial in search.trials)
    head = f"{len(table)} configuration{'s' * (len(table) != 1)} tried, by {search.resampling}; greater is better."
    head += f" {late} ran out of time." if late else ""
    more = f"... and {len(table) - len(shown)} more" if len(table) > len(shown) else ""
    return "\n".join(filter(None, (wrap_line(head), render_table(header, rows, numeric=(0, 2, 3, 4)), more)))


def _model(search: Search, recommendation: Recommendation) -> list[str]:
    model, best = search.choice.model, recommendation.best
    lines = [wrap_line(f"Model: {_model_words(model)}.")]
    expected = f"{render_score(best.expected_score)} ({' to '.join(map(render_score, best.interval))})"
    if math.isnan(search.choice.score):
        lines.append(wrap_line(f"Score: not measured, as it was not tried as a whole; {expected} was expected."))
    else:
        score, interval = render_score(search.choice.score), " to ".join(map(render_score, search.candidate.interval))
        lines.append(
            wrap_line(
                f"Score: {score} on rows that its members had not learned from, 90 % interval {interval}; expected of "
                f"what was advised: {expected}."
            )
        )
        if isinstance(model, Blend) and model != best.configuration:
            lines.append(wrap_line("Its weights were chosen on the same rows: the score is a little too good."))
    tried = {trial.configuration for trial in search.trials if trial.is_complete}
    share = sum(weight for member, weight in search.ensemble.items() if member not in tried)
    if search.trials and share > 0:
        lines.append(wrap_line(f"{percent(share)} of the weight is on members that were not tried to the end."))
    if search.advised.model != model and not math.isnan(search.advised.score):
        lines.append(wrap_line(f"What was advised has {render_score(search.advised.score)} on the same rows."))
    if search.claim is not None:
        words = in_words(search.claim)
        lines.append(wrap_line(f"{words[0].upper()}{words[1:]}."))
    lines += [wrap_line(f"Another model was chosen and could not be fitted: {why}.") for why in search.failures]
    return lines


def _model_words(model: Configuration | Blend) -> str:
    if isinstance(model, Blend):
        return blend_words(model)
    return f"{model.learner}, {'; '.join(describe_changes(model)) or 'all defaults'}"


def _learned(search: Search) -> str:
    surprises = [in_words(surprise) for surprise in find_surprises(search.trials)]
    singles = [trial.score for trial in search.trials if trial.is_complete]
    lines = [wrap_line(f"Learned on the way: {'; '.join(surprises)}.")] if surprises else []
    if isinstance(search.choice.model, Blend) and singles and not math.isnan(search.choice.score):
        lines.append(
            wrap_line(
                f"Averaging: the best single model has {render_score(max(singles))}, the average "
                f"{render_score(search.choice.score)}{_why_worse(max(singles) - search.choice.score)}."
            )
        )
    return "\n".join(lines)


def _time(search: Search) -> str:
    spent = [f"{words} {measured_seconds(search.seconds[phase])}" for phase, words in _PHASES.items()]
    lines = [wrap_line(f"Time: {', '.join(spent)}.")]
    used = sum(search.seconds.values())
    if used > _OVERRUN * search.budget + _SECONDS_OF_OVERRUN:
        asked = f"the {search.budget:g} s that were asked for"
        lines.append(wrap_line(f"That is more than {asked}: on this table, advice and one fit take longer."))
    return "\n".join(lines)


def _why_worse(difference: float) -> str:
    """Return why an average stays that is worse than the best single model; nothing where it is better."""
    if difference <= 0:
        return ""
    return ", and stays: on so few rows, or in so little time, the best of many is best by luck"
