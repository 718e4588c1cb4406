"""What is put right in the cells of a column of text, one rule per file.

A rule finds what there is to do, does it to any later cells too, says it in words, and has the function that does it,
which a script prints as it is. To add a rule, write its file and list its class in `rules.py`.
"""
