"""A category is its value: 1, 1.0, "1" and True are one, whatever type a column has and whatever stands beside it.

What a script calls needs pandas and NumPy alone: it has these functions as they stand here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

__all__ = ["forms_of", "label_of", "labels_in", "usual_form"]

# How texts begin that may be spelled otherwise.
_MAY_BE_ANOTHER = "+-.0123456789 tTfF"


def label_of(value: object) -> str:
    """Return the text of a value; a whole number has no fraction, and bytes are read as UTF-8.

    Examples
    --------
    >>> label_of(1.0), label_of(2.5), label_of(True), label_of("1.0"), label_of(b"x")
    ('1', '2.5', 'True', '1.0', 'x')
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, float | np.floating) and abs(number := float(value)) < 1e18 and number.is_integer():
        return str(int(number))
    return str(value)


def usual_form(text: str) -> str:
    """Return the one form that all spellings of a number or a truth value share; any other text as it is.

    Examples
    --------
    >>> usual_form("007.50"), usual_form("TRUE"), usual_form("-0"), usual_form("1.4.13")
    ('7.5', '1', '0', '1.4.13')
    """
    if text[:1] not in _MAY_BE_ANOTHER:
        return text
    truth = {"true": "1", "false": "0"}.get(text.strip().lower())
    number = re.fullmatch(r"\s*([+-]?)0*(\d+)(?:\.(\d*?)0*)?\s*", text)
    if truth or number is None:
        return truth or text
    sign, whole, fraction = number.groups()
    form = f"{whole}.{fraction}" if fraction else whole
    return f"-{form}" if sign == "-" and form != "0" else form


def labels_in(column: pd.Series, forms: Mapping[str, str] | None = None) -> pd.Series:
    """Return the category of each value as its text, NaN where it is missing.

    `forms` has the category of texts and usual forms that are not a category themselves; None where a text is its own.
    """
    try:
        codes, values = pd.factorize(column)
    except TypeError:  # unhashable values such as dicts and lists
        codes, values = pd.factorize(column.map(str).where(column.notna()))
    labels = [label_of(value) for value in values.astype(object)]
    if forms is not None:
        usual = [label if label in forms else usual_form(label) for label in labels]
        labels = [forms.get(form, form) for form in usual]
    # Code -1 is the NaN at the end.
    return pd.Series(np.array([*labels, np.nan], dtype=object)[codes], index=column.index, dtype=object)


def forms_of(values: Iterable[object]) -> dict[str, str]:
    """Return the categories of values by the texts and usual forms that are not a category themselves.

    Examples
    --------
    >>> forms_of(["001", "x"]), forms_of([1, 2]), forms_of([True, False])
    ({'001': '001', '1': '001'}, {}, {'True': 'True', '1': 'True', 'False': 'False', '0': 'False'})
    >>> forms_of(["1.1", "1.10"])  # such as versions
    {'1.10': '1.10'}
    """
    labels = dict.fromkeys(value if type(value) is str else label_of(value) for value in values)
    forms: dict[str, str] = {}
    for label in labels:
        if label[:1] not in _MAY_BE_ANOTHER:
            continue
        form = usual_form(label)
        if form != label:
            forms[label] = label
            if form not in labels:
                forms.setdefault(form, label)
    return forms
