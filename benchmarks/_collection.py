"""Ten datasets for the benchmarks of the runner: those of scikit-learn and made ones, or ten of a collection."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets

from metaselect.data import CollectionEntry, read_collection

__all__ = ["ten_datasets"]


def ten_datasets(folder: Path, collection: str | None = None) -> list[CollectionEntry]:
    """Return ten entries: of `collection`, evenly spread by size of file, or of one that is made in `folder`."""
    entries = read_collection(collection or _make_collection(folder))
    by_size = sorted(entries, key=lambda entry: entry.path.stat().st_size)
    return [by_size[i] for i in np.linspace(0, len(by_size) - 1, 10).round().astype(int)]


def _make_collection(folder: Path) -> Path:
    folder = folder / "collection"
    folder.mkdir(exist_ok=True)
    rows = []
    for name, (X, y, task) in _tables().items():
        table = pd.DataFrame(X).add_prefix("x")
        table.assign(target=y).to_csv(folder / f"{name}.csv", index=False)
        rows.append({"name": name, "file": f"{name}.csv", "target": "target", "task": task})
    pd.DataFrame(rows).to_csv(folder / "manifest.csv", index=False)
    return folder


def _tables() -> dict[str, tuple]:
    with_text = datasets.make_classification(1500, 12, n_informative=5, random_state=3)
    columns = with_text[0].astype(object)
    columns[:, :3] = np.array(["red", "green", "blue"])[np.digitize(with_text[0][:, :3], [-1, 1])]
    return {
        "iris": (*datasets.load_iris(return_X_y=True), "multiclass"),
        "wine": (*datasets.load_wine(return_X_y=True), "multiclass"),
        "breast_cancer": (*datasets.load_breast_cancer(return_X_y=True), "binary"),
        "digits": (*datasets.load_digits(return_X_y=True), "multiclass"),
        "diabetes": (*datasets.load_diabetes(return_X_y=True), "regression"),
        "moons": (*datasets.make_moons(400, noise=0.3, random_state=0), "binary"),
        "wide": (*datasets.make_classification(300, 60, n_informative=8, random_state=1), "binary"),
        "long": (*datasets.make_classification(4000, 10, n_informative=6, random_state=2), "binary"),
        "with_text": (columns, with_text[1], "binary"),
        "friedman": (*datasets.make_friedman1(2000, random_state=0), "regression"),
    }
