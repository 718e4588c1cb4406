"""Checkpoints: a training is written whole, and goes on as if it had not been stopped. Reading one executes nothing."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from metaselect.exceptions import ConfigurationError, UnreadableFileError
from metaselect.folders import write_atomically
from metaselect.pretraining.settings import Settings
from metaselect.pretraining.training import Training, start_training

__all__ = ["load_checkpoint", "save_checkpoint"]

_FORMAT = 1
_HEADER = {"format", "settings", "device", "n_steps", "n_tasks", "seconds"}


def save_checkpoint(training: Training, path: Path) -> None:
    """Write a training between two rounds; at any instant the file is whole.

    Parameters
    ----------
    training : Training
        To be gone on with.
    path : Path
        A file of arrays, in a folder that exists.
    """
    header = {
        "format": _FORMAT,
        "settings": json.loads(training.settings.to_json()),
        "device": training.device.partition(":")[0],
        "n_steps": training.n_steps,
        "n_tasks": training.n_tasks,
        "seconds": training.seconds,
    }
    arrays: dict[str, Any] = {"checkpoint": np.array(json.dumps(header))}
    arrays |= {f"optimizer.{name}": value for name, value in training.optimizer.state().items()}
    arrays |= {f"draws.{name}": value for name, value in training.draws.state().items()}
    content = io.BytesIO()
    np.savez(content, **arrays)
    write_atomically(path, content.getvalue())


def load_checkpoint(path: Path, device: str = "cpu", seconds: float | None = None) -> Training:
    """Return the training of a checkpoint.

    Parameters
    ----------
    path : Path
        As `save_checkpoint` wrote it.
    device : str
        Of the same kind as that of the checkpoint.
    seconds : float, optional
        How long the training takes in all, in place of what it was to take.

    Raises
    ------
    UnreadableFileError
        If it is no checkpoint, or a damaged one.
    ConfigurationError
        If it was made on a device of another kind: there the same random numbers cannot be drawn.
    """
    header, arrays = _read(path)
    if header["device"] != device.partition(":")[0]:
        raise ConfigurationError(f"{path.name} was made on the device {header['device']}; go on there, not on {device}")
    try:
        settings = Settings.from_json(json.dumps(header["settings"]))
    except (KeyError, TypeError) as error:
        raise UnreadableFileError(f"{path.name} is a damaged checkpoint: its settings are not whole") from error
    if seconds is not None:
        settings = replace(settings, seconds=seconds, n_steps=None)
    training = start_training(settings, device)
    try:
        training.optimizer.restore(_part(arrays, "optimizer."))
        training.draws.restore(_part(arrays, "draws."))
    except (KeyError, RuntimeError, TypeError) as error:  # an array is absent, or of another size
        raise UnreadableFileError(f"{path.name} is a damaged checkpoint: its arrays do not fit its settings") from error
    training.n_steps, training.n_tasks, training.seconds = header["n_steps"], header["n_tasks"], header["seconds"]
    return training


def _read(path: Path) -> tuple[dict, dict[str, np.ndarray]]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            header = json.loads(str(archive["checkpoint"]))
            arrays = {name: archive[name] for name in archive.files if name != "checkpoint"}
        is_of_this_version = header["format"] == _FORMAT
    except FileNotFoundError:
        raise UnreadableFileError(f"there is no file {path}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, EOFError) as error:
        raise UnreadableFileError(f"{path.name} is no checkpoint of a training, or a damaged one") from error
    if not is_of_this_version:
        raise UnreadableFileError(f"{path.name} is a checkpoint of another version of metaselect")
    if missing := sorted(_HEADER - header.keys()):
        raise UnreadableFileError(f"{path.name} is a damaged checkpoint: it lacks {', '.join(missing)}")
    return header, arrays


def _part(arrays: dict[str, np.ndarray], start: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(start): value for name, value in arrays.items() if name.startswith(start)}
