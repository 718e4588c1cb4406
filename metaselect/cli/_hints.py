"""The way out of an error in the words of the command line: options and commands instead of arguments and functions."""

from __future__ import annotations

import logging

from metaselect.exceptions import MetaSelectError, escape

__all__ = ["IN_OPTIONS", "OptionsFormatter", "in_options"]

# By the name of a `Hint`.
IN_OPTIONS = {
    "target": "say --target COLUMN",
    "no target": "leave out --target {value}",
    "target of plain files": "or for a folder of plain files --target NAME, first or last",
    "standard input": "write it to a file, or pipe it in and give - in place of the file",
    "layout of text": "or say --separator SIGN or --skip-lines N",
    "separator": "or say --separator SIGN",
    "fewer lines to skip": "say a smaller --skip-lines N",
    "sheet": "save the one with the table as CSV, or say --sheet NAME",
    "encoding": "or say --encoding NAME",
    "other encoding": "give another --encoding NAME, or none to have it found out",
    "no limits": "give --no-limits to read it all the same",
    "make store": "make one with: metaselect benchmark COLLECTION --store FILE",
    "fill store": "fill it with: metaselect benchmark COLLECTION --store FILE",
    "evaluate on all rows": "run metaselect benchmark COLLECTION --store FILE without --learning-curves",
    "evaluate on all rows or merge": "run metaselect benchmark COLLECTION --store {value} without --learning-curves, "
    "or add them to a knowledge base that has those on all rows: metaselect learn {value} --merge DIR --output DIR",
    "evaluate to the end": "run metaselect benchmark COLLECTION --store FILE to the end first",
    "evaluate again": "run metaselect benchmark again on the same collection and store, which describes them anew",
    "make older one again": "run metaselect benchmark again on the store of the older one, then metaselect learn",
    "make knowledge base": "make one with: metaselect learn STORE --output DIR",
    "make knowledge base again": "make it again with: metaselect learn STORE --output DIR",
    "describe again": "run metaselect benchmark again on its store, then metaselect learn; or: metaselect knowledge "
    "redescribe DIR COLLECTION",
    "name": "give one with --name",
    "save model": "make one with: metaselect fit FILE --target COLUMN -o MODEL",
    "without own learner": "say --exclude {value}",
    "run folder": "give another folder with --continue",
    "replace": "to advise without it: metaselect learn STORE --replace",
}


def in_options(error: MetaSelectError) -> str:
    """Return the message of an error, its way out said with options.

    Examples
    --------
    >>> from metaselect.exceptions import DatasetError, Hint
    >>> in_options(DatasetError("which column is the target?", hint=Hint("target", "give its name")))
    'which column is the target?; say --target COLUMN'
    >>> in_options(DatasetError("y has shape (2, 3)"))
    'y has shape (2, 3)'
    """
    if error.hint is None:
        return error.message
    return f"{error.message}; {IN_OPTIONS[error.hint.name].format(value=error.hint.value)}"


class OptionsFormatter(logging.Formatter):
    """Formats records as usual, the errors among their arguments by `in_options`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line to print."""
        if isinstance(record.args, tuple):
            record.args = tuple(in_options(arg) if isinstance(arg, MetaSelectError) else arg for arg in record.args)
        return escape(super().format(record))
