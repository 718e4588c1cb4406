"""What is put right in the rows and names of a table after it was parsed, one rule per file.

A rule finds what there is to do, does it to rows and to what was counted in all of a large file, says it in words, and
has the functions that do it, which a script prints as they are. To add a rule, write its file and list its class in
`rules.py`.
"""
