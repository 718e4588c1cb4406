from metaselect.cli import _choices
from metaselect.cli.arguments.evaluate import CURVES
from metaselect.data import ROLE_CHOICES, TASKS
from metaselect.evaluation import STATUSES
from metaselect.experiments import BatchSettings
from metaselect.metafeatures import EFFORTS
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS, SLOW_META_LEARNERS


def test_choices_are_those_of_the_library():
    assert tuple(TASKS) == _choices.TASKS
    assert tuple(ROLE_CHOICES) == _choices.ROLES
    assert tuple(EFFORTS) == _choices.EFFORTS
    assert tuple(META_LEARNERS) == _choices.META_LEARNERS
    assert tuple(SLOW_META_LEARNERS) == _choices.SLOW_META_LEARNERS
    assert _choices.DEFAULT_META_LEARNER == DEFAULT_META_LEARNER
    assert tuple(STATUSES) == _choices.STATUSES
    assert set(CURVES) <= set(META_LEARNERS)


def test_limits_are_those_of_a_benchmark():
    usual = BatchSettings()
    limits = (_choices.MAX_ROWS, _choices.TIME_LIMIT, _choices.MEMORY_LIMIT)
    assert limits == (usual.max_rows, usual.time_limit, usual.memory_limit)
