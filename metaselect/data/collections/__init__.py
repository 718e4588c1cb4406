"""A folder with a manifest, a folder of tables or a suite of OpenML goes in; entries come out, each read when asked.

To add a kind of collection, write its file and list it in `read_collection.py`.
"""
