"""The meta-learners by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sklearn.base import clone

from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners.any_regressor import AnyRegressorMetaLearner, Regressor

__all__ = ["DEFAULT_META_LEARNER", "META_LEARNERS", "SLOW_META_LEARNERS", "make_meta_learner", "meta_learner"]

_Class = TypeVar("_Class", bound=BaseMetaLearner)

META_LEARNERS: dict[str, type[BaseMetaLearner]] = {}

DEFAULT_META_LEARNER = "ensemble"
# These take longer than all others together: where tables are to be there in minutes they are validated in fewer folds.
SLOW_META_LEARNERS = ("extra_trees", "joint_neural", "missing_forest", "pairwise_forest", "ranking_svm")


def meta_learner(name: str) -> Callable[[type[_Class]], type[_Class]]:
    """Return a class decorator that lists the class in `META_LEARNERS` under `name`."""

    def register(cls):
        if name in META_LEARNERS:
            raise ConfigurationError(f"two meta-learners are called {name!r}: give one of them another name")
        META_LEARNERS[name] = cls
        return cls

    return register


def make_meta_learner(
    name_or_estimator: str | Regressor = DEFAULT_META_LEARNER, random_state: int = 0
) -> BaseMetaLearner:
    """Return an unfitted meta-learner.

    Parameters
    ----------
    name_or_estimator : str or estimator
        A name in `META_LEARNERS`, or any regressor with `fit(M, R)` and `predict(M)`, of which an unfitted copy with
        its own parameters is taken; one that is no `BaseMetaLearner` comes within an `AnyRegressorMetaLearner`.
    random_state : int
        Seeds a meta-learner given by name; an estimator keeps its own.

    Raises
    ------
    ConfigurationError
        If the name is unknown, or the object cannot `fit` and `predict`.

    Examples
    --------
    >>> make_meta_learner("forest")
    ForestMetaLearner()
    >>> make_meta_learner("forrest")
    Traceback (most recent call last):
    metaselect.exceptions.ConfigurationError: meta-learner 'forrest' is unknown; did you mean 'forest'? ...
    """
    if isinstance(name_or_estimator, str):
        if name_or_estimator not in META_LEARNERS:
            raise ConfigurationError(
                f"meta-learner {name_or_estimator!r} is unknown{did_you_mean(name_or_estimator, META_LEARNERS)} "
                f"Choose one of {shorten(META_LEARNERS)}"
            )
        return META_LEARNERS[name_or_estimator](random_state=random_state)
    if isinstance(name_or_estimator, type) or not isinstance(name_or_estimator, Regressor):
        raise ConfigurationError(
            f"{name_or_estimator!r} is no meta-learner: give an instance with fit(M, R) and predict(M), "
            f"or one of the names {shorten(META_LEARNERS)}"
        )
    unfitted = clone(name_or_estimator)
    return unfitted if isinstance(unfitted, BaseMetaLearner) else AnyRegressorMetaLearner(unfitted)
