import numpy as np
import pandas as pd
import pytest

from metaselect.evaluation.score_table import ScoreTable
from metaselect.learners import Configuration

NAMES = ("ridge", "k_nearest_neighbors", "decision_tree")


@pytest.fixture
def make_score_table():
    """Return a function from rows of cells, skills or statuses, to a table of three learners at their defaults."""

    def make(rows, origins=None, seconds=(0.1, 0.2, 0.3), names=NAMES):
        datasets = [f"d{i}" for i in range(len(rows))]
        cells = pd.DataFrame(rows, index=datasets, columns=list(names))
        skills = cells.map(lambda cell: np.nan if isinstance(cell, str) else cell).astype(float)
        times = pd.DataFrame([seconds] * len(rows), index=datasets, columns=list(names)).where(skills.notna())
        return ScoreTable(
            task="regression",
            metric="r2",
            kind="learners, default",
            skills=skills,
            status=cells.map(lambda cell: cell if isinstance(cell, str) else "ok").astype(object),
            fit_seconds=times,
            predict_seconds=times / 10,
            origins=pd.Series(origins or datasets, index=datasets),
            best_skill=skills.max(axis=1),
            members={name: (Configuration(name),) for name in names},
        )

    return make
