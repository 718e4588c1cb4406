"""Information criteria of linear candidates, as text for the terminal and as plain values."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from metaselect.recommendation import InformationCriteria, NoCriteria
from metaselect.report.text.layout import render_table, wrap_line
from metaselect.report.words.in_words import in_words

__all__ = ["collect_criteria", "render_criteria"]


def collect_criteria(found: Sequence[InformationCriteria]) -> list[dict[str, object]]:
    """Return one dictionary of plain values per model."""
    return [
        {
            "configuration": criteria.configuration.id,
            "learner": criteria.configuration.learner,
            "n_rows": criteria.n_rows,
            "n_columns": criteria.n_columns,
            "effective_parameters": criteria.effective_parameters,
            "log_likelihood": criteria.log_likelihood,
            "aic": criteria.aic,
            "bic": criteria.bic,
            "ebic": criteria.ebic,
        }
        for criteria in found
    ]


def render_criteria(found: Sequence[InformationCriteria], reasons: Sequence[NoCriteria]) -> str:
    """Return a table, smallest AIC first, and why other linear candidates are not in it.

    Parameters
    ----------
    found : sequence of InformationCriteria
        One line of the table each, in this order.
    reasons : sequence of NoCriteria
        One line each, below the table.
    """
    header = ["", "columns", "parameters", "AIC", "BIC", "EBIC", "differs from the learner's defaults in"]
    rows = [
        [
            criteria.configuration.learner,
            str(criteria.n_columns),
            f"{criteria.effective_parameters:.1f}",
            f"{criteria.aic:.1f}",
            f"{criteria.bic:.1f}",
            f"{criteria.ebic:.1f}",
            " ".join(f"{name}={value}" for name, value in criteria.configuration.changed.items()) or "nothing",
        ]
        for criteria in found
    ]
    title = "Information criteria of linear models fitted to all rows (smaller is better; comparable among these only)"
    lines = [f"{title}:", textwrap.indent(render_table(header, rows, numeric=range(1, 6)), "  ")] if found else []
    lines += [wrap_line(f"Not among them: {in_words(reason)}.") for reason in reasons]
    return "\n".join(lines) or "No linear model is among the known configurations for this task."
