"""Learners that do what learners should not; `register()` is called by the module that children import."""

import contextlib
import ctypes
import mmap
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier

from metaselect.learners import LEARNERS, learner
from metaselect.learners.preprocessing import SCALED


class Hostile(ClassifierMixin, BaseEstimator):
    """Does `act` when it is fitted, and is a dummy classifier otherwise."""

    def __init__(self, act=None):
        self.act = act

    def fit(self, X, y):
        HOSTILE[self.act]()
        self.model_ = DummyClassifier().fit(X, y)
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, X):
        probabilities = self.model_.predict_proba(X)
        return PREDICTIONS[self.act](probabilities) if self.act in PREDICTIONS else probabilities


def read_null():
    ctypes.string_at(0)


def abort():
    os.abort()


def allocate():
    np.ones(50 * 2**30 // 8)


def allocate_bit_by_bit():
    blocks = []
    while True:
        blocks.append(bytearray(10 * 2**20))


def sleep_for_ever():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(12345)"])
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(1000)


def exit_quietly():
    sys.exit(0)


def exit_hard():
    os._exit(7)


def raise_error():
    raise RuntimeError("out of luck\nand more of it")


def killed_by_another():
    os.kill(os.getpid(), signal.SIGKILL)


def print_a_lot():
    print('{"started": true}' * 20000, flush=True)
    os.write(1, b"no reply\n" * 20000)
    sys.stdin.read()


def hold_the_lock():
    ctypes.pythonapi.sleep(1000)  # unlike other foreign functions, these are called with Python's lock held


TWINS = []


def write_to_every_descriptor(content):
    for descriptor in range(3, 40):
        with contextlib.suppress(OSError):
            os.write(descriptor, content)


def write_for_ever():
    while True:
        write_to_every_descriptor(b"x" * 65536)


def close_all_and_open_others():
    os.closerange(3, 256)
    HOSTILE["kept"] = [open(os.devnull, "w") for _ in range(40)]  # noqa: SIM115


def close_all_and_sleep():
    os.closerange(0, 256)
    time.sleep(1000)


def start_in_own_session(then=lambda: None):
    """Start a process that neither the group, nor the session, nor the environment connects with this one."""
    asleep = "import time; time.sleep(12345)"
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {asleep!r}], start_new_session=True)"
    subprocess.run([sys.executable, "-c", orphan], env={}, start_new_session=True, check=True)
    then()


def flood_the_errors():
    for _ in range(20):
        os.write(2, b"x" * 2**20)


def go_on_twice():
    if not TWINS:
        TWINS.append(os.fork())


def leave_a_thread():
    threading.Thread(target=time.sleep, args=(12345,), daemon=True).start()


def fill_shared_memory(megabytes=2048):
    block = mmap.mmap(-1, megabytes * 2**20)
    for start in range(0, megabytes * 2**20, 2**20):
        block[start : start + 2**20] = b"x" * 2**20


def fill_many_processes():
    for _ in range(6):
        if os.fork() == 0:
            block = bytearray(b"x") * (300 * 2**20)
            time.sleep(12345)
            del block
    time.sleep(12345)


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError


def raise_error_of(error):
    raise error


def break_arithmetic():
    np.seterr(all="raise")
    os.environ["OMP_NUM_THREADS"] = "64"
    os.chdir("/")


PREDICTIONS = {
    "predicts_nan": lambda p: p * np.nan,
    "predicts_one_row": lambda p: p[:1],
    "predicts_one_column": lambda p: p[:, :1],
    "predicts_complex": lambda p: p * 1j,
    "predicts_nothing": lambda p: p * 0,
    "predicts_text": lambda p: p.astype(str),
    "predicts_objects": lambda p: np.full(p.shape, None),
    "predicts_beyond_one": lambda p: p * [3.0, -2.0],
    "predicts_none": lambda p: None,
    "predicts_generator": lambda p: (row for row in p),
    "predicts_labels": lambda p: p.argmax(axis=1),
}
HOSTILE = {
    "json_in_the_pipe": lambda: write_to_every_descriptor(b'{"garbage": 1}\n'),
    "text_in_the_pipe": lambda: write_to_every_descriptor(b"not json\n"),
    "half_a_line_in_the_pipe": lambda: write_to_every_descriptor(b"\xff\x00"),
    "deep_json_in_the_pipe": lambda: write_to_every_descriptor(b"[" * 30000 + b"\n"),
    "endless_text_in_the_pipe": write_for_ever,
    "closes_descriptors": lambda: os.closerange(3, 256),
    "closes_and_opens_others": close_all_and_open_others,
    "closes_all_and_sleeps": close_all_and_sleep,
    "lone_surrogate": lambda: raise_error_of(ValueError("no such file: \udcff\x1b[2J\0")),
    "long_error": lambda: raise_error_of(ValueError("x" * 10**7)),
    "error_without_text": lambda: raise_error_of(Unspeakable()),
    "interrupts": lambda: raise_error_of(KeyboardInterrupt("by me")),
    "own_session": start_in_own_session,
    "own_session_then_exits": lambda: start_in_own_session(lambda: os._exit(3)),
    "own_session_then_sleeps": lambda: start_in_own_session(lambda: time.sleep(1000)),
    "floods_the_errors": flood_the_errors,
    "goes_on_twice": go_on_twice,
    "leaves_a_thread": leave_a_thread,
    "breaks_arithmetic": break_arithmetic,
    "shared_memory": fill_shared_memory,
    "many_processes": fill_many_processes,
    **dict.fromkeys(PREDICTIONS, lambda: None),
    "holds_the_lock": hold_the_lock,
    "segfaults": read_null,
    "aborts": abort,
    "allocates_at_once": allocate,
    "allocates_bit_by_bit": allocate_bit_by_bit,
    "sleeps_for_ever": sleep_for_ever,
    "exits_quietly": exit_quietly,
    "exits_hard": exit_hard,
    "raises": raise_error,
    "is_killed_by_another": killed_by_another,
    "prints_a_lot": print_a_lot,
    "behaves": lambda: None,
}


def register():
    """Register one learner for each name in `HOSTILE`."""
    for name in HOSTILE:

        def make(name=name):
            """Made for a test."""
            return Hostile(name)

        make.__name__ = name
        learner(tasks={"classification"}, space={}, preprocessing=SCALED, variants=[])(make)


def unregister():
    """Undo `register`."""
    for name in HOSTILE:
        LEARNERS.pop(name, None)
