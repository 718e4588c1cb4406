from metaselect.data import task_type_of
from metaselect.learners import LEARNERS, learners_for, shipped_configurations


def test_ids_are_unique(any_task):
    ids = [configuration.id for configuration in shipped_configurations(any_task)]
    assert len(set(ids)) == len(ids)


def test_the_default_of_every_learner_comes_first(any_task):
    learners = learners_for(any_task)
    first = shipped_configurations(any_task)[: len(learners)]
    assert {configuration.learner for configuration in first} == {learner.name for learner in learners}
    assert all(not configuration.changed for configuration in first)


def test_every_learner_has_at_least_four_configurations(any_task):
    listed = [configuration.learner for configuration in shipped_configurations(any_task)]
    # What there is to choose about the network, its members and their rows, trades seconds for a little of the score.
    assert min(listed.count(learner.name) for learner in learners_for(any_task) if learner.name != "in_context") >= 4


def test_only_learners_for_the_task_are_listed(any_task):
    task_type = task_type_of(any_task)
    assert all(task_type in LEARNERS[configuration.learner].tasks for configuration in shipped_configurations(any_task))


def test_within_a_round_the_cheap_come_first(any_task):
    defaults = [configuration.cost for configuration in shipped_configurations(any_task) if not configuration.changed]
    assert defaults == sorted(defaults, key=["low", "medium", "high"].index)
