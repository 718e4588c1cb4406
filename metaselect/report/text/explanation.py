"""Why this advice, in full, as text for the terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from metaselect.recommendation import Attribution, Candidate, DecisionPath, Neighbor, Recommendation
from metaselect.report.text.layout import line_width, render_table, wrap_line
from metaselect.report.text.numbers import percent, render_score
from metaselect.report.words.configurations import describe_model
from metaselect.report.words.in_words import in_words

__all__ = ["render_explanation"]

# Of how many candidates the scores on similar datasets are shown: more would not fit a line.
_MOST_CANDIDATES = 5
_N_FAMILIES = 6
_N_EFFECTS = 6


def render_explanation(recommendation: Recommendation) -> str:
    """Return the text that `metaselect recommend --explain` prints below the advice."""
    return "\n\n".join(_parts(recommendation))


def _parts(recommendation: Recommendation):
    explanation = recommendation.explanation
    yield _titled("Level 1, which family of models (predicted regret behind the first)", _families(recommendation))
    yield _titled("Level 2, which configuration: what is unusual about each candidate", _configurations(recommendation))
    if not math.isnan(recommendation.best.single_split_interval[0]):
        n_rows = round(recommendation.dataset.n_rows / 3)
        title = f"What a single held-out third ({n_rows} rows) may say, in nine of ten cases"
        yield _titled(title, _splits(recommendation))
    yield (
        wrap_line(
            "Level 3, beyond the configurations that are known: nothing is proposed. A model that invents "
            "configurations was measured, and what it proposed did worse than the best known one."
        )
    )
    if recommendation.neighbors:
        title = "The most similar known datasets, how much each counts, and how the candidates did there"
        yield _titled(title, _neighbors(recommendation.neighbors))
    if explanation.first is not None:
        title = f"How the table moved the predicted regret of {explanation.of[0].learner} (less is better)"
        yield _titled(title, _attribution(explanation.first))
    if explanation.against_second is not None:
        second = explanation.of[1].learner
        title = f"How it moved that regret less the regret of {second}, the second"
        yield _titled(title, _attribution(explanation.against_second))
    if explanation.path is not None:
        yield _path(explanation.path)
        changes = [in_words(change) for change in explanation.counterfactuals]
        none = "no change of rows, columns, classes, gaps or a linear model's skill alone, within what is known"
        yield _titled("What would put another learner first", _wrapped(changes or [none]))
    yield wrap_line(
        "Terms: a metafeature is a number that describes the table. Regret is the distance to the best known "
        "configuration: 0 is as good as that, 1 no better than a constant prediction. A landmarker is a tiny model "
        "fitted to the table; its skill is 0 for predictions that know nothing and 1 for perfect ones."
    )


def _titled(title: str, text: str) -> str:
    return f"{wrap_line(f'{title}:')}\n{textwrap.indent(text, '  ')}"


def _families(recommendation: Recommendation) -> str:
    families = recommendation.explanation.families
    rows = [[family.learner, f"+{family.behind:.3f}", f"{family.spread:.3f}"] for family in families[:_N_FAMILIES]]
    table = render_table(["family", "behind", "between its configurations"], rows, numeric=(1, 2))
    rest = len(families) - _N_FAMILIES
    return table + (f"\n... and {rest} more" if rest > 0 else "")


def _configurations(recommendation: Recommendation) -> str:
    lines = [
        f"{candidate.rank} {candidate.configuration.learner}: {describe_model(candidate.configuration)}"
        for candidate in recommendation.candidates
    ]
    return _wrapped(lines)


def _splits(recommendation: Recommendation) -> str:
    rows = [
        [str(candidate.rank), candidate.configuration.learner, *map(_range, _intervals(candidate))]
        for candidate in recommendation.candidates
    ]
    return render_table(["", "learner", "held-out third", "cross-validated"], rows, numeric=(0, 2, 3))


def _intervals(candidate: Candidate) -> tuple[tuple[float, float], tuple[float, float]]:
    return candidate.single_split_interval, candidate.interval


def _range(interval: tuple[float, float]) -> str:
    return f"{render_score(interval[0])} to {render_score(interval[1])}"


def _width() -> int:
    return line_width() - 4  # all is indented below its title


def _wrapped(lines: Sequence[str]) -> str:
    return "\n".join(wrap_line(line, _width(), indent="    ") for line in lines)


def _neighbors(neighbors: Sequence[Neighbor]) -> str:
    n_shown = min(_MOST_CANDIDATES, len(neighbors[0].candidate_scores))
    header = ["dataset", "", "best there", "", *[str(rank) for rank in range(1, n_shown + 1)]]
    rows = [
        [
            neighbor.dataset,
            percent(neighbor.weight),
            neighbor.best_learner,
            render_score(neighbor.best_score),
            *[render_score(score) for score in neighbor.candidate_scores[:n_shown]],
        ]
        for neighbor in neighbors
    ]
    return render_table(header, rows, numeric=[1, *range(3, len(header))])


def _attribution(attribution: Attribution) -> str:
    """Return a sum, line by line: the mean, the greatest effects, the rest, the correction, the prediction."""
    shown = attribution.reasons[:_N_EFFECTS]
    rest = -sum(reason.effect for reason in attribution.reasons[_N_EFFECTS:])
    rows = [
        [f"{attribution.base:+.3f}", "on average over the known datasets"],
        *[[f"{-reason.effect:+.3f}", in_words(reason)] for reason in shown],
        [f"{rest:+.3f}", f"{max(len(attribution.reasons) - _N_EFFECTS, 0)} other metafeatures"],
        [f"{attribution.correction:+.3f}", "what such predictions missed on similar known datasets"],
        [f"{attribution.prediction:+.3f}", "predicted for this table"],
    ]
    width = max(len(number) for number, _ in rows)
    return "\n".join(
        wrap_line(f"{number:<{width}}  {text}", _width(), indent=" " * (width + 4)) for number, text in rows
    )


def _path(path: DecisionPath) -> str:
    steps = [f"{'and ' if i else ''}{in_words(step)}" for i, step in enumerate(path.steps)]
    leaf = (
        f"then {path.configuration.learner} does best: mean regret {path.mean_regret:.3f} "
        f"on the {path.n_datasets} known datasets of which this holds"
    )
    if path.decides:
        title = "The way through the tree that gives the advice"
    else:
        agrees = "and agrees on the learner" if path.agrees else "and here says otherwise"
        title = f"A small tree over the same knowledge, which can be read, {agrees}"
    rules = _titled("The whole tree", _wrapped([in_words(rule) for rule in path.rules])) if path.decides else ""
    return "\n\n".join(part for part in (_titled(title, _wrapped([*steps, leaf])), rules) if part)
