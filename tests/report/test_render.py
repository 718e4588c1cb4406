from dataclasses import replace

from metaselect.recommendation import Recommender
from metaselect.report import render_recommendation, render_table


def test_every_warning_is_said(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    text = render_recommendation(replace(recommendation, warnings=("mind the gap",)), "metaselect recommend x.csv")
    assert "Note: mind the gap." in text


def test_a_far_dataset_is_said_to_be_far(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    assert "far from what is known" in render_recommendation(replace(recommendation, familiarity=0.01), "x")
    assert "well within what is known" in render_recommendation(replace(recommendation, familiarity=0.5), "x")


def test_advice_that_ignores_the_data_says_so(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender("average_rank").fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    assert "does not depend on your data" in render_recommendation(recommendation, "x")


def test_columns_of_a_table_are_aligned():
    lines = render_table(["a", "number"], [["long name", "1"], ["b", "22"]], numeric=[1]).splitlines()
    assert {len(line) for line in lines} == {len("long name") + 2 + len("number")}
