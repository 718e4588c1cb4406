"""Compact copies of evaluations and out-of-fold predictions, one file for each configuration.

They say how every configuration did on every dataset, and what it predicted for some rows of each, so that blends with
configurations that come later are scored without running the earlier ones again. A file is written once, when the
configuration is through with all datasets, and never again. The targets are not in it: they are read from the
collection, and a hash says whether they are the same.

Predictions are 8-bit numbers: of two classes the log odds, of more the log probabilities below that of the likeliest
class, of regression what was predicted too much, in standard deviations of the target. Steps are small near zero and
large far from it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from metaselect.data import Dataset, is_classification
from metaselect.evaluation import Evaluation, make_folds, resampling_of, restore_predictions
from metaselect.learners import Configuration
from metaselect.seeding import rng_from

FOLDER = Path(__file__).resolve().parent / "predictions"

_MOST_ROWS = 400
_MOST_VALUES = 800
# That of the smallest probability that scikit-learn's log loss knows.
_FARTHEST = 36.1
_N_DIGITS = 5


@dataclass(frozen=True)
class KeptConfiguration:
    """What is kept of one configuration.

    Attributes
    ----------
    configuration : Configuration
        What was evaluated.
    evaluations : dict of str to Evaluation
        By name of the dataset; scores of folds and seconds to five digits.
    predictions : dict of str to ndarray
        By name of the dataset, for the rows that `kept_rows` returns: log odds (n,), log probabilities (n, n_classes)
        up to a constant for each row, or errors in standard deviations of the target, predicted minus true (n,).
    """

    configuration: Configuration
    evaluations: Mapping[str, Evaluation]
    predictions: Mapping[str, np.ndarray]


def kept_rows(dataset: Dataset, random_state: int = 0) -> np.ndarray:
    """Return the positions of the rows whose predictions are kept, in order: drawn among the test rows of one round."""
    folds = make_folds(dataset, None, random_state)
    tested = np.sort(np.concatenate([test for _, test in folds[: resampling_of(dataset).n_folds]]))
    values_per_row = dataset.n_classes if (dataset.n_classes or 0) > 2 else 1
    n_kept = min(len(tested), _MOST_ROWS, _MOST_VALUES // values_per_row)
    return np.sort(rng_from(random_state, "kept rows", dataset.name).choice(tested, n_kept, replace=False))


def describe_rows(dataset: Dataset, random_state: int = 0) -> dict[str, object]:
    """Return which rows are kept of a dataset and the hash of their targets, as plain data."""
    rows = kept_rows(dataset, random_state)
    return {"rows": rows.tolist(), "target": hash_of(dataset.codes[rows])}


def hash_of(values: np.ndarray) -> str:
    """Return a short hash of numbers."""
    return hashlib.sha256(np.asarray(values, dtype="<f8").tobytes()).hexdigest()[:16]


def at_kept_rows(rounds: Sequence[np.ndarray], dataset: Dataset, random_state: int = 0) -> np.ndarray:
    """Return what is kept of out-of-fold predictions, as in `KeptConfiguration.predictions`."""
    folds = make_folds(dataset, None, random_state)[: resampling_of(dataset).n_folds]
    tested = np.sort(np.concatenate([test for _, test in folds]))
    rows = kept_rows(dataset, random_state)
    values = rounds[0][np.searchsorted(tested, rows)].astype(float)
    if is_classification(dataset.task):
        return values
    predicted = np.full(dataset.n_rows, np.nan)
    for (_, test), of_fold in zip(folds, restore_predictions(rounds[:1], dataset, folds), strict=True):
        predicted[test] = of_fold
    return (predicted[rows] - dataset.y[rows]) / (dataset.y.std() or 1.0)


def write_kept(folder: Path, kept: KeptConfiguration) -> Path:
    """Write the file of a configuration, which must not exist, and return its path."""
    path = folder / f"{kept.configuration.id}.xz"
    datasets, payload = {}, []
    for name, evaluation in sorted(kept.evaluations.items()):
        fields = _shorter(evaluation)
        if name in kept.predictions:
            codes, limits = _encode(kept.predictions[name])
            fields |= {"shape": codes.shape, "limits": limits}
            payload.append(codes.tobytes())
        datasets[name] = fields
    content = b"".join(payload)
    header = {
        "configuration": kept.configuration.to_dict(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "datasets": datasets,
    }
    packed = lzma.compress(json.dumps(header, separators=(",", ":")).encode() + b"\n" + content, preset=9)
    temporary = path.with_suffix(".part")
    temporary.write_bytes(packed)
    temporary.rename(path)
    return path


def read_kept(path: Path) -> KeptConfiguration:
    """Return what the file of a configuration holds; raise ValueError where it is damaged."""
    header_line, _, content = lzma.decompress(path.read_bytes()).partition(b"\n")
    header = json.loads(header_line)
    if hashlib.sha256(content).hexdigest() != header["sha256"]:
        raise ValueError(f"{path} is damaged")
    configuration = Configuration(**header["configuration"])
    evaluations, predictions, start = {}, {}, 0
    for name, fields in header["datasets"].items():
        shape, limits = fields.pop("shape", None), fields.pop("limits", None)
        scores = {metric: tuple(folds) for metric, folds in fields.pop("fold_scores", {}).items()}
        evaluations[name] = Evaluation(name, configuration.id, fold_scores=scores, **fields)
        if shape is not None:
            end = start + int(np.prod(shape))
            codes = np.frombuffer(content[start:end], dtype=np.uint8).reshape(shape)
            predictions[name], start = _decode(codes, limits), end
    return KeptConfiguration(configuration, evaluations, predictions)


def _shorter(evaluation: Evaluation) -> dict[str, object]:
    """Return the fields of an evaluation that say something, numbers to five digits."""
    fields = asdict(replace(evaluation, out_of_fold=()))
    scores = {metric: [_rounded(score) for score in folds] for metric, folds in evaluation.fold_scores.items()}
    for name in ("dataset", "configuration", "train_share", "out_of_fold"):
        del fields[name]
    numbers = {name: _rounded(value) for name, value in fields.items() if isinstance(value, float)}
    said = {**fields, **numbers, "fold_scores": scores}
    return {name: value for name, value in said.items() if value or name == "status"}


def _rounded(number: float) -> float:
    return float(f"{number:.{_N_DIGITS}g}")


def _encode(values: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """Return 8-bit codes, and the value up to which their steps are about even and the largest that they reach."""
    if values.ndim == 2:
        limits = (1.0, _FARTHEST)
        below = values.max(axis=1, keepdims=True) - values
        return np.round(255 * _squeezed(below, limits)).astype(np.uint8), limits
    sizes = np.abs(values)
    middle, farthest = _rounded(float(np.median(sizes))), _rounded(float(sizes.max()))
    limits = (middle or farthest or 1.0, farthest or 1.0)
    return np.round(127 * np.sign(values) * _squeezed(sizes, limits) + 128).astype(np.uint8), limits


def _decode(codes: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    if codes.ndim == 2:
        return -_released(codes / 255, limits)
    signed = codes.astype(float) - 128
    return np.sign(signed) * _released(np.abs(signed) / 127, limits)


def _squeezed(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    middle, farthest = limits
    return np.log1p(np.minimum(values, farthest) / middle) / np.log1p(farthest / middle)


def _released(squeezed: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    middle, farthest = limits
    return middle * np.expm1(squeezed * np.log1p(farthest / middle))
