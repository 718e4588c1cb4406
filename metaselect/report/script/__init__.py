"""The first candidate as a Python script that needs no metaselect."""
