"""The hyperparameters of a search space: each knows its default, its range and how to draw a value.

A search space maps names to hyperparameters. Two sorts are not part of every configuration:

- one that has a meaning only together with another says so by `when`: `Float(0.5, 0.99, default=0.95,
  when=("reduction", "pca"))`;
- one that stands for an optional step, or an optional habit of the learner, is `optional`: its default means that the
  step is absent, and is not written. So a step that is added to a space later changes no id of any configuration.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

__all__ = ["Choice", "Float", "Hyperparameter", "Integer", "LogFloat", "LogInteger"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class Hyperparameter(ABC, Generic[_Value]):
    """One thing that can be chosen about a learner or about the steps before it.

    Attributes
    ----------
    default : object
        Its value where none is given.
    when : tuple of (name, value), optional
        It has a meaning only where the hyperparameter `name` has this value.
    optional : bool
        Whether the default means that something is absent.
    task_type : {"classification", "regression"}, optional
        The only tasks for which another value than the default makes sense; None for both.
    """

    default: object
    when: tuple[str, object] | None = None
    optional: bool = False
    task_type: str | None = None

    @abstractmethod
    def sample(self, rng: np.random.Generator) -> _Value:
        """Return a value drawn at random."""

    @abstractmethod
    def contains(self, value: object) -> bool:
        """Return whether `value` can be chosen."""

    @abstractmethod
    def describe(self) -> str:
        """Return what can be chosen, in words."""

    @abstractmethod
    def position(self, value: _Value) -> float:
        """Return where `value` lies between the first and the last that can be chosen, from 0 to 1."""

    @abstractmethod
    def codes(self) -> tuple[str, ...]:
        """Return the names of the numbers by which values are told apart; of a range there is one, without a name."""

    @abstractmethod
    def code(self, value: _Value) -> tuple[str, float]:
        """Return which of `codes()` stands for `value`, and the number that it has then; the others are 0."""

    def is_absent(self, value: object) -> bool:
        """Return whether `value` means that something optional is absent."""
        return self.optional and value == self.default


@dataclass(frozen=True)
class _Range(Hyperparameter[float]):
    """A number between `low` and `high`."""

    low: float
    high: float

    def position(self, value: float) -> float:
        """Return where `value` lies between the ends of the range, from 0 to 1.

        Examples
        --------
        >>> Float(0.0, 4.0, default=1.0).position(1.0), LogFloat(1.0, 100.0, default=1.0).position(10.0)
        (0.25, 0.5)
        """
        return (value - self.low) / ((self.high - self.low) or 1.0)

    def codes(self) -> tuple[str, ...]:
        """Return that there is one number."""
        return ("",)

    def code(self, value: float) -> tuple[str, float]:
        """Return the place of `value` in the range, from -0.5 to 0.5."""
        return "", self.position(value) - 0.5


@dataclass(frozen=True)
class Float(_Range):
    """A real number between `low` and `high`, uniform."""

    def sample(self, rng: np.random.Generator) -> float:
        """Return a value drawn at random.

        Examples
        --------
        >>> 0.0 <= Float(0.0, 1.0, default=0.5).sample(np.random.default_rng(0)) <= 1.0
        True
        """
        return _round(rng.uniform(self.low, self.high))

    def contains(self, value: object) -> bool:
        """Return whether `value` lies in the range."""
        return isinstance(value, (int, float)) and self.low <= value <= self.high

    def describe(self) -> str:
        """Return the range in words.

        Examples
        --------
        >>> LogFloat(0.001, 10.0, default=1.0).describe()
        '0.001 to 10, logarithmic'
        """
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class LogFloat(Float):
    """A positive real number between `low` and `high`, uniform in its logarithm."""

    def sample(self, rng: np.random.Generator) -> float:
        """Return a value drawn at random."""
        return _round(math.exp(rng.uniform(math.log(self.low), math.log(self.high))))

    def describe(self) -> str:
        """Return the range in words."""
        return f"{super().describe()}, logarithmic"

    def position(self, value: float) -> float:
        """Return where the logarithm of `value` lies between those of the ends, from 0 to 1."""
        return _position_of_logarithm(self.low, self.high, value)


@dataclass(frozen=True)
class Integer(_Range):
    """A whole number from `low` to `high`, both included, uniform."""

    low: int
    high: int

    def sample(self, rng: np.random.Generator) -> int:
        """Return a value drawn at random.

        Examples
        --------
        >>> Integer(3, 3, default=3).sample(np.random.default_rng(0))
        3
        """
        return int(rng.integers(self.low, self.high + 1))

    def contains(self, value: object) -> bool:
        """Return whether `value` is a whole number in the range."""
        return isinstance(value, int) and self.low <= value <= self.high

    def describe(self) -> str:
        """Return the range in words."""
        return f"{self.low} to {self.high}, whole"


@dataclass(frozen=True)
class LogInteger(Integer):
    """A positive whole number from `low` to `high`, both included, uniform in its logarithm."""

    def sample(self, rng: np.random.Generator) -> int:
        """Return a value drawn at random."""
        drawn = math.exp(rng.uniform(math.log(self.low), math.log(self.high + 1)))
        return min(int(drawn), self.high)

    def describe(self) -> str:
        """Return the range in words."""
        return f"{super().describe()}, logarithmic"

    def position(self, value: float) -> float:
        """Return where the logarithm of `value` lies between those of the ends, from 0 to 1."""
        return _position_of_logarithm(self.low, self.high, value)


@dataclass(frozen=True)
class Choice(Hyperparameter[object]):
    """One of a few values, all equally likely; text, numbers, truth values or None.

    Attributes
    ----------
    values : tuple
        All that can be chosen, at least one.
    """

    values: tuple[object, ...]

    def sample(self, rng: np.random.Generator) -> object:
        """Return a value drawn at random.

        Examples
        --------
        >>> Choice(("gini",), default="gini").sample(np.random.default_rng(0))
        'gini'
        """
        return self.values[rng.integers(len(self.values))]

    def contains(self, value: object) -> bool:
        """Return whether `value` is one of the values."""
        return value in self.values

    def describe(self) -> str:
        """Return the values.

        Examples
        --------
        >>> Choice(("uniform", "distance"), default="uniform").describe()
        'uniform, distance'
        """
        return ", ".join(map(str, self.values))

    def position(self, value: object) -> float:
        """Return the place of `value` among the values, 0 for the first and 1 for the last."""
        return self.values.index(value) / max(len(self.values) - 1, 1)

    def codes(self) -> tuple[str, ...]:
        """Return the values as text: each has a number of its own.

        Examples
        --------
        >>> Choice((None, "balanced"), default=None).codes()
        ('None', 'balanced')
        """
        return tuple(map(str, self.values))

    def code(self, value: object) -> tuple[str, float]:
        """Return the value as text, and 1."""
        return str(value), 1.0


def _position_of_logarithm(low: float, high: float, value: float) -> float:
    return (math.log(value) - math.log(low)) / ((math.log(high) - math.log(low)) or 1.0)


def _round(value: float) -> float:
    """Three significant digits: readable in a table, and no learner can tell the difference."""
    return float(f"{value:.3g}")
