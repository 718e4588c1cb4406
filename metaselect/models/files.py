"""`save_model` and `load_model`: a fitted pipeline goes into a file, and comes out of it as a `Model`.

Nothing that a file says is executed: `archive` makes of it what `trusted_types` lists, and nothing else.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from metaselect.data import is_classification
from metaselect.exceptions import Hint, ModelFileError, first_line
from metaselect.folders import write_atomically
from metaselect.learners import LEARNERS
from metaselect.models.archive import read_archive, read_manifest_of, write_archive
from metaselect.models.manifest import SCHEMA, Expectation, Manifest, differing_versions
from metaselect.models.model import Model
from metaselect.models.portable import CannotBeSavedError
from metaselect.models.self_test import SelfTest, make_rows
from metaselect.models.training import Training

__all__ = ["load_model", "make_model", "save_model"]

# How far predictions of the self-test may be off: by rounding, or by what other versions do otherwise.
_TOLERANCE, _TOLERANCE_ACROSS_VERSIONS = 1e-5, 1e-3
_SAVE_ONE = Hint("save model", "save one with an estimator's save(path), or save_model(path, model)")
# They look at the rows that they were fitted to, when they predict.
_KEEPS_ROWS = {
    "GaussianProcessClassifier": "gaussian_process",
    "GaussianProcessRegressor": "gaussian_process",
    "InContextClassifier": "in_context",
    "InContextRegressor": "in_context",
    "KNeighborsClassifier": "k_nearest_neighbors",
    "KNeighborsRegressor": "k_nearest_neighbors",
    "KernelRidge": "kernel_ridge",
    "SVC": "support_vector_machine",
    "SVR": "support_vector_machine",
}


def make_model(
    pipeline: Pipeline,
    training: Training,
    *,
    expectation: Expectation | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Model:
    """Return a fitted pipeline with what is known of it, as it is saved.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted, as `Candidate.build().fit(X, y)` gives it.
    training : Training
        What is known of the table that it was fitted to; see `describe_training`.
    expectation : Expectation, optional
        How well it is expected to predict.
    provenance : mapping of str to object, optional
        Where it comes from, for JSON.
    """
    has_classes = is_classification(training.task)
    manifest = Manifest(
        training=training,
        classes=tuple(map(str, pipeline.classes_)) if has_classes else (),
        expectation=expectation,
        provenance=dict(provenance or {}),
        holds={
            "rows of": sorted({_KEEPS_ROWS[name] for name in _names_of_parts(pipeline) if name in _KEEPS_ROWS}),
            "categories of": [column.name for column in training.columns if column.categories],
            "words of": [column.name for column in training.columns if column.kind == "text"],
        },
        self_test=SelfTest(make_rows(training), []),
    )
    model = Model(pipeline, manifest)
    manifest.self_test.predictions.extend(_predicted(model).tolist())
    return model


def save_model(path: str | Path, model: Model) -> Path:
    """Save a model, so that at any instant the file is the old one or the new one, and return its path.

    Parameters
    ----------
    path : path-like
        Of the file, such as `model.skops`.
    model : Model
        As of `make_model`.

    Raises
    ------
    ModelFileError
        If the model holds something that no file may hold, such as a learner of the user's own.
    OSError
        If the file cannot be written.
    """
    path = Path(path)
    try:
        content = write_archive(model.pipeline, model.manifest.to_dict())
    except CannotBeSavedError as error:
        own = _own_learners(model.manifest.provenance)
        what = f"the learner {' and '.join(own)} is" if own else "it holds what is"
        raise ModelFileError(
            f"the model cannot be saved: {what} of a type that no model file may hold ({error}); fit one without it",
            hint=Hint("without own learner", "say exclude=", ",".join(own) or "LEARNER"),
        ) from error
    write_atomically(path, content)
    return path


def load_model(path: str | Path) -> Model:
    """Return the model in a file; nothing that the file says is executed.

    What the model predicts of ten rows that are made up is compared with what it predicted when it was saved.

    Parameters
    ----------
    path : path-like
        Of a file that `save_model`, an estimator's `save` or the command line wrote.

    Raises
    ------
    ModelFileError
        If it is no such file, is damaged, holds what is not trusted, was written by a newer metaselect, or predicts
        otherwise than when it was saved.
    """
    path = Path(path)
    if path.is_dir():
        raise ModelFileError(f"{path} is a folder; give the file of a model")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ModelFileError(f"there is no file {path}", hint=_SAVE_ONE) from None
    saved = _not_damaged(path.name, lambda: read_manifest_of(content, path.name))
    _check_schema(path.name, saved)
    manifest = _not_damaged(path.name, lambda: Manifest.from_dict(saved))
    model: Model = _not_damaged(path.name, lambda: _model(content, path.name, manifest), manifest)
    _check_predictions(path.name, model)
    return model


def _own_learners(provenance: Mapping[str, Any]) -> list[str]:
    """Return the learners of a model that are the user's own."""
    configuration = provenance.get("configuration", {})
    names = [member["learner"] for member in configuration.get("members", [configuration] if configuration else [])]
    package = __name__.partition(".")[0]
    return [name for name in names if LEARNERS[name].make.__module__.partition(".")[0] != package]


def _model(content: bytes, name: str, manifest: Manifest) -> Model:
    model = Model(read_archive(content, name), manifest)
    if not isinstance(model.pipeline, Pipeline) or not {c.name for c in manifest.training.columns} <= set(model.types):
        raise ValueError("the manifest is that of another model")
    return model


def _check_schema(name: str, saved: Mapping[str, Any]) -> None:
    schema = saved.get("schema")
    versions = saved.get("versions")
    maker = versions.get("metaselect", "unknown") if isinstance(versions, dict) else "unknown"
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise ModelFileError(f"{name} has a manifest without a version; fit the model again")
    if schema > SCHEMA:
        raise ModelFileError(
            f"{name} was saved by metaselect {maker!s:.20} in a newer layout ({schema}, here {SCHEMA}); install that "
            "version or a later one"
        )


def _not_damaged(name: str, load: Callable[[], Any], manifest: Manifest | None = None) -> Any:
    """Return what `load` returns; whatever it raises is said in one sentence."""
    try:
        return load()
    except ModelFileError:
        raise
    except Exception as error:  # what is in a file that somebody changed may raise anything
        others = differing_versions(manifest.versions) if manifest else []
        if others:
            raise ModelFileError(
                f"{name} cannot be loaded here ({first_line(error, 100)}); it was saved with {', '.join(others)}: "
                "install these versions, or fit the model again"
            ) from error
        raise ModelFileError(
            f"{name} is damaged ({first_line(error, 100)}); fit the model again, or copy it anew"
        ) from error


def _check_predictions(name: str, model: Model) -> None:
    """Raise an error unless the model predicts as it did when it was saved."""
    others = differing_versions(model.manifest.versions)
    tolerance = _TOLERANCE_ACROSS_VERSIONS if others else _TOLERANCE
    predicted = _not_damaged(name, lambda: _predicted(model), model.manifest)
    if model.manifest.self_test.agrees(predicted, tolerance):
        return
    if others:
        raise ModelFileError(
            f"{name} predicts otherwise here than when it was saved, with {', '.join(others)}; install these versions, "
            "or fit the model again"
        )
    raise ModelFileError(
        f"{name} predicts otherwise than when it was saved, by the same versions: it was changed since; fit the model "
        "again, or get the file anew"
    )


def _predicted(model: Model) -> np.ndarray:
    """Return what a model predicts of the rows that are made up."""
    training = model.manifest.training
    table = model.manifest.self_test.table(training)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.predict_proba(table) if is_classification(training.task) else model.predict(table)


def _names_of_parts(value: Any) -> Iterator[str]:
    """Yield the names of the types of all estimators within one."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _names_of_parts(item)
    elif hasattr(value, "get_params"):
        yield type(value).__name__
        for item in vars(value).values():
            yield from _names_of_parts(item)
