import sys

import numpy as np
import pytest

from metaselect.evaluation._memory import held_megabytes, memory_cap, start_memory_meter

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the cap counts what Linux counts")


def test_what_is_within_the_cap_is_allocated():
    with memory_cap(300):
        assert np.ones(2**20 * 100 // 8).sum() > 0


def test_what_is_beyond_the_cap_is_a_memory_error():
    with memory_cap(300), pytest.raises(MemoryError):
        np.empty(2**20 * 400 // 8)
    assert len(np.empty(2**20 * 400 // 8))  # and possible again afterwards


def test_what_was_held_before_does_not_count():
    held = np.ones(2**20 * 200 // 8)
    assert held_megabytes() > 200
    with memory_cap(150):
        assert np.ones(2**20 * 100 // 8).sum() + held.sum() > 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says what the peak was")
def test_the_meter_tells_the_peak_since_it_was_started():
    np.ones(2**25)  # 256 MiB, before
    megabytes = start_memory_meter()
    np.ones(2**23)  # 64 MiB, given back at once
    assert 60 < megabytes() < 120
