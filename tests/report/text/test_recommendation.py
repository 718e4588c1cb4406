from dataclasses import replace

import pytest

from metaselect.data import Note
from metaselect.recommendation import Recommender, Trade
from metaselect.report import render_explanation, render_recommendation, render_table


@pytest.fixture(scope="module")
def recommendation(tiny_knowledge_base, dataset_with_missing, small_forests):
    return Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)


def flat(text):
    """Return the text without line breaks."""
    return " ".join(text.split())


def test_every_warning_is_said(recommendation):
    told = replace(recommendation, warnings=(Note.on("few rows", n_rows=7), Note.on("infinite values", ["age"])))
    text = flat(render_recommendation(told, "metaselect recommend x.csv"))
    assert "Note: only 7 rows: whatever is said about scores is very uncertain." in text
    assert "Note: infinite values in age are read as missing." in text


def test_a_far_dataset_is_said_to_be_far(recommendation):
    for familiarity, words in ((0.01, "far from what is known"), (0.5, "well within what is known")):
        confidence = replace(recommendation.confidence, familiarity=familiarity)
        assert words in flat(render_recommendation(replace(recommendation, confidence=confidence), "x"))


def test_advice_that_ignores_the_data_says_so(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender("average_rank").fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    assert "does not depend on your data" in flat(render_recommendation(recommendation, "x"))


def test_abstaining_is_said_aloud(recommendation):
    confidence = replace(recommendation.confidence, abstains=True)
    text = flat(render_recommendation(replace(recommendation, confidence=confidence), "x"))
    assert "Abstains: nothing known is similar" in text
    assert "best on average" in text
    assert "How sure" not in text


def test_times_have_two_significant_digits(recommendation):
    recommendation = replace(recommendation, candidates=recommendation.candidates[:1])
    for seconds, words in ((0.01, "< 0.1 s"), (3.456, "3.5 s"), (12.3, "12 s"), (754.0, "13 min"), (9000.0, "2.5 h")):
        candidate = replace(recommendation.best, fit_seconds=seconds)
        assert f" {words} " in render_recommendation(replace(recommendation, candidates=(candidate,)), "x")


def test_what_the_intervals_are_of_is_told_where_that_of_a_single_split_is_known(recommendation):
    assert "held-out third" not in render_recommendation(recommendation, "x")  # the knowledge has no folds
    candidate = replace(recommendation.best, single_split_interval=(0.61, 0.92))
    known = replace(recommendation, candidates=(candidate, *recommendation.candidates[1:]))
    n_rows = round(recommendation.dataset.n_rows / 3)
    said = f"on a single held-out third ({n_rows} rows) that of the first is 0.610 to 0.920."
    assert said in flat(render_recommendation(known, "x"))
    assert "0.610 to 0.920" in render_explanation(known)


def test_memory_is_told_only_where_it_matters(recommendation):
    recommendation = replace(recommendation, candidates=recommendation.candidates[:1])
    for megabytes, is_told in ((2345.0, True), (400.0, False), (float("nan"), False)):
        candidate = replace(recommendation.best, peak_megabytes=megabytes)
        text = render_recommendation(replace(recommendation, candidates=(candidate,)), "x")
        assert ("needs about 2300 MB" in text) == is_told
        assert ("Memory" in text) == is_told


def test_the_advice_fits_a_screen(recommendation):
    lines = render_recommendation(recommendation, "metaselect recommend x.csv").splitlines()
    assert len(lines) <= 40


def test_columns_of_a_table_are_aligned():
    lines = render_table(["a", "number"], [["long name", "1"], ["b", "22"]], numeric=[1]).splitlines()
    assert {len(line) for line in lines} == {len("long name") + 2 + len("number")}


def test_no_line_of_a_recommendation_is_wider_than_a_terminal(recommendation):
    told = replace(recommendation.dataset, name="a_name_of_a_file_that_is_long" * 2, target="price of the house")
    text = render_recommendation(replace(recommendation, dataset=told), "x")
    assert max(map(len, text.splitlines())) <= 120


def test_a_long_last_cell_goes_on_below_itself():
    table = render_table(["learner", "text"], [["xgboost", "word " * 40], ["ridge", "short"]])
    lines = table.splitlines()
    assert max(map(len, lines)) <= 118
    assert lines[2].startswith(" " * len("xgboost  ") + "word")
    assert lines[-1] == "ridge    short"


def test_order_and_scores_agree_or_the_row_says_what_it_is_for(recommendation):
    assert len(recommendation.candidates) >= 4
    scores = (0.7, 0.8, 0.6, 0.65)
    candidates = tuple(
        replace(candidate, expected_score=score)
        for candidate, score in zip(recommendation.candidates[:4], scores, strict=True)
    )
    text = flat(render_recommendation(replace(recommendation, candidates=candidates), "x"))
    assert text.count("in case 1 disappoints") == text.count("in case 1 to 3 disappoint") == 1
    assert "in case 1 to 2 disappoint" not in text


def test_where_time_counts_a_better_score_below_says_that_it_takes_longer(recommendation):
    first, second, third = recommendation.candidates[:3]
    candidates = (
        replace(first, expected_score=0.7, fit_seconds=1.0),
        replace(second, expected_score=0.8, fit_seconds=9.0),
        replace(third, expected_score=0.75, fit_seconds=0.5),
    )
    trade = Trade(first.configuration, 0.7, 0.0, 1.0, 0.0)
    cheap = replace(recommendation, candidates=candidates, trade=trade)
    text = flat(render_recommendation(cheap, "x"))
    assert text.count("better, but slower") == text.count("in case 1 to 2 disappoint") == 1
    assert repr(cheap).count("better, but slower") == 1
    assert [(fact.rank, fact.is_slower) for fact in cheap.out_of_order] == [(2, True), (3, False)]


def test_rows_in_groups_or_in_time_order_mark_order_and_scores(recommendation):
    assert "shuffled" not in render_recommendation(recommendation, "x").partition("How sure")[0]
    for field, apart in (("groups", "new groups"), ("order", "later rows")):
        validation = replace(recommendation.validation, **{field: "city"})
        text = flat(render_recommendation(replace(recommendation, validation=validation), "x"))
        assert "learner expected (shuffled rows) 90 % interval" in text
        assert f"may be too good for {apart}" in text


def test_no_line_of_the_advice_is_wider_than_any_terminal(recommendation, monkeypatch):
    for width in (60, 80, 100, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        text = f"{render_recommendation(recommendation, 'metaselect x')}\n{render_explanation(recommendation)}"
        assert max(map(len, text.splitlines())) <= width
