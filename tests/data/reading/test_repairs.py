import numpy as np
import pandas as pd
import pytest

from metaselect.data import apply_repairs, find_repairs
from metaselect.data.reading.repairs.rules import TABLE_RULES
from metaselect.report.script.functions import definitions


def repaired(**columns):
    table = pd.DataFrame(columns)
    before = table.copy(deep=True)
    result = apply_repairs(table, find_repairs(table))
    pd.testing.assert_frame_equal(table, before)
    return result


def test_empty_rows_and_columns_without_a_name_go():
    table = repaired(**{"a ": [1.0, np.nan, 2.0], "Unnamed: 1": [np.nan] * 3})
    assert table.to_dict("list") == {"a": [1.0, 2.0]}


def test_a_clean_table_needs_nothing():
    assert find_repairs(pd.DataFrame({"age": [1.5, 2.5], "city": ["Rome", "Oslo"]})) == ()


def rows(cells, name="x"):
    return pd.DataFrame({name: cells, "other": np.arange(len(cells)) % 7})


# A table in which each rule finds something to do.
TO_BE_REPAIRED = {
    "ColumnNames": rows([1.5, 2.5], " size\n of it: "),
    "ExtraRows": rows(["km", *map(str, range(20))]).assign(other=[None, *range(20)]),
    "EmptyColumns": rows([1, 2, 3]).assign(**{"Unnamed: 2": np.nan}),
    "FilledDown": pd.DataFrame({"d": ["a", *[None] * 5, "b", *[None] * 5], "x": range(12), "y": range(12)}),
    "EmptyRows": pd.DataFrame({"x": [1, None, 2], "y": ["a", None, "b"]}),
}


@pytest.mark.parametrize("rule", TABLE_RULES, ids=lambda rule: rule.__name__)
def test_a_script_of_pandas_alone_does_what_a_rule_does(rule):
    table = TO_BE_REPAIRED[rule.__name__]
    repairs = find_repairs(table)
    assert rule in map(type, repairs)
    imports, functions = definitions(function for repair in repairs for function in repair.functions)
    lines = [line for repair in repairs for line in repair.lines()]
    variables = {"pd": pd, "np": np, "data": table.copy()}
    exec("\n".join([*imports, functions, *lines]), variables)
    pd.testing.assert_frame_equal(variables["data"], apply_repairs(table, repairs))
