"""A fitted pipeline goes into a file that says what it is; out of it comes a `Model`, which predicts and checks rows.

`files.py` saves and loads; `trusted_types.py` lists what may be in a file, and nothing else is made of one.
"""

from metaselect.models.checks import Checks
from metaselect.models.files import load_model, make_model, save_model
from metaselect.models.manifest import Expectation, Manifest
from metaselect.models.model import Model
from metaselect.models.provenance import expectation_of, provenance_of
from metaselect.models.serving import open_rows, predict_blocks
from metaselect.models.training import ColumnSummary, Training, describe_training

__all__ = [
    "Checks",
    "ColumnSummary",
    "Expectation",
    "Manifest",
    "Model",
    "Training",
    "describe_training",
    "expectation_of",
    "load_model",
    "make_model",
    "open_rows",
    "predict_blocks",
    "provenance_of",
    "save_model",
]
