"""What is said of a model that was fitted and saved."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from metaselect.data import is_classification
from metaselect.facts import Fact
from metaselect.learners import Blend, Configuration
from metaselect.models import Model
from metaselect.recommendation import Candidate
from metaselect.report.text.layout import wrap_line
from metaselect.report.text.numbers import measured_seconds, render_score
from metaselect.report.words.configurations import blend_words, describe_changes
from metaselect.report.words.dialects import as_option
from metaselect.report.words.in_words import in_words

__all__ = ["render_fitted_model"]


def render_fitted_model(
    model: Model,
    candidate: Candidate,
    warnings: Iterable[Fact],
    seconds: float,
    path: Path,
    command: str,
    was_searched: bool = False,
) -> str:
    """Return the text that `metaselect fit` prints.

    Parameters
    ----------
    model : Model
        Which was saved.
    candidate : Candidate
        Which of the recommended ones it is.
    warnings : iterable of Fact
        Of the advice.
    seconds : float
        Of the fit.
    path : Path
        Of the file.
    command : str
        With which rows are predicted.
    was_searched : bool
        Whether a search found it, of which all else has been said.
    """
    training, expected = model.manifest.training, model.manifest.expectation
    n_columns = len(training.columns)
    head = (
        f"{training.name}: {training.n_rows} rows, {n_columns} column{'s' * (n_columns != 1)}; target "
        f"{training.target!r}, task {training.task}"
    )
    if is_classification(training.task):
        head += f", {len(model.manifest.classes)} classes"
    place = "the first" if candidate.rank == 1 else f"number {candidate.rank}"
    notes = [wrap_line(f"Note: {in_words(warning, as_option)}.") for warning in warnings]
    if was_searched:
        lines = [*notes, wrap_line(f"Saved in {path} ({_size(path)}){_of_rows(model)}."), "", "Predict new rows with:"]
        return "\n".join([*lines, f"  {command}"])
    lines = [
        wrap_line(f"{head}."),
        *notes,
        "",
        wrap_line(
            f"Fitted in {measured_seconds(seconds)}: {_words_on(candidate.configuration)}; {place} of those that are "
            "recommended."
        ),
    ]
    if expected is not None:
        low, high = map(render_score, expected.interval)
        lines.append(
            wrap_line(
                f"Expected {expected.metric}: {render_score(expected.score)}, 90 % interval {low} to {high}; "
                "cross-validated, greater is better. It is what such tables promise, not measured on this one."
            )
        )
    lines += [wrap_line(f"Saved in {path} ({_size(path)}){_of_rows(model)}."), "", "Predict new rows with:"]
    return "\n".join([*lines, f"  {command}"])


def _words_on(configuration: Configuration | Blend) -> str:
    if isinstance(configuration, Blend):
        return f"a blend, the {blend_words(configuration)}"
    return f"{configuration.learner}, {'; '.join(describe_changes(configuration)) or 'all defaults'}"


def _of_rows(model: Model) -> str:
    """Return which models within keep rows of the table; nothing where none does."""
    kept = model.manifest.holds["rows of"]
    return f"; to predict, {' and '.join(kept)} keep{'s' * (len(kept) == 1)} rows of the table in it" if kept else ""


def _size(path: Path) -> str:
    n_bytes = path.stat().st_size
    return f"{n_bytes / 1000:,.0f} kB" if n_bytes < 1_000_000 else f"{n_bytes / 1e6:,.1f} MB"
