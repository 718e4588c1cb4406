"""A fitted pipeline as what a file may hold, and back.

Estimators stay what they are, with their attributes; what is inside of them is arrays, text, or one of the stand-ins
below, of which the thing itself is made again by known code. What predictions need not is left out: generators of
random numbers, optimizers, weights of rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.interpolate import BSpline
from sklearn.neighbors import BallTree, KDTree
from sklearn.svm import SVC
from sklearn.utils import Bunch

from metaselect.models.boosters import BoosterBytes
from metaselect.models.plain_data import NotPlainError, as_text, from_text
from metaselect.models.trees import ForestArrays, HistTreeArrays, TreeArrays
from metaselect.models.trusted_types import TRUSTED_TYPES, name_of_type

__all__ = ["CannotBeSavedError", "Plain", "PlainArray", "Splines", "as_portable", "from_portable"]

_NUMBERS = "biufcmMUS"
_LONG_TEXT = 1000
# Attributes that predictions need not, or that are made again.
_LEFT_OUT = {
    "_feature_subsample_rng",
    "_loss",
    "_optimizer",
    "_random_state",
    "_sample_weight",
    "_scorer",
    "_stop_words_id",
    "named_estimators_",
    "rng",
}


class CannotBeSavedError(TypeError):
    """A pipeline holds something that no file may hold."""


@dataclass(frozen=True, eq=False)
class Plain:
    """Plain data of Python, as text; see `plain_data`. Long text is an array of its bytes, which a file holds once."""

    text: str | np.ndarray

    def make(self) -> Any:
        """Return the data."""
        return from_text(self.text if isinstance(self.text, str) else self.text.tobytes().decode())


@dataclass(frozen=True, eq=False)
class PlainArray:
    """An array of objects that are plain data."""

    text: str
    shape: tuple[int, ...]

    def make(self) -> np.ndarray:
        """Return the array."""
        flat = np.empty(int(np.prod(self.shape)), dtype=object)
        flat[:] = from_text(self.text)
        return flat.reshape(self.shape)


@dataclass(frozen=True, eq=False)
class Splines:
    """B-splines of scikit-learn, of SciPy.

    Attributes
    ----------
    knots, coefficients : list of ndarray
        Of each column.
    degrees : list of int
        Likewise.
    extrapolate : list
        Whether, and how, they go on beyond the knots.
    """

    knots: list[np.ndarray]
    coefficients: list[np.ndarray]
    degrees: list[int]
    extrapolate: list[Any]

    @classmethod
    def of(cls, splines: list[BSpline]) -> Splines:
        """Return what B-splines are made of."""
        knots, coefficients = ([np.asarray(getattr(spline, name)) for spline in splines] for name in ("t", "c"))
        return cls(knots, coefficients, [int(s.k) for s in splines], [s.extrapolate for s in splines])

    def make(self) -> list[BSpline]:
        """Return the B-splines."""
        parts = zip(self.knots, self.coefficients, self.degrees, self.extrapolate, strict=True)
        return [BSpline(t, c, k, extrapolate=extrapolate) for t, c, k, extrapolate in parts]


def as_portable(value: Any) -> Any:
    """Return what a file may hold of a fitted pipeline; it is not changed.

    Parameters
    ----------
    value : object
        A pipeline, or what is in it.

    Raises
    ------
    CannotBeSavedError
        If it holds something of a type that is not trusted.
    """
    return _Saving().portable(value)


_STAND_INS = (Plain, PlainArray, Splines, TreeArrays, ForestArrays)


class _Saving:
    """Makes portable what it is given, each object once: what stands in two places is one thing again when loaded."""

    def __init__(self) -> None:
        self._done: dict[int, tuple[Any, Any]] = {}
        self._arrays: dict[tuple[object, ...], np.ndarray] = {}

    def portable(self, value: Any) -> Any:
        if value is None or type(value) in (bool, int, str, bytes):
            return value
        if id(value) not in self._done:
            self._done[id(value)] = (value, self._made_portable(value))  # the value too, so that its id stays its own
        return self._done[id(value)][1]

    def _made_portable(self, value: Any) -> Any:
        if isinstance(value, np.random.RandomState | np.random.Generator):
            return None
        if isinstance(value, np.ndarray):
            return self._array(np.asarray(value))
        try:
            text = as_text(value)
        except NotPlainError:
            pass
        else:
            is_long = len(text) > _LONG_TEXT
            return Plain(self._once(np.frombuffer(text.encode(), dtype=np.uint8)) if is_long else text)
        if type(value) in (list, tuple):
            return type(value)(map(self.portable, value))
        if type(value) is dict and all(type(key) is str for key in value):
            return {key: self.portable(item) for key, item in value.items()}
        name = name_of_type(value)
        if name == "sklearn.tree._tree.Tree":
            return TreeArrays.of(value)
        if name == "xgboost.core.Booster":
            return BoosterBytes.of(value)
        if name not in TRUSTED_TYPES:
            raise CannotBeSavedError(name)
        return self._object(value)

    def _array(self, array: np.ndarray) -> Any:
        if array.dtype.kind in _NUMBERS or array.dtype.names:
            return self._once(array)
        try:
            return PlainArray(as_text(array.ravel().tolist()), array.shape)
        except NotPlainError as error:
            raise CannotBeSavedError(f"an array of {error}") from error

    def _once(self, array: np.ndarray) -> np.ndarray:
        """Return an array that was seen before where it holds the same: members of a blend encode texts alike."""
        order: Literal["C", "F"] = "F" if array.flags.f_contiguous else "C"
        content = hashlib.sha256(array.tobytes(order)).digest()
        return self._arrays.setdefault((array.dtype.str, array.shape, order, content), array)

    def _object(self, value: Any) -> Any:
        state = value.__getstate__()
        if not isinstance(state, dict):
            raise CannotBeSavedError(name_of_type(value))
        state = {name: item for name, item in state.items() if name not in _LEFT_OUT and name != "_sklearn_version"}
        if (change := _BEFORE_SAVING.get(type(value).__name__)) is not None:
            change(state)
        made = object.__new__(type(value))
        made.__dict__.update({name: self.portable(item) for name, item in state.items()})
        return made


def from_portable(value: Any) -> Any:
    """Return the pipeline of which `as_portable` made something portable; that is changed in place.

    Parameters
    ----------
    value : object
        As it was read.

    Raises
    ------
    ValueError
        If it is not what `as_portable` makes of a pipeline.
    """
    return _Loading().restored(value)


class _Loading:
    """Restores what it is given, each object once."""

    def __init__(self) -> None:
        self._done: dict[int, tuple[Any, Any]] = {}

    def restored(self, value: Any) -> Any:
        if value is None or type(value) in (bool, int, str, bytes, float) or isinstance(value, np.ndarray):
            return value
        if id(value) not in self._done:
            self._done[id(value)] = (value, value)  # before its parts: what holds itself ends here
            self._done[id(value)] = (value, self._made(value))
        return self._done[id(value)][1]

    def _made(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return type(value)(map(self.restored, value))
        if isinstance(value, dict):
            return {key: self.restored(item) for key, item in value.items()}
        attributes = vars(value)
        attributes.update({name: self.restored(item) for name, item in attributes.items()})
        if isinstance(value, _STAND_INS):
            return value.make()
        if (finish := _AFTER_LOADING.get(type(value).__name__)) is not None:
            finish(value)
        return value


def _trees_of_forest(state: dict[str, Any]) -> None:
    if "estimators_" in state:
        state["estimators_"] = ForestArrays.of(state["estimators_"])


def _check_forest(forest: Any) -> None:
    if any(tree.n_features_in_ != forest.n_features_in_ for tree in getattr(forest, "estimators_", ())):
        raise ValueError("a tree of a forest is for other columns")


def _check_tree(tree: Any) -> None:
    if hasattr(tree, "tree_") and tree.tree_.n_features != tree.n_features_in_:
        raise ValueError("a tree is for other columns")


def _trees_of_rounds(state: dict[str, Any]) -> None:
    if "_predictors" in state:
        state["_predictors"] = HistTreeArrays.of(state["_predictors"])


def _finish_rounds(model: Any) -> None:
    if hasattr(model, "_predictors"):
        model._predictors = model._predictors.make(model.n_features_in_)
        model._loss = model._get_loss(sample_weight=None)


def _finish_xgboost(model: Any) -> None:
    if hasattr(model, "_Booster"):
        model._Booster = model._Booster.make(model.n_jobs)


def _without_tree_of_neighbors(state: dict[str, Any]) -> None:
    state.pop("_tree", None)


def _finish_neighbors(model: Any) -> None:
    if hasattr(model, "_fit_X"):
        make = {"kd_tree": KDTree, "ball_tree": BallTree}.get(model._fit_method)
        arguments = {"metric": model.effective_metric_, **model.effective_metric_params_}
        model._tree = None if make is None else make(model._fit_X, model.leaf_size, **arguments)


def _check_support_vectors(model: Any) -> None:
    """Raise a ValueError unless arrays fit together, which libsvm takes for granted."""
    if not hasattr(model, "support_vectors_"):
        return
    n_vectors, n_columns = model.support_vectors_.shape
    has_classes = isinstance(model, SVC)
    n_classes = len(model.classes_) if has_classes else 2
    n_pairs = n_classes * (n_classes - 1) // 2
    shapes = {
        "support_": (n_vectors,),
        "dual_coef_": (n_classes - 1, n_vectors),
        "_dual_coef_": (n_classes - 1, n_vectors),
        "intercept_": (n_pairs,),
        "_intercept_": (n_pairs,),
    }
    fits = all(getattr(model, name).shape == shape for name, shape in shapes.items())
    fits &= all(len(getattr(model, name)) in (0, n_pairs) for name in ("_probA", "_probB"))
    counts = model._n_support
    n_counted = counts.sum() if has_classes else counts[:1].sum()  # of numbers, all are counted twice
    fits &= len(counts) == n_classes and (counts >= 0).all() and n_counted == n_vectors
    if not fits or n_columns != model.n_features_in_:
        raise ValueError("the parts of a support vector machine do not fit together")


def _with_known_columns(state: dict[str, Any]) -> None:
    """What finds columns is a function: in its place stands what it found."""
    found = zip(state["transformers"], state["_columns"], strict=True)
    state["transformers"] = [(name, transformer, columns) for (name, transformer, _), columns in found]


def _with_names_of_voters(state: dict[str, Any]) -> None:
    """Those that are not fitted would be there once more."""
    state["estimators"] = [name for name, estimator in state["estimators"] if estimator != "drop"]


def _name_voters(model: Any) -> None:
    model.estimators = list(zip(model.estimators, model.estimators_, strict=True))
    model.named_estimators_ = Bunch(**dict(model.estimators))


def _splines(state: dict[str, Any]) -> None:
    if "bsplines_" in state:
        state["bsplines_"] = Splines.of(state["bsplines_"])


_FORESTS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")
_TREES = ("DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor")
_ROUNDS = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
_NEIGHBORS = ("KNeighborsClassifier", "KNeighborsRegressor")
_VOTING = ("VotingClassifier", "VotingRegressor", "VotingMedian")
# What is done to the attributes of an estimator before they are made portable, and to the estimator when all are back.
_BEFORE_SAVING: dict[str, Callable[[dict[str, Any]], None]] = {
    **dict.fromkeys(_FORESTS, _trees_of_forest),
    **dict.fromkeys(_ROUNDS, _trees_of_rounds),
    **dict.fromkeys(_NEIGHBORS, _without_tree_of_neighbors),
    **dict.fromkeys(_VOTING, _with_names_of_voters),
    "ColumnTransformer": _with_known_columns,
    "SplineTransformer": _splines,
}
_AFTER_LOADING: dict[str, Callable[[Any], None]] = {
    **dict.fromkeys(_FORESTS, _check_forest),
    **dict.fromkeys(_TREES, _check_tree),
    **dict.fromkeys(_ROUNDS, _finish_rounds),
    **dict.fromkeys(_NEIGHBORS, _finish_neighbors),
    **dict.fromkeys(_VOTING, _name_voters),
    **dict.fromkeys(("SVC", "SVR"), _check_support_vectors),
    "XGBClassifier": _finish_xgboost,
    "XGBRegressor": _finish_xgboost,
}
