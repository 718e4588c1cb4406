"""Facts go in, such as a `Recommendation` or a `Leaderboard`; a text for the terminal, plain values for JSON, a Python
script or a figure comes out.

`plain.py` decides what is said, and the rooms how: text, script, figures.
"""

from metaselect.report.figures.leaderboard import write_figures
from metaselect.report.figures.tree import draw_tree
from metaselect.report.plain import collect
from metaselect.report.script.script import render_code
from metaselect.report.text.criteria import collect_criteria, render_criteria
from metaselect.report.text.explanation import render_explanation
from metaselect.report.text.leaderboard import render_leaderboard
from metaselect.report.text.learners import collect_learner, render_learner, render_learners
from metaselect.report.text.recommendation import render_recommendation, render_table

__all__ = [
    "collect",
    "collect_criteria",
    "collect_learner",
    "draw_tree",
    "render_code",
    "render_criteria",
    "render_explanation",
    "render_leaderboard",
    "render_learner",
    "render_learners",
    "render_recommendation",
    "render_table",
    "write_figures",
]
