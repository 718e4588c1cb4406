"""Random numbers go in, synthetic tables with targets come out; no real table is looked at. Mechanisms are plain
functions. To add one, list it in `mixture`.
"""

from metaselect.pretraining.prior.mixture import RULES, TABLES
from metaselect.pretraining.prior.sample import sample_tasks
from metaselect.pretraining.prior.shape import BatchShape, Drawn, Tasks

__all__ = ["RULES", "TABLES", "BatchShape", "Drawn", "Tasks", "sample_tasks"]
