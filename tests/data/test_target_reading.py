import pandas as pd
import pytest

from metaselect.data.target_reading import find_target_reading
from metaselect.exceptions import DatasetError


def test_codes_are_numbers_where_somebody_says_that_they_are_a_quantity():
    codes = pd.Series([f"{30_000 + 7 * i:06d}" for i in range(40)], name="code")
    reading = find_target_reading(codes, "regression")
    assert reading.task == "regression"
    assert reading.values(reading.cells(codes))[:2].tolist() == [30_000.0, 30_007.0]
    with pytest.raises(DatasetError, match="needs a target of numbers"):
        find_target_reading(codes.replace(codes[3], "none of it"), "regression")
