"""A column goes in; what it is taken for comes out, and what models see of it: numbers, categories, free text, dates.

`kinds.py` lists the types of columns, each in a file of its own; `roles.py` says what a column of a file is there for.
To add a type, write its file and list it in `kinds.py`.
"""
