"""Facts go in, such as a `Recommendation` or a `Leaderboard`; a text for the terminal, a dictionary for JSON, a Python
script or a figure comes out.

`collect.py` decides what is said and `render.py` how it looks; `render_explanation.py` gives all reasons; `code.py`
writes the script. `render_leaderboard.py` and `figures.py` show a leaderboard, `learners.py` what can be recommended.
"""

from metaselect.report.code import render_code
from metaselect.report.collect import collect
from metaselect.report.figures import write_figures
from metaselect.report.learners import collect_learner, render_learner, render_learners
from metaselect.report.render import render_recommendation, render_table
from metaselect.report.render_criteria import collect_criteria, render_criteria
from metaselect.report.render_explanation import render_explanation
from metaselect.report.render_leaderboard import render_leaderboard

__all__ = [
    "collect",
    "collect_criteria",
    "collect_learner",
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
