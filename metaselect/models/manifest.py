"""`Manifest`: what a model file says of its model."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from metaselect import __version__
from metaselect.models.self_test import SelfTest
from metaselect.models.training import Training

__all__ = ["SCHEMA", "Expectation", "Manifest", "differing_versions", "versions_here"]

# Of the layout of model files; the next one is for files that this metaselect could not read.
SCHEMA = 1
# By the names under which they may be installed.
_LIBRARIES = (("numpy",), ("pandas",), ("scikit-learn",), ("xgboost", "xgboost-cpu"))


@dataclass(frozen=True)
class Expectation:
    """How well a model is expected to predict.

    Attributes
    ----------
    metric : str
        scikit-learn's scorer name.
    score : float
        Cross-validated.
    interval : (float, float)
        Holds nine of ten such scores.
    """

    metric: str
    score: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Manifest:
    """What a model file says of its model.

    Attributes
    ----------
    training : Training
        Of the table that it was fitted to.
    classes : tuple of str
        In the order of probabilities; empty for regression.
    expectation : Expectation, optional
        How well it is expected to predict; None where nobody has said.
    provenance : mapping of str to object
        Where it comes from: what was recommended, and the seed.
    holds : mapping of str to list of str
        What of the table is in the file: `"rows of"` names the models that keep rows to predict, as numbers after
        preprocessing; `"categories of"` columns whose categories are there, `"words of"` columns of whose texts words,
        or parts of words, are.
    self_test : SelfTest
        Rows that are made up, and what the model predicts of them.
    versions : mapping of str to str
        Of Python and of the libraries that it was fitted with.
    schema : int
        Of the layout of the file.
    """

    training: Training
    classes: tuple[str, ...]
    expectation: Expectation | None
    provenance: Mapping[str, Any]
    holds: Mapping[str, list[str]]
    self_test: SelfTest
    versions: Mapping[str, str] = field(default_factory=lambda: versions_here())
    schema: int = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return a dictionary for JSON."""
        return {**asdict(self), "training": self.training.to_dict()}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Manifest:
        """Return what `to_dict` made a dictionary of."""
        expected = saved["expectation"]
        return cls(
            training=Training.from_dict(saved["training"]),
            classes=tuple(saved["classes"]),
            expectation=expected and Expectation(**{**expected, "interval": tuple(expected["interval"])}),
            provenance=dict(saved["provenance"]),
            holds=dict(saved["holds"]),
            self_test=SelfTest(**saved["self_test"]),
            versions=dict(saved["versions"]),
            schema=int(saved["schema"]),
        )


def versions_here() -> dict[str, str]:
    """Return the versions of Python, of metaselect and of the libraries that models consist of."""
    versions = {"python": platform.python_version(), "metaselect": __version__}
    return {**versions, **{names[0]: _version_of(names) for names in _LIBRARIES}}


def _version_of(names: Sequence[str]) -> str:
    for name in names:
        with suppress(PackageNotFoundError):
            return version(name)
    return "unknown"


def differing_versions(then: Mapping[str, str]) -> list[str]:
    """Return in words which versions are not those of when a model was saved.

    Examples
    --------
    >>> differing_versions({**versions_here(), "numpy": "1.0"})
    ['numpy 1.0 (here ...)']
    """
    here = versions_here()
    names = [name for name in here if then.get(name) != here[name]]
    return [f"{name} {then.get(name, 'unknown')} (here {here[name]})" for name in names]
