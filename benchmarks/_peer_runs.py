"""One method on one dataset, in a process of its own, becomes a row; rows are kept in a file that only grows."""

from __future__ import annotations

import contextlib
import csv
import datetime
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from _peer_datasets import Listed, Split
from sklearn import metrics

__all__ = ["COLUMNS", "PRIMARY", "LeakError", "append_row", "read_rows", "run_method"]

# Of each task, and whether more is better.
PRIMARY = {"binary": ("roc_auc", True), "multiclass": ("log_loss", False), "regression": ("rmse", False)}

_SCORES = ("roc_auc", "log_loss", "accuracy", "rmse", "mae", "r2")
_SECONDS = ("fit_seconds", "predict_seconds")
# `constant` is the primary score of the shares of classes, or the mean, of the rows to learn from.
COLUMNS = (
    *("dataset", "task", "method", "status", *_SCORES, "constant", *_SECONDS, "chosen", "reason"),
    *("budget_seconds", "n_jobs", "version", "python", "processor", "commit", "date"),
)

_WORKER = Path(__file__).with_name("_peer_worker.py")
_ROOT = _WORKER.parents[1]
_MOST_SIGNS = 200


class LeakError(Exception):
    """What is known still holds the dataset, or others of its origin."""


def run_method(
    method: str, listed: Listed, rows: Split, python: str | Path, limits: Mapping[str, float], worker: Path = _WORKER
) -> dict[str, object]:
    """Return the row of a method on a dataset, also where it fails or is late; without the commit.

    Parameters
    ----------
    method : str
        A name in `METHODS` of the worker.
    listed, rows : Listed, Split
        The dataset.
    python : path-like
        Of the environment that has the method.
    limits : mapping
        `budget_seconds` for what searches, `hard_seconds` for the whole process, and `n_jobs`.
    worker : path-like
        What that Python runs.

    Raises
    ------
    LeakError
        If a method that says what it knows knows the dataset or its origin: such a row must not be kept.
    """
    row = {
        "dataset": listed.name,
        "task": listed.task,
        "method": method,
        "budget_seconds": limits["budget_seconds"],
        "n_jobs": limits["n_jobs"],
        "processor": _processor(),
        "date": datetime.date.today().isoformat(),
        "constant": score(listed.task, rows.y_test, _constant(rows))[PRIMARY[listed.task][0]],
    }
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _write_job(folder, method, listed, rows, limits)
        failure = _run(folder, python, limits, worker)
        if failure:
            return row | failure
        said = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
        answer = np.load(folder / "answer.npy", allow_pickle=False)
    if {listed.name, listed.origin} & set(said.pop("known", ())):
        raise LeakError(f"{method} knows {listed.name} or others of its origin, {listed.origin}")
    expected = (len(rows.y_test), rows.n_classes) if rows.n_classes else (len(rows.y_test),)
    if answer.shape != expected or not np.isfinite(answer).all():
        return row | said | {"status": "failed", "reason": f"answers of shape {answer.shape}, or not all finite"}
    return row | said | {"status": "ok"} | score(listed.task, rows.y_test, answer)


def _write_job(folder: Path, method: str, listed: Listed, rows: Split, limits: Mapping[str, float]) -> None:
    target = "target" + "_" * max((len(str(name)) for name in rows.X), default=0)  # no column has this name
    rows.X.assign(**{target: rows.y}).to_csv(folder / "train.csv", index=False)
    rows.X_test.to_csv(folder / "test.csv", index=False)
    job = {
        "method": method,
        "task": listed.task,
        "origin": listed.origin,
        "n_classes": rows.n_classes,
        "words": rows.words,
        "n_jobs": limits["n_jobs"],
        "budget_seconds": limits["budget_seconds"],
    }
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")


def _run(folder: Path, python: str | Path, limits: Mapping[str, float], worker: Path) -> dict[str, str]:
    """Run the worker, and return status and reason where it fails or is late."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(limits["n_jobs"]))
    # Threads that spin while they wait take ten times the seconds as soon as another program wants a core.
    threads["OMP_WAIT_POLICY"] = "PASSIVE"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | threads
    if str(python) == sys.executable:
        environment["PYTHONPATH"] = str(_ROOT)
    log = folder / "log.txt"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(python), str(worker), str(folder)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(limits["hard_seconds"])
        except subprocess.TimeoutExpired:
            return {"status": "late", "reason": f"not done after {limits['hard_seconds']} s"}
        finally:
            # Whatever it started ends with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code == 0:
        return {}
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    last = said[-1].strip()[:_MOST_SIGNS] if said else ""
    return {"status": "failed", "reason": f"exit status {code}: {last}"}


def _constant(rows: Split) -> np.ndarray:
    if not rows.n_classes:
        return np.full(len(rows.y_test), rows.y.mean())
    return np.tile(np.bincount(rows.y, minlength=rows.n_classes) / len(rows.y), (len(rows.y_test), 1))


def score(task: str, y: np.ndarray, answer: np.ndarray) -> dict[str, float]:
    """Return the scores of an answer by name."""
    if task == "regression":
        return {
            "rmse": metrics.root_mean_squared_error(y, answer),
            "mae": metrics.mean_absolute_error(y, answer),
            "r2": metrics.r2_score(y, answer),
        }
    shares = answer / answer.sum(axis=1, keepdims=True)
    classes = np.arange(answer.shape[1])
    options = {"multi_class": "ovr", "labels": classes} if len(classes) > 2 else {}
    return {
        "roc_auc": metrics.roc_auc_score(y, shares if options else shares[:, 1], **options),
        "log_loss": metrics.log_loss(y, shares, labels=classes),
        "accuracy": metrics.accuracy_score(y, shares.argmax(axis=1)),
    }


def read_rows(path: Path) -> pd.DataFrame:
    """Return the rows that are kept, none where there is no file yet."""
    if not path.exists():
        return pd.DataFrame(columns=COLUMNS)
    return pd.read_csv(
        path, dtype={"commit": str, "version": str, "python": str}, keep_default_na=False, na_values=[""]
    )


def append_row(path: Path, row: Mapping[str, object]) -> None:
    """Write one more row, whole or, where the machine stops, not at all."""
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([*([COLUMNS] if is_new else []), _cells(row)])


def _cells(row: Mapping[str, object]) -> Iterable[object]:
    values = [row.get(name, "") for name in COLUMNS]
    return [f"{value:.6g}" if isinstance(value, float) else value for value in values]


def _processor() -> str:
    """Return the name of the processor and how many cores there are."""
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    return f"{name}, {os.cpu_count()} cores"
