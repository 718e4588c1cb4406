"""How fast this machine is beside the one that made the packaged knowledge base: a few tiny fits, timed once.

Times are all that depends on it; no order does.
"""

from __future__ import annotations

import json
import logging
import math
import os
import platform
import time
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from metaselect.folders import cache_folder, write_atomically
from metaselect.seeding import rng_from

__all__ = ["MachineSpeed", "find_machine_speed", "known_machine_speed", "measure_machine_speed"]

_logger = logging.getLogger(__name__)

_FILE = "machine_speed.json"
# Goes up when the fits or their reference change.
_VERSION = 1
_N_REPEATS = 5
# Seconds of process time of one fit on the machine that made the packaged knowledge base, one thread.
_REFERENCE_SECONDS = {
    "logistic_regression": 0.00124,
    "decision_tree": 0.00854,
    "random_forest": 0.00686,
    "support_vector_machine": 0.00377,
    "matrix_product": 0.00308,
}


@dataclass(frozen=True)
class MachineSpeed:
    """What a fit takes on this machine.

    Attributes
    ----------
    factor : float
        Seconds here for each second on the machine that made the packaged knowledge base.
    measured : bool
        Whether that was found out; otherwise `factor` is 1 and seconds are those of the other machine.
    """

    factor: float = 1.0
    measured: bool = False


def find_machine_speed() -> MachineSpeed:
    """Return the speed of this machine, measured when it is not known yet, which takes a fifth of a second, once."""
    known = known_machine_speed()
    if known.measured:
        return known
    speed = measure_machine_speed()
    _remember(speed)
    return speed


def known_machine_speed() -> MachineSpeed:
    """Return the speed that was measured on this machine before, a factor of 1 if none was; nothing is measured."""
    path = cache_folder() / _FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        factor = float(found["factor"])
        is_ours = found["version"] == _VERSION and found["machine"] == _machine()
    except FileNotFoundError:
        return MachineSpeed()
    except (OSError, ValueError, KeyError, TypeError) as error:
        _logger.info("%s is not used: %s", path, error)
        return MachineSpeed()
    return MachineSpeed(factor, measured=True) if is_ours and 0 < factor < math.inf else MachineSpeed()


def measure_machine_speed() -> MachineSpeed:
    """Time the tiny fits and compare them with the reference.

    Each is repeated and the shortest counts: whatever else the machine does can only lengthen it. Nothing is written.
    """
    with threadpool_limits(1):
        ratios = [_shortest(fit) / _REFERENCE_SECONDS[name] for name, fit in _fits().items()]
    return MachineSpeed(float(np.exp(np.mean(np.log(ratios)))), measured=True)


def _shortest(fit) -> float:
    fit()  # the first call imports and allocates
    seconds = []
    for _ in range(_N_REPEATS):
        start = time.process_time()
        fit()
        seconds.append(time.process_time() - start)
    return max(min(seconds), 1e-5)


def _fits() -> dict:
    """Return functions that fit something small each, like what takes the time of real fits."""
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeRegressor

    rng = rng_from(0, "machine speed")
    X = rng.normal(size=(1000, 20))
    y = X @ rng.normal(size=20) + rng.normal(size=1000)
    square = rng.normal(size=(300, 300))
    return {
        "logistic_regression": lambda: LogisticRegression(C=10.0, max_iter=50).fit(X, y > 0),
        "decision_tree": lambda: DecisionTreeRegressor(random_state=0).fit(X, y),
        "random_forest": lambda: RandomForestRegressor(3, max_features=0.3, random_state=0).fit(X, y),
        "support_vector_machine": lambda: SVC().fit(X[:600], y[:600] > 0),
        "matrix_product": lambda: np.linalg.solve(square @ square.T + np.eye(300), square),
    }


def _machine() -> str:
    """Name what the speed depends on; a home folder may be shared by several machines."""
    return f"{platform.node()} {platform.machine()} {os.cpu_count()}"


def _remember(speed: MachineSpeed) -> None:
    """Write the speed to the cache; where that cannot be done it is measured again next time."""
    path = cache_folder() / _FILE
    text = json.dumps({"version": _VERSION, "machine": _machine(), "factor": round(speed.factor, 3)}, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text + "\n")
    except OSError as error:
        _logger.info("the speed of this machine cannot be kept in %s: %s", path, error)
