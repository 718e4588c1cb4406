import dataclasses

import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.learners import LEARNERS, Configuration, make_configuration
from metaselect.learners.configuration import sample_configuration

# Saved knowledge refers to configurations by id: none of these may ever change.
IDS = {
    "ridge-7c8d5c3f": make_configuration("ridge"),
    "logistic_regression-9534c33a": make_configuration("logistic_regression"),
    "random_forest-a8a23598": make_configuration("random_forest"),
    "xgboost-93178deb": make_configuration("xgboost"),
    "multilayer_perceptron-5a615d35": make_configuration("multilayer_perceptron"),
}


@pytest.mark.parametrize(("id_", "configuration"), IDS.items(), ids=IDS)
def test_ids_are_what_they_always_were(id_, configuration):
    assert configuration.id == id_


def test_the_order_of_hyperparameters_does_not_matter():
    first, second = Configuration("ridge", {"a": 1, "b": 2}), Configuration("ridge", {"b": 2, "a": 1})
    assert first == second
    assert first.id == second.id
    assert len({first, second}) == 1


def test_every_hyperparameter_is_part_of_the_id():
    assert make_configuration("ridge", alpha=2.0).id != make_configuration("ridge").id
    assert make_configuration("ridge", basis="splines").id != make_configuration("ridge").id


def test_defaults_are_filled_in_and_changes_told():
    configuration = make_configuration("ridge", alpha=2.0, basis="splines")
    assert configuration.hyperparameters["scaling"] == "standard"
    assert configuration.changed == {"alpha": 2.0, "basis": "splines"}


@pytest.mark.parametrize("value", [-1.0, 1e9, "1", None])
def test_a_value_outside_the_space_is_refused(value):
    with pytest.raises(
        ConfigurationError, match=r"alpha=.* of ridge is outside its range, 0.0001 to 10000, logarithmic"
    ):
        make_configuration("ridge", alpha=value)


def test_an_unknown_hyperparameter_lists_the_known():
    with pytest.raises(ConfigurationError, match="ridge has no hyperparameter 'gamma'; it has basis, encoding"):
        make_configuration("ridge", gamma=1.0)


def test_other_seeds_and_indices_give_other_draws():
    drawn = {sample_configuration("xgboost", seed, index) for seed in range(3) for index in range(3)}
    assert len(drawn) == 9


def test_a_hyperparameter_more_or_less_changes_no_other_draw(monkeypatch):
    before = sample_configuration("xgboost", 0).hyperparameters
    space = {name: range_ for name, range_ in LEARNERS["xgboost"].space.items() if name != "max_depth"}
    monkeypatch.setitem(LEARNERS, "xgboost", dataclasses.replace(LEARNERS["xgboost"], space=space))
    after = sample_configuration("xgboost", 0).hyperparameters
    assert after == {name: value for name, value in before.items() if name != "max_depth"}


def test_a_step_that_is_absent_is_not_written():
    assert make_configuration("ridge", reduction="none") == make_configuration("ridge")
    assert not {"reduction", "pca_variance"} & set(make_configuration("ridge").hyperparameters)


def test_what_a_step_needs_is_written_beside_it():
    configuration = make_configuration("ridge", reduction="pca")
    assert configuration.hyperparameters["pca_variance"] == 0.95
    assert "selection_threshold" not in configuration.hyperparameters
    assert configuration.changed == {"reduction": "pca"}


def test_a_hyperparameter_without_a_meaning_is_refused():
    with pytest.raises(ConfigurationError, match="pca_variance of ridge has a meaning only together with reduction="):
        make_configuration("ridge", pca_variance=0.9)


def test_class_weights_are_for_classification():
    configuration = make_configuration("random_forest", class_weight="balanced")
    assert str(configuration.why_not(task="regression", n_rows=1000)) == "class_weight is not for regression"
    with pytest.raises(ConfigurationError, match="class_weight of random_forest is not for regression; leave it out"):
        configuration.build("regression")


def test_class_weights_are_drawn_for_classification_alone():
    def draws(task):
        return [sample_configuration("random_forest", 0, index, task=task).hyperparameters for index in range(20)]

    assert any("class_weight" in drawn for drawn in draws("binary"))
    assert not any("class_weight" in drawn for drawn in draws("regression") + draws(None))


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        ({"n_rows": 99}, "fewer than 100 rows for early stopping"),
        ({"n_rows": 1000, "smallest_class": 14}, "a class with fewer than 15 rows for early stopping"),
        ({"n_rows": 1000, "smallest_class": 15}, None),
    ],
    ids=str,
)
def test_early_stopping_needs_rows_to_set_aside(size, reason):
    obstacle = make_configuration("multilayer_perceptron", early_stopping=True).why_not(task="binary", **size)
    assert (obstacle and str(obstacle)) == reason
    assert make_configuration("multilayer_perceptron").why_not(task="binary", **size) is None
