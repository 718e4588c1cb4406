import dataclasses

import pytest

from metaselect.knowledge import coverage


def test_rows_that_say_nothing_make_no_dataset_complete(tiny_knowledge_base):
    assert coverage(tiny_knowledge_base)["tasks"]["binary"]["complete"] == 23  # on one a configuration was never run
    status = tiny_knowledge_base.evaluations["status"].where(lambda s: s != "failed", "lost")
    lost = dataclasses.replace(tiny_knowledge_base, evaluations=tiny_knowledge_base.evaluations.assign(status=status))
    found = coverage(lost)
    assert found["tasks"]["binary"]["complete"] == 22
    assert found["statuses"]["lost"] == 1


def test_hours_count_every_fold(tiny_knowledge_base):
    rows = tiny_knowledge_base.evaluations
    seconds = (rows["fit_seconds"] + rows["predict_seconds"]).sum()
    assert coverage(tiny_knowledge_base)["cpu_hours"] == pytest.approx(5 * seconds / 3600)
    twice = dataclasses.replace(tiny_knowledge_base, evaluations=rows.assign(resampling="5-fold x 2"))
    assert coverage(twice)["cpu_hours"] == pytest.approx(10 * seconds / 3600)
    once = dataclasses.replace(tiny_knowledge_base, evaluations=rows.assign(resampling="holdout 1/3"))
    assert coverage(once)["cpu_hours"] == pytest.approx(seconds / 3600)
