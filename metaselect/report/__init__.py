"""A `Recommendation` goes in; a dictionary for JSON, a text for the terminal or a Python script comes out.

`collect.py` decides what is said and `render.py` how it looks; `code.py` writes the script.
"""

from metaselect.report.code import render_code
from metaselect.report.collect import collect
from metaselect.report.render import render_recommendation, render_table

__all__ = ["collect", "render_code", "render_recommendation", "render_table"]
