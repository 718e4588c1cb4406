from metaselect.metafeatures import metafeature_names
from metaselect.report.words.metafeatures import _MODELS, _WORDS, describe_value, format_value, label


def test_every_metafeature_has_words():
    without = [
        name
        for name in metafeature_names()
        if not (label(name) and format_value(name, 0.25))
        or not all(describe_value(name, 0.25, share) for share in (0.0, 0.5, 1.0, float("nan")))
    ]
    assert without == []


def test_words_are_for_metafeatures_that_exist():
    named = {name for name in _WORDS if name.removesuffix("_skill").removesuffix("_rank") not in _MODELS}
    assert named - set(metafeature_names()) == set()


def test_counts_are_written_as_counts_and_shares_as_percent():
    assert format_value("log_n_rows", 2.5366) == "344"
    assert format_value("missing_share", 0.004) == "0.4 %"
    assert format_value("missing_share", float("nan")) == "unknown"


def test_the_place_among_known_datasets_decides_between_few_and_many():
    said = [describe_value("log_n_rows", 2.0, share) for share in (0.1, 0.5, 0.9)]
    assert [text.split(" (")[0] for text in said] == ["few rows", "ordinary number of rows", "many rows"]
