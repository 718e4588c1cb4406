"""A file goes in; a `TableFile` comes out: the raw table, how the file was written, and what was repaired.

`table_file.py` leads through it. To add a file format, decorate a function in `readers.py`.
"""
