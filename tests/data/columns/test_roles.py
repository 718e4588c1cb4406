from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, find_role
from metaselect.data.columns.kinds import find_type
from metaselect.exceptions import DatasetError

N = 60
RNG = np.random.default_rng(0)
COLUMNS = {
    "income": (RNG.normal(size=N), "numeric"),
    "age": (range(N), "numeric"),
    "member": (["yes", "no"] * 30, "boolean"),
    "won": ([0, 1] * 30, "boolean"),
    "city": (["Rome", "Oslo", "Bern"] * 20, "categorical"),
    "owner": (["1st owner", "2nd owner", "3rd owner"] * 20, "ordinal"),
    "risk": (["low", "medium", "high"] * 20, "ordinal"),
    "customer_id": (range(1000, 1000 + N), "identifier"),
    "name": ([f"person {i}" for i in range(N)], "identifier"),
    "patient_id": ([f"p{i // 4}" for i in range(N)], "group"),
    "review": ([f"I have seen film number {i} and liked it" for i in range(N)], "text"),
    "lesion": (["00000", "01400", "07111"] * 20, "categorical"),
    "ticked": (["Film A", None] * 30, "boolean"),
    "sent": (["2026-01-31", "2026-02-28 10:00"] * 30, "date"),
    "one": (["x"] * N, "constant"),
    "void": ([None] * N, "empty"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_roles_are_as_a_person_would_say(name):
    values, expected = COLUMNS[name]
    role = find_role(pd.Series(list(values), name=name))
    assert role.role == expected
    assert str(role.why)


def test_roles_do_not_depend_on_the_order_of_rows_or_columns():
    frame = pd.DataFrame({name: list(values) for name, (values, _) in COLUMNS.items()})
    shuffled = frame.sample(frac=1, random_state=0)[frame.columns[::-1]]
    assert {name: find_role(shuffled[name]) for name in shuffled} == {name: find_role(frame[name]) for name in frame}


def test_complex_numbers_are_refused():
    with pytest.raises(DatasetError, match="Complex data not supported: column 'z'"):
        find_role(pd.Series([1 + 2j, 3j], name="z"))


def test_dates_that_a_file_stores_as_categories_are_dates():
    column = pd.Series(pd.Categorical(["2026-01-31", "2026-02-28", None] * 20))
    assert find_role(column).role == "date"
    dataset = Dataset.from_arrays(pd.DataFrame({"sent": column}), [0, 1] * 30, kinds={"sent": "date"})
    assert dataset.X["sent: days"].notna().sum() == 40


DECIMALS = [Decimal(i) / 7 for i in range(50)]


@pytest.mark.parametrize("cells", [pd.to_timedelta(range(50), unit="h"), DECIMALS], ids=["durations", "decimals"])
def test_what_the_pipeline_takes_for_numbers_is_no_text_or_identifier(cells):
    column = pd.Series(cells, name="price")
    assert find_role(column).role == find_type(column).kind == "numeric"


def test_a_few_repeated_rows_change_nothing():
    for name, cells in (("customer_no", range(70_001, 70_101)), ("Order ID", [f"A{i}" for i in range(100)])):
        assert find_role(pd.Series([*cells, cells[7], cells[9]], name=name)).role == "identifier"
        assert find_role(pd.Series([*cells] * 2, name=name)).role != "identifier"


def test_versions_are_categories_even_where_each_row_has_its_own():
    versions = pd.Series([f"{1 + i % 4}.{i // 4}.{i}" for i in range(60)], name="version")
    assert find_role(versions).role == "categorical"
