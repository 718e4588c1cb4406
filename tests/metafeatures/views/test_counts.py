from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, WholeTable
from metaselect.metafeatures.views.content_order import ContentOrder
from metaselect.metafeatures.views.counts import Counts


@pytest.fixture
def dataset():
    X = pd.DataFrame({"size": [1.0, np.nan, 3.0, np.nan, 5.0], "color": ["red", "blue", None, "red", "red"]})
    return Dataset.from_arrays(X, ["yes", "no", "no", "yes", "no"])


def _missing(dataset):
    order = ContentOrder(dataset)
    return dict(zip(order.columns, Counts(dataset, order).missing.tolist(), strict=True))


def test_rows_are_counted_by_class_category_and_missing_value(dataset):
    counts = Counts(dataset, ContentOrder(dataset))
    assert counts.classes.tolist() == [2, 3]  # by first appearance
    assert [of_column.tolist() for of_column in counts.categories] == [[3, 1]]
    assert counts.rows_with_missing == 3
    assert _missing(dataset) == {"size": 2, "color": 1}


def test_of_a_sample_all_rows_count_that_there_are(dataset):
    whole = WholeTable(50, {"size": 25}, "y", 50, {"size": 25}, {"yes": 10, "no": 40})
    sample = replace(dataset, whole=whole)
    assert Counts(sample, ContentOrder(sample)).classes.tolist() == [10, 40]
    assert _missing(sample) == {"size": 25, "color": 10}  # what was not counted is as frequent as in the sample
