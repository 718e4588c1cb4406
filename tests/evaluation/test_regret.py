import numpy as np
import pytest

from metaselect.evaluation import normalized_regret
from metaselect.exceptions import KnowledgeBaseError


def never(skills):
    return np.zeros(skills.shape, dtype=bool)


def test_the_best_has_no_regret_and_the_dummy_all_of_it():
    skills = np.array([[0.8, 0.4, 0.0, 0.6]])
    assert normalized_regret(skills, never(skills)) == pytest.approx(np.array([[0.0, 0.5, 1.0, 0.25]]))


def test_worse_than_the_dummy_is_as_bad_as_the_dummy():
    skills = np.array([[0.5, -7.0]])
    assert normalized_regret(skills, never(skills)).tolist() == [[0.0, 1.0]]


def test_given_up_is_as_bad_as_the_dummy_and_never_run_is_unknown():
    skills = np.array([[0.5, np.nan, np.nan]])
    regret = normalized_regret(skills, np.array([[False, True, False]]))
    assert regret[0].tolist() == pytest.approx([0.0, 1.0, np.nan], nan_ok=True)


@pytest.mark.parametrize("best", [0.0, -0.1])
def test_a_dataset_on_which_nothing_beats_the_dummy_prefers_nothing(best):
    skills = np.array([[best, -1.0], [0.5, 0.25]])
    regret = normalized_regret(skills, np.array([[False, True], [False, False]]))
    assert np.isnan(regret[0]).all()
    assert regret[1].tolist() == [0.0, 0.5]


def test_a_dataset_without_any_score_is_refused():
    with pytest.raises(KnowledgeBaseError, match="no score"):
        normalized_regret(np.array([[np.nan, np.nan]]), np.array([[True, True]]))


def test_scores_are_not_modified():
    skills = np.array([[0.5, np.nan]])
    normalized_regret(skills, np.array([[False, True]]))
    assert np.isnan(skills[0, 1])
