"""Learners that do what learners should not; `register()` is called by the module that children import."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
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
        return self.model_.predict_proba(X) * (np.nan if self.act == "predicts_nan" else 1)


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


HOSTILE = {
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
    "predicts_nan": lambda: None,
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
