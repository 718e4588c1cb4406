import pytest

from metaselect.learners import make_configuration
from metaselect.recommendation import Trade


def test_times_as_fast_follows_from_the_seconds_saved():
    trade = Trade(make_configuration("ridge"), 0.9, 0.01, fit_seconds=10.0, seconds_saved=9.0)
    assert trade.times_as_fast == pytest.approx(10.0)
