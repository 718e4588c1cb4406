import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from metaselect.data import Dataset
from metaselect.evaluation import evaluate
from metaselect.evaluation.predictions import checked_numbers, checked_probabilities
from metaselect.learners import make_configuration

EVEN = np.full((4, 2), 0.5)
NO_PROBABILITIES = {
    "one row for all": (EVEN[:1], [0, 1], "shape (1, 2), not (4, 2)"),
    "one column": (EVEN[:, :1], [0, 1], "shape (4, 1), not (4, 2)"),
    "too many rows": (np.full((5, 2), 0.5), [0, 1], "shape (5, 2)"),
    "a column more": (np.full((4, 3), 1 / 3), [0, 1], "shape (4, 3)"),
    "labels": (np.zeros(4), [0, 1], "shape (4,)"),
    "nothing": (None, [0, 1], "shape ()"),
    "a generator": ((row for row in EVEN), [0, 1], "shape ()"),
    "sparse": (sparse.csr_matrix(EVEN), [0, 1], "shape ()"),
    "three axes": (EVEN[..., None], [0, 1], "shape (4, 2, 1)"),
    "complex": (EVEN * 1j, [0, 1], "type complex128"),
    "text": (EVEN.astype(str), [0, 1], "type <U"),
    "objects": (EVEN.astype(object), [0, 1], "type object"),
    "times": (EVEN.astype("timedelta64[s]"), [0, 1], "type timedelta64"),
    "not a number": (EVEN * np.nan, [0, 1], "not all finite"),
    "infinite": (EVEN * np.inf, [0, 1], "not all finite"),
    "all zero": (EVEN * 0, [0, 1], "add up to 0"),
    "all one": (EVEN * 2, [0, 1], "add up to 2"),
    "one row is zero": (EVEN * [[1], [1], [0], [1]], [0, 1], "add up to 0"),
    "per cent": (EVEN * 100, [0, 1], "not between 0 and 1, such as 50"),
    "negative": (np.tile([1.5, -0.5], (4, 1)), [0, 1], "not between 0 and 1"),
    "classes by name": (EVEN, ["no", "yes"], "classes_"),
    "one class twice": (EVEN, [0, 0], "classes_"),
    "a class from the end": (EVEN, [0, -1], "classes_"),
    "a class that is none": (EVEN, [0, 2], "classes_"),
    "no classes": (EVEN, None, "classes_"),
    "fractions of classes": (EVEN, [0.0, 0.5], "classes_"),
}


@pytest.mark.parametrize("name", NO_PROBABILITIES)
def test_what_are_no_probabilities_is_named(name):
    predictions, classes, cause = NO_PROBABILITIES[name]
    with pytest.raises(ValueError, match=r"^(predict|classes_)") as raised:
        checked_probabilities(predictions, 4, classes, 2)
    assert cause in str(raised.value)


@pytest.mark.parametrize("make", [list, np.float32, np.float16, pd.DataFrame, np.ma.masked_array])
def test_probabilities_of_any_type_of_array_are_taken(make):
    probabilities = checked_probabilities(make(EVEN), 4, [0, 2], 3)
    assert type(probabilities) is np.ndarray
    assert probabilities.dtype == np.float64
    assert probabilities.tolist() == [[0.5, 0.0, 0.5]] * 4


@pytest.mark.parametrize(
    ("predictions", "cause"),
    [
        (np.zeros((4, 1)), "shape (4, 1), not (4,)"),
        (np.zeros(1), "shape (1,)"),
        (0.0, "shape ()"),
        (np.zeros(4) * 1j, "type complex128"),
        (["1", "2", "3", "4"], "type <U"),
        ([1.0, 2.0, 3.0, np.nan], "not all finite"),
    ],
)
def test_what_are_no_numbers_is_named(predictions, cause):
    with pytest.raises(ValueError, match=r"^predictions") as raised:
        checked_numbers(predictions, 4)
    assert cause in str(raised.value)


def test_predictions_beyond_the_range_of_a_metric_are_a_failure(monkeypatch):
    from sklearn.linear_model import Ridge

    monkeypatch.setattr(Ridge, "predict", lambda self, X: np.full(len(X), 1e300))
    dataset = Dataset.from_arrays(np.arange(40.0).reshape(20, 2), np.arange(20.0))
    evaluation = evaluate(make_configuration("ridge"), dataset)
    assert evaluation.status == "failed"
    assert "neg_root_mean_squared_error" in evaluation.error
