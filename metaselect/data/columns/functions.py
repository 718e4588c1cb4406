"""The functions that make of the columns of a table what models see, for scripts to have them as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from metaselect.data.columns.distinct import as_text, is_text_or_folded, text_of_mixed
from metaselect.data.columns.labels import label_of, labels_in
from metaselect.data.columns.moments import moments_in, part_of
from metaselect.data.columns.number import to_floats

__all__ = ["COLUMN_FUNCTIONS"]

COLUMN_FUNCTIONS: Mapping[str, Callable] = {
    function.__name__: function
    for function in (
        as_text,
        is_text_or_folded,
        label_of,
        labels_in,
        moments_in,
        part_of,
        text_of_mixed,
        to_floats,
    )
}
