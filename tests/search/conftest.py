import importlib

import pytest

from metaselect.evaluation import evaluate
from metaselect.exceptions import first_line
from metaselect.experiments import Fitted


@pytest.fixture
def searched_here(monkeypatch):
    """Searches try and fit in this process: another takes seconds to start. Returns what was tried, in that order."""
    tried = []

    def evaluate_here(entry, configuration, run, incumbent=None):
        tried.append(configuration.id)
        seed, limit = run.settings.random_state, run.settings.time_limit
        return evaluate(configuration, entry.read(), random_state=seed, incumbent=incumbent, time_limit=limit)

    def fit_here(pipeline, rows_file, folder, run, seconds):
        rows = importlib.import_module("metaselect.experiments.fit_isolated")._read_rows(str(rows_file))
        try:
            return Fitted(pipeline.fit(rows.X, rows.y, **rows.params), 0.0)
        except Exception as error:  # noqa: BLE001  (as in a process of its own)
            return Fitted(None, error=first_line(error))

    monkeypatch.setattr("metaselect.search.problem.evaluate_isolated", evaluate_here)
    monkeypatch.setattr("metaselect.search.fits.fit_isolated", fit_here)
    for module in ("search", "run_trials"):
        module = importlib.import_module(f"metaselect.search.{module}")
        monkeypatch.setattr(module, "start_children", lambda run, n_children: None)
    return tried
