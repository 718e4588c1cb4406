"""Facts go in, such as a `Recommendation` or a `Leaderboard`; a text for the terminal, plain values for JSON, a Python
script or a figure comes out.

`plain.py` decides what is said, and the rooms how: words (a sentence for each fact), text, script, figures.
"""

from metaselect.report.figures.leaderboard import write_figures
from metaselect.report.figures.tree import draw_tree
from metaselect.report.plain import collect, plain
from metaselect.report.script.script import render_code
from metaselect.report.text.criteria import collect_criteria, render_criteria
from metaselect.report.text.description import Description, collect_description, render_description
from metaselect.report.text.evaluation import (
    collect_comparison,
    collect_scenario,
    render_comparison,
    render_learning_curve,
    render_scenario,
    render_weaknesses,
)
from metaselect.report.text.explanation import render_explanation
from metaselect.report.text.fitted_model import render_fitted_model
from metaselect.report.text.formulas import without_formulas
from metaselect.report.text.knowledge import (
    collect_knowledge,
    render_knowledge,
    render_knowledge_list,
    summarize_knowledge,
)
from metaselect.report.text.layout import render_table, wrap_line
from metaselect.report.text.leaderboard import (
    collect_leaderboard,
    leaderboard_table,
    pairs_table,
    render_leaderboard,
    render_scores,
    scores_table,
)
from metaselect.report.text.learners import collect_learner, render_learner, render_learners
from metaselect.report.text.numbers import render_score
from metaselect.report.text.recommendation import render_recommendation
from metaselect.report.text.rules import collect_rules, render_rules
from metaselect.report.text.search import collect_search, render_progress, render_search
from metaselect.report.words.confidence import confidence_words
from metaselect.report.words.dialects import as_argument, as_option
from metaselect.report.words.in_words import in_words

__all__ = [
    "Description",
    "as_argument",
    "as_option",
    "collect",
    "collect_comparison",
    "collect_criteria",
    "collect_description",
    "collect_knowledge",
    "collect_leaderboard",
    "collect_learner",
    "collect_rules",
    "collect_scenario",
    "collect_search",
    "confidence_words",
    "draw_tree",
    "in_words",
    "leaderboard_table",
    "pairs_table",
    "plain",
    "render_code",
    "render_comparison",
    "render_criteria",
    "render_description",
    "render_explanation",
    "render_fitted_model",
    "render_knowledge",
    "render_knowledge_list",
    "render_leaderboard",
    "render_learner",
    "render_learners",
    "render_learning_curve",
    "render_progress",
    "render_recommendation",
    "render_rules",
    "render_scenario",
    "render_score",
    "render_scores",
    "render_search",
    "render_table",
    "render_weaknesses",
    "scores_table",
    "summarize_knowledge",
    "without_formulas",
    "wrap_line",
    "write_figures",
]
