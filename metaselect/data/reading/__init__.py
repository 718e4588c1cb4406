"""A file goes in; a `TableFile` comes out: the raw table, how the file was written, and what was repaired.

`table_file.py` leads through it. To add a file format, decorate a function in `readers.py`; to add a rule by which
tables are put right, write its file in `repairs/`. The words by which tables are understood are in `data/words.py`.
"""
