from dataclasses import replace

import pytest

from metaselect.recommendation import Recommender
from metaselect.report import render_explanation


@pytest.fixture(scope="module")
def recommendation(tiny_knowledge_base, dataset_with_missing):
    return Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)


def test_the_three_levels_are_told_apart(recommendation):
    text = render_explanation(recommendation)
    assert text.index("Level 1") < text.index("Level 2") < text.index("Level 3")


def test_the_lines_of_an_attribution_sum_to_its_last_one(recommendation):
    text = render_explanation(recommendation)
    lines = text.split("How the table moved")[1].splitlines()[1:]
    numbers = [float(line.split()[0]) for line in lines[: lines.index("")]]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=0.0006 * len(numbers))


def test_the_tree_is_printed_whole_where_it_decides(tiny_knowledge_base, dataset_with_missing, recommendation):
    by_tree = Recommender("tree").fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    assert "The whole tree" in render_explanation(by_tree)
    assert by_tree.explanation.path.decides
    assert by_tree.explanation.path.configuration == by_tree.best.configuration
    assert "The whole tree" not in render_explanation(recommendation)


def test_advice_that_does_not_depend_on_the_data_has_no_path(tiny_knowledge_base, dataset_with_missing):
    same_for_all = Recommender("single_best").fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    assert same_for_all.explanation.path is None
    assert "small tree" not in render_explanation(same_for_all)


def test_who_abstains_claims_no_reasons(recommendation):
    confidence = replace(recommendation.confidence, abstains=True)
    explanation = replace(recommendation.explanation, path=None, first=None, against_second=None)
    text = render_explanation(replace(recommendation, confidence=confidence, explanation=explanation, neighbors=()))
    assert "another learner first" not in text
