"""A learner, its hyperparameters and its structure become one scikit-learn pipeline."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from sklearn.pipeline import Pipeline

from metaselect.data import ColumnType, TargetReading, is_classification
from metaselect.exceptions import ConfigurationError
from metaselect.learners._registry import find_learner
from metaselect.learners.labels import ClassificationPipeline
from metaselect.learners.preprocessing import NamedColumns, make_preprocessing
from metaselect.learners.reduction import make_reduction
from metaselect.learners.table_cleaner import TableCleaner
from metaselect.learners.table_pipeline import TablePipeline
from metaselect.seeding import seed_from

__all__ = ["build_pipeline"]


def build_pipeline(
    learner: str,
    hyperparameters: Mapping[str, object],
    task: str,
    random_state: int = 0,
    kinds: Mapping[str, str | ColumnType] | None = None,
    columns: NamedColumns | None = None,
    target: TargetReading | None = None,
) -> Pipeline:
    """Return the unfitted pipeline.

    Parameters
    ----------
    learner : str
        Name of the base learner.
    hyperparameters : mapping
        Every hyperparameter of the learner and of its preprocessing.
    task : {"binary", "multiclass", "regression"}
        What is to be predicted.
    random_state : int
        Seeds the learner and every step before it that draws at random.
    kinds : mapping of str to str or ColumnType, optional
        What some columns are, as in `Dataset.kinds`; decided when fitting for the others.
    columns : NamedColumns, optional
        The columns of each kind. When given, the table is taken as clean already and the pipeline consists of
        scikit-learn's (and xgboost's) own steps alone.
    target : TargetReading, optional
        How the target is read, as in `Dataset.reading`; it is learned as it is when not given.

    Raises
    ------
    ConfigurationError
        If there is no such learner, or a hyperparameter is not for the task.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> configuration = make_configuration("decision_tree", max_depth=3)
    >>> [name for name, _ in build_pipeline(configuration.learner, configuration.hyperparameters, "binary").steps]
    ['clean', 'columns', 'model']
    """
    entry = find_learner(learner)
    for name in hyperparameters:
        if name in entry.full_space and name not in entry.space_for(task):
            raise ConfigurationError(f"{name} of {learner} is not for {task}; leave it out")
    own = {name: value for name, value in hyperparameters.items() if name in entry.space}
    context = {"task": task, "random_state": seed_from(random_state, learner)}
    asked = inspect.signature(entry.make).parameters
    model = entry.make(**own, **{name: value for name, value in context.items() if name in asked})
    preprocessing = make_preprocessing(hyperparameters, task, random_state, columns)
    reduction = make_reduction(hyperparameters, task, random_state)
    steps = [("columns", preprocessing), *([("reduction", reduction)] if reduction else []), ("model", model)]
    if columns is not None:
        return Pipeline(steps)
    make = ClassificationPipeline if is_classification(task) else TablePipeline
    return make([("clean", TableCleaner(kinds)), *steps], target=target, is_quiet=entry.stops_early)
