"""Files of weights: what prediction needs of a network, and where it comes from. Reading one executes nothing."""

from __future__ import annotations

import io
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from metaselect import __version__
from metaselect.folders import write_atomically
from metaselect.pretraining._torch import torch
from metaselect.pretraining.architecture import Architecture
from metaselect.pretraining.training import Training

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["provenance_of", "read_weights", "write_weights"]

_NOT_ARRAYS = {"config", "provenance"}


def write_weights(training: Training, path: Path, validation: Mapping[str, float] | None = None) -> None:
    """Write the network of a training as arrays of 16 bits, with its size and its provenance as JSON.

    Parameters
    ----------
    training : Training
        That is over.
    path : Path
        A file of arrays, in a folder that exists.
    validation : mapping of str to float, optional
        Losses that are told with the provenance.
    """
    arrays = {
        name: value.detach().cpu().numpy().astype(np.float16) for name, value in training.optimizer.values().items()
    }
    content = io.BytesIO()
    np.savez(
        content,
        config=np.array(json.dumps(training.settings.architecture.to_config())),
        provenance=np.array(json.dumps(provenance_of(training) | {"validation_losses": dict(validation or {})})),
        **arrays,
    )
    write_atomically(path, content.getvalue())


def read_weights(path: Path) -> tuple[Architecture, dict[str, Tensor], dict]:
    """Return the architecture, the parameters in 32 bits and the provenance of a file of weights.

    Parameters
    ----------
    path : Path
        Files without a provenance have an empty one.
    """
    with np.load(path, allow_pickle=False) as archive:
        architecture = Architecture.from_config(json.loads(str(archive["config"])))
        provenance = json.loads(str(archive["provenance"])) if "provenance" in archive.files else {}
        names = [name for name in archive.files if name not in _NOT_ARRAYS]
        return architecture, {name: torch.from_numpy(archive[name].astype(np.float32)) for name in names}, provenance


def provenance_of(training: Training) -> dict:
    """Return where a network comes from: program, settings, versions, time, hardware and how many tasks were seen."""
    on_gpu = training.device.startswith("cuda")
    return {
        "script": "python -m metaselect.pretraining",
        "settings": json.loads(training.settings.to_json()),
        "versions": {"metaselect": __version__, "torch": str(torch.__version__), "python": platform.python_version()},
        "data": "synthetic tables alone",
        "seconds": round(training.seconds, 1),
        "n_steps": training.n_steps,
        "n_tasks": training.n_tasks,
        "hardware": torch.cuda.get_device_name() if on_gpu else f"CPU, {torch.get_num_threads()} threads",
    }
