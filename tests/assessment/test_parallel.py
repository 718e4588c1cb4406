import os

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from metaselect.assessment._parallel import run_parallel


def describe(number):
    import sklearn.ensemble  # noqa: F401  (loads OpenMP)

    return number, os.getpid(), [library["num_threads"] for library in threadpool_info()]


@pytest.mark.parametrize("n_jobs", [None, 1, 2])
def test_each_call_has_one_thread_also_in_this_process(n_jobs):
    describe(0)  # libraries are loaded already
    with threadpool_limits(4):
        results = run_parallel(describe, [(1,), (2,)], n_jobs)
        assert [number for number, _, _ in results] == [1, 2]
        assert {n for _, _, threads in results for n in threads} == {1}
        assert 4 in describe(0)[2]  # what the caller has stays
