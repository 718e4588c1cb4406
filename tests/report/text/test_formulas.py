import numpy as np
import pandas as pd

from metaselect.report import without_formulas


def test_text_that_would_be_a_formula_is_text_to_a_spreadsheet():
    cells = ["=cmd|'/c calc'!A0", "+1", "-2", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", "a=b", "", None, "1-2"]
    table = pd.DataFrame({"=name": cells, "score": np.linspace(-1, 1, len(cells))})
    safe = without_formulas(table)
    assert list(safe.columns) == ["'=name", "score"]
    assert safe["'=name"].tolist()[:8] == [f"'{cell}" for cell in cells[:8]]
    assert safe["'=name"].tolist()[8:10] == ["a=b", ""]
    assert safe["'=name"].isna().sum() == 1
    assert safe["score"].equals(table["score"])
    assert table["=name"].tolist()[0] == cells[0]


def test_names_of_columns_may_repeat_and_values_be_mixed():
    table = pd.DataFrame([["=a", 1, True], [2.5, "-b", None]], columns=["x", "x", "@y"])
    assert without_formulas(table).fillna("").to_numpy().tolist() == [["'=a", 1, True], [2.5, "'-b", ""]]
