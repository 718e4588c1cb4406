import dataclasses

import pytest

from metaselect.assessment import learning_curve
from metaselect.exceptions import KnowledgeBaseError


@pytest.fixture(scope="module")
def curve(tiny_knowledge_base):
    examples = tiny_knowledge_base.meta_examples("regression")
    return learning_curve(["nearest", "single_best"], examples, n_repeats=2).set_index(["meta_learner", "n_datasets"])


def test_there_is_a_row_for_each_number_of_datasets(curve):
    assert curve.index.tolist() == [(name, n) for name in ("nearest", "single_best") for n in (10, 22)]


def test_a_meta_learner_that_sees_the_planted_rule_beats_the_single_best(curve):
    assert curve["regret"]["nearest", 22] < curve["regret"]["single_best", 22]
    assert (curve["short_list_regret"] <= curve["regret"] + 1e-12).all()


def test_a_single_origin_is_refused(tiny_knowledge_base):
    examples = tiny_knowledge_base.meta_examples("binary")
    with pytest.raises(KnowledgeBaseError, match="same origin"):
        learning_curve(["tree"], dataclasses.replace(examples, origins=("one",) * len(examples.origins)))
