import os
import subprocess
import sys
import time

import pytest

from metaselect.experiments import _process_tree
from metaselect.experiments._process_tree import descendants, hold_more, megabytes_of

pytestmark = pytest.mark.skipif(not _process_tree.HAS_WARDEN, reason="wardens are for Linux")

# In a session of its own, without a parent and without anything in its environment.
STRAY = """
import os, subprocess, sys, time
orphan = "import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(54321)'])"
subprocess.run([sys.executable, "-S", "-c", orphan], env={}, start_new_session=True)
"""


def guarded(code):
    return subprocess.Popen(
        [sys.executable, "-I", "-S", _process_tree.__file__, sys.executable, "-S", "-c", code],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def strays():
    found = subprocess.run(["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if "sleep(54321)" in line and "subprocess" not in line]


@pytest.mark.parametrize(
    ("end", "code"),
    [("pass", 0), ("os._exit(7)", 7), ("os.abort()", -6), ("os.kill(os.getpid(), 9)", -9), ("1 / 0", 1)],
)
def test_a_warden_ends_what_is_left_and_then_itself_as_its_command_did(end, code):
    with guarded(f"{STRAY}\nprint('begun', flush=True)\nos.close(2)\n{end}") as warden:
        assert warden.stdout.read() == b"begun\n"
        assert warden.wait(20) == code
    assert strays() == []


@pytest.mark.parametrize(
    "end",
    [
        "time.sleep(1000)",
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(1000)",
        "[os.fork() for _ in range(4)]; time.sleep(1000)",
        "os.closerange(0, 9); time.sleep(1000)",
    ],
)
def test_a_warden_that_is_told_to_end_takes_all_with_it(end):
    with guarded(f"{STRAY}\nprint('begun', flush=True)\n{end}") as warden:
        assert warden.stdout.readline() == b"begun\n"
        below = descendants(warden.pid)
        assert len(below) >= 2
        warden.terminate()
        assert warden.wait(20) == -9
    assert strays() == []
    assert [pid for pid in below if os.path.exists(f"/proc/{pid}")] == []


def test_shared_mappings_and_other_processes_count_once():
    code = """
import mmap, os, time
block = mmap.mmap(-1, 60 * 2**20)
block[:] = b"x" * len(block)
for _ in range(3):
    os.fork() or time.sleep(1000)
print("begun", flush=True)
time.sleep(1000)
"""
    with guarded(code) as warden:
        warden.stdout.readline()
        time.sleep(0.05)
        below = descendants(warden.pid)
        assert len(below) == 4
        assert megabytes_of(below[:1]) > 60
        assert hold_more(below, 55)
        assert not hold_more(below, 150)
        warden.terminate()


def test_a_process_that_is_gone_holds_nothing():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert megabytes_of([process.pid]) == 0
    assert descendants(process.pid) == []
