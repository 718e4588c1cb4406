"""A column goes in; what it is taken for comes out, and what models see of it: numbers, categories, free text, dates.

`kinds.py` says what a pipeline makes of a column, `roles.py` what a column of a file is there for.
"""
