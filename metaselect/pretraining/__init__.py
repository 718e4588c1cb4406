"""Settings go in; weights of the in-context network come out, which was trained on synthetic tables alone.

This is for who wants to train the network anew: nothing else in metaselect needs it, and it alone needs torch. To add a
mechanism of synthetic tables, list it in `prior/mixture.py`. From a shell: `python -m metaselect.pretraining`.
"""

from metaselect.pretraining.architecture import Architecture
from metaselect.pretraining.checkpoint import load_checkpoint, save_checkpoint
from metaselect.pretraining.settings import SIZES, Settings, TaskShape, make_settings
from metaselect.pretraining.training import Training, start_training, train, validation_losses
from metaselect.pretraining.weights import read_weights, write_weights

__all__ = [
    "SIZES",
    "Architecture",
    "Settings",
    "TaskShape",
    "Training",
    "load_checkpoint",
    "make_settings",
    "read_weights",
    "save_checkpoint",
    "start_training",
    "train",
    "validation_losses",
    "write_weights",
]
