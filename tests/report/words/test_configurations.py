import pytest

from metaselect.learners import LEARNERS, make_configuration
from metaselect.report.words.configurations import describe_changes

VARIANTS = [(name, dict(variant)) for name, learner in LEARNERS.items() for variant in learner.variants]


@pytest.mark.parametrize(("name", "variant"), VARIANTS, ids=str)
def test_everything_unusual_about_a_shipped_configuration_has_words(name, variant):
    configuration = make_configuration(name, **variant)
    said = describe_changes(configuration)
    assert len(said) == len(configuration.changed)
    for words, (hyperparameter, value) in zip(said, configuration.changed.items(), strict=True):
        assert words != f"{hyperparameter} {value}"


def test_more_and_less_are_told_apart():
    assert describe_changes(make_configuration("ridge", alpha=30.0)) == ["stronger regularisation (alpha 30.0)"]
    assert describe_changes(make_configuration("logistic_regression", C=30.0)) == ["weaker regularisation (C 30.0)"]
    assert describe_changes(make_configuration("ridge")) == []
