"""The script that `--code` prints."""

from __future__ import annotations

from metaselect.data import Dataset, TableFile
from metaselect.recommendation import Candidate, Recommendation
from metaselect.report import render_code

__all__ = ["script_of"]


def script_of(
    path: str, file: TableFile, dataset: Dataset, candidate: Candidate, recommendation: Recommendation
) -> str:
    """Return a Python script that fits a candidate to the table in a file, which it reads as the file was read."""
    return render_code(
        candidate,
        dataset,
        path=path,
        metric=recommendation.scorer,
        format=file.format,
        repairs=file.repairs,
        validation=recommendation.validation,
    )
