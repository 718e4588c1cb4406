import numpy as np
import pandas as pd
import pytest

from metaselect import MetaSelectClassifier
from metaselect.cli import main
from metaselect.data import TASKS, Dataset, infer_task, is_classification, task_type_of
from metaselect.data.tasks import is_number_like
from metaselect.exceptions import ConfigurationError, DatasetError, MetaSelectWarning

TARGETS = {
    "two texts": (["a", "b"] * 10, "binary"),
    "truth values": ([True, False] * 10, "binary"),
    "nullable truth values": (pd.array([True, False] * 10, dtype="boolean"), "binary"),
    "two numbers": ([0.5, 2.25] * 10, "binary"),
    "three texts": (["a", "b", "c"] * 10, "multiclass"),
    "texts that look like numbers": (["1", "2", "3"] * 10, "multiclass"),
    "few whole numbers, each often": ([1, 2, 3] * 10, "multiclass"),
    "few whole numbers as floats": ([1.0, 2.0, 3.0] * 10, "multiclass"),
    "pandas category of numbers": (pd.Categorical(np.arange(20) % 12), "multiclass"),
    "few whole numbers, each rarely": (np.arange(20) % 8, "regression"),
    "eleven whole numbers": (np.arange(110) % 11, "regression"),
    "few fractions": ([0.5, 1.5, 2.5] * 10, "regression"),
    "many numbers": (np.arange(50) / 7, "regression"),
    "nullable integers": (pd.array(range(50), dtype="Int64"), "regression"),
    "numbers as objects": (np.array([1.5, 2, 3.5] * 5, dtype=object), "regression"),
}


@pytest.mark.parametrize(("y", "task"), TARGETS.values(), ids=TARGETS)
def test_the_values_decide_the_task(y, task):
    assert infer_task(y)[0] == task


def test_the_reason_is_said_in_words():
    assert str(infer_task([1, 2, 3] * 10)[1]) == "3 distinct whole numbers"
    assert str(infer_task(np.arange(20) / 7)[1]) == "20 distinct numbers"


def test_classification_is_binary_or_multiclass_by_the_number_of_classes():
    assert infer_task(["a", "b"] * 5, "classification")[0] == "binary"
    assert infer_task([1.5, 2.5, 3.5] * 5, "classification")[0] == "multiclass"
    assert infer_task(["a", "b"] * 5, "multiclass")[0] == "binary"


def test_a_task_asked_for_comes_before_the_values():
    assert infer_task([0, 1] * 10, "regression")[0] == "regression"


@pytest.mark.parametrize("task", ["auto", "classification", *TASKS])
def test_one_value_is_nothing_to_learn(task):
    with pytest.raises(DatasetError, match=r"only one class or value \('7.0'\) in all 4 rows"):
        infer_task(np.full(4, 7.0), task)


def test_a_different_text_in_every_row_is_no_target():
    with pytest.raises(DatasetError, match=r"different text in each of its 20 rows.*identifier or free text"):
        infer_task([f"id {i}" for i in range(20)])


def test_a_different_number_in_every_row_is_no_class():
    with pytest.raises(DatasetError, match=r"different number in each.*use task regression"):
        infer_task(np.arange(20.0), "classification")


@pytest.mark.parametrize("y", [["a", "b"] * 5, [True, False] * 5, pd.Categorical([1, 2] * 5)], ids=str)
def test_regression_needs_numbers(y):
    with pytest.raises(
        DatasetError, match=r"'regression' needs a target of numbers; this one holds (text|truth values)"
    ):
        infer_task(y, "regression")


def test_binary_needs_two_classes():
    with pytest.raises(DatasetError, match="'binary' needs 2 classes; the target has 3"):
        infer_task(["a", "b", "c"] * 5, "binary")


def test_an_unknown_task_lists_the_known():
    with pytest.raises(ConfigurationError, match="'clustering' is unknown; use one of auto, classification, binary"):
        infer_task([1, 2], "clustering")


def test_every_task_is_of_one_type():
    assert [is_classification(task) for task in TASKS] == [True, True, False]
    assert [task_type_of(task) for task in TASKS] == ["classification", "classification", "regression"]


def test_a_task_that_is_new_is_no_classification_unsaid():
    assert not is_classification("ranking")


def test_complex_numbers_and_dates_are_no_numbers_to_learn():
    assert not is_number_like(pd.Series(pd.date_range("2020-01-01", periods=3)))


def test_numbers_written_as_text_are_refused_for_regression_with_the_way_out():
    with pytest.raises(DatasetError, match=r"text such as '1\.5'; convert it with pd\.to_numeric first"):
        infer_task(["1.5", "2", "-3e4"], "regression")
    for y in (["1.5", "high"], [True, False], pd.to_timedelta([1, 2], "D")):
        with pytest.raises(DatasetError, match="use task 'classification'"):
            infer_task(y, "regression")


def test_numbers_too_large_for_models_are_refused():
    with pytest.raises(DatasetError, match=r"as large as 4.9e\+301.* divide by a power of ten"):
        infer_task(np.arange(50) * 1e300)
    assert infer_task(np.arange(50) * 1e36)[0] == "regression"


def test_truth_values_are_not_called_text():
    with pytest.raises(DatasetError, match="this one holds truth values such as 'True'; use task 'classification'"):
        infer_task([True, False] * 10, "regression")


def test_a_label_is_its_value_however_it_is_stored():
    for labels in ([1, "1", 0, "0"], [True, "True", False, "False"], ["+", "-", "+", "-"]):
        dataset = Dataset.from_arrays([[float(i)] for i in range(40)], pd.Series(labels * 10, dtype=object))
        assert (dataset.task, len(set(dataset.y))) == ("binary", 2), labels


def test_many_numbers_on_few_rows_are_said_to_be_learned_as_classes(tmp_path, capsys):
    rows = np.arange(240)
    X = pd.DataFrame({"a": np.sin(rows), "b": rows % 7 + 0.5})
    numbers = 100 + rows % 80
    quantities = {"whole": numbers, "text": numbers.astype(str), "category": pd.Categorical(numbers)}
    classes = {"digits": rows % 10, "names": [f"n{i}" for i in numbers], "often": rows % 12, "truth": rows % 2 == 0}
    silent, spoken = [], []
    for name, y in {**quantities, **classes}.items():
        notes = Dataset.from_arrays(X, y, task="classification").notes
        (spoken if any("80 different numbers" in str(note) for note in notes) else silent).append(name)
    assert (spoken, silent) == (list(quantities), list(classes))
    with pytest.warns(MetaSelectWarning, match=r"80 classes without order.*task='regression', or MetaSelectRegressor"):
        MetaSelectClassifier(meta_learner="average_rank").fit(X, numbers)
    X.assign(y=numbers).to_csv(tmp_path / "table.csv", index=False)
    main(["describe", str(tmp_path / "table.csv"), "--task", "classification"])
    assert "are a quantity: --task regression" in " ".join(capsys.readouterr().out.split())


def test_categories_that_are_numbers_are_learned_as_these_numbers_when_asked_for():
    y = pd.Series(pd.Categorical([30, 10, None, 20] * 9))
    dataset = Dataset.from_arrays(np.arange(72.0).reshape(36, 2), y, task="regression")
    assert dataset.y.tolist() == [30.0, 10.0, 20.0] * 9
