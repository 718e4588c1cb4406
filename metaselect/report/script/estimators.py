"""Estimators and plain values as the text of Python that makes them."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from types import FunctionType

from sklearn.base import BaseEstimator
from sklearn.gaussian_process.kernels import Kernel
from sklearn.model_selection import BaseCrossValidator
from sklearn.pipeline import Pipeline

from metaselect.learners import LabelEncodedClassifier, MemberPipeline

__all__ = ["WIDTH", "Variable", "as_python", "public_module"]

WIDTH = 100


class Variable(str):
    """A variable of the script, to stand in the text without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def as_python(value: object, imports: dict[str, set[str]], indent: int = 0, before: int = 0) -> str:
    """Return Python text for an estimator, a container, a function of NumPy or a plain value.

    Parameters
    ----------
    value : object
        A classifier that numbers its classes becomes the one inside: the classes of a script are numbered.
    imports : dict of str to set of str
        Names by the modules that they are to be imported from; what the text needs is added.
    indent : int
        Of the lines after the first.
    before : int
        How many characters stand before the text in its first line.

    Examples
    --------
    >>> from sklearn.linear_model import Ridge
    >>> imports = {}
    >>> as_python([Ridge(alpha=3.0), "x"], imports), imports
    ("[Ridge(alpha=3.0), 'x']", {'sklearn.linear_model': {'Ridge'}})
    """
    if isinstance(value, LabelEncodedClassifier):
        return as_python(value.estimator, imports, indent, before)
    if isinstance(value, MemberPipeline):
        value = Pipeline(value.steps)
    if isinstance(value, BaseCrossValidator):
        imports.setdefault("sklearn.model_selection", set()).add(type(value).__name__)
        return repr(value)
    if isinstance(value, BaseEstimator | Kernel):
        imports.setdefault(public_module(type(value)), set()).add(type(value).__name__)
        parts = [(f"{name}=", argument) for name, argument in _changed_parameters(value).items()]
        return _bracket(f"{type(value).__name__}(", parts, ")", imports, indent, before)
    if isinstance(value, list):
        return _bracket("[", [("", item) for item in value], "]", imports, indent, before)
    if isinstance(value, tuple):
        end = ",)" if len(value) == 1 else ")"
        return _bracket("(", [("", item) for item in value], end, imports, indent, before)
    if isinstance(value, Mapping):
        return _bracket("{", [(f"{key!r}: ", item) for key, item in value.items()], "}", imports, indent, before)
    if getattr(value, "__module__", None) == "numpy":
        # Every script imports NumPy.
        return f"np.{value.__name__}"  # type: ignore[attr-defined]  # a function
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    return repr(value)


def _bracket(
    start: str, parts: list[tuple[str, object]], end: str, imports: dict[str, set[str]], indent: int, before: int
) -> str:
    """On one line where it fits, otherwise one part a line."""
    inner = indent + 4
    texts = [name + as_python(value, imports, inner, inner + len(name)) for name, value in parts]
    line = start + ", ".join(texts) + end
    if len(line) + max(indent, before) <= WIDTH and "\n" not in line:
        return line
    body = "".join(f"{' ' * inner}{text},\n" for text in texts)
    return f"{start}\n{body}{' ' * indent}{end.lstrip(',')}"


def _changed_parameters(estimator: BaseEstimator | Kernel) -> dict[str, object]:
    signature = inspect.signature(type(estimator).__init__).parameters
    # xgboost takes most parameters as keywords that its signature does not list; None is their default.
    defaults = {
        name: signature[name].default if name in signature else None for name in estimator.get_params(deep=False)
    }
    return {
        name: value
        for name, value in estimator.get_params(deep=False).items()
        if not (type(value) is type(defaults[name]) and value == defaults[name]) and not _is_nan(value)
    }


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and value != value


def public_module(value: type | FunctionType) -> str:
    """Return the module that a class or a function of a library is to be imported from.

    Examples
    --------
    >>> from sklearn.ensemble import RandomForestClassifier
    >>> public_module(RandomForestClassifier)
    'sklearn.ensemble'
    """
    parts = value.__module__.split(".")
    if parts[0] == "xgboost":
        return "xgboost"
    private = [i for i, part in enumerate(parts) if part.startswith("_")]
    return ".".join(parts[: private[0]] if private else parts)
