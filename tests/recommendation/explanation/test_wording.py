import pytest

from metaselect.metafeatures import metafeature_names
from metaselect.recommendation.explanation.wording import _MODELS, _WORDS, amount, noun, phrase


@pytest.mark.parametrize("name", metafeature_names())
def test_every_metafeature_has_words(name):
    assert noun(name)
    assert amount(name, 0.25)
    for share in (0.0, 0.5, 1.0, float("nan")):
        assert phrase(name, 0.25, share)


@pytest.mark.parametrize("name", [name for name in _WORDS if name.removesuffix("_skill") not in _MODELS])
def test_words_are_for_metafeatures_that_exist(name):
    assert name in metafeature_names()


def test_counts_are_written_as_counts_and_shares_as_percent():
    assert amount("log_n_rows", 2.5366) == "344"
    assert amount("missing_share", 0.004) == "0.4 %"
    assert amount("missing_share", float("nan")) == "unknown"


def test_the_place_among_known_datasets_decides_between_few_and_many():
    said = [phrase("log_n_rows", 2.0, share) for share in (0.1, 0.5, 0.9)]
    assert [text.split(" (")[0] for text in said] == ["few rows", "ordinary number of rows", "many rows"]
