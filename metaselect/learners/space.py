"""The hyperparameters of a search space: each knows its default, its range and how to draw a value.

A search space maps names to hyperparameters. Two kinds are not part of every configuration:

- one that has a meaning only together with another says so by `when`: `Float(0.5, 0.99, default=0.95,
  when=("reduction", "pca"))`;
- one that stands for an optional step, or an optional habit of the learner, is `optional`: its default means that the
  step is absent, and is not written. So a step that is added to a space later changes no id of any configuration.
"""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, dataclass

import numpy as np

__all__ = ["Choice", "Float", "Integer", "LogFloat", "LogInteger"]


@dataclass(frozen=True)
class Float:
    """A real number between `low` and `high`, uniform."""

    low: float
    high: float
    default: float
    _: KW_ONLY
    when: tuple[str, object] | None = None

    def sample(self, rng: np.random.Generator) -> float:
        """Return a value drawn at random.

        Examples
        --------
        >>> 0.0 <= Float(0.0, 1.0, default=0.5).sample(np.random.default_rng(0)) <= 1.0
        True
        """
        return float(_round(rng.uniform(self.low, self.high)))

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
        return float(_round(math.exp(rng.uniform(math.log(self.low), math.log(self.high)))))

    def describe(self) -> str:
        """Return the range in words."""
        return f"{super().describe()}, logarithmic"


@dataclass(frozen=True)
class Integer:
    """A whole number from `low` to `high`, both included, uniform."""

    low: int
    high: int
    default: int
    _: KW_ONLY
    when: tuple[str, object] | None = None

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


@dataclass(frozen=True)
class Choice:
    """One of a few values, all equally likely; text, numbers, truth values or None.

    Attributes
    ----------
    values : tuple
    default : object
    when : tuple of (name, value), optional
        It has a meaning only where the hyperparameter `name` has this value.
    optional : bool
        Whether the default means that something is absent.
    kind : {"classification", "regression"}, optional
        The only tasks for which another value than the default makes sense; None for both.
    """

    values: tuple[object, ...]
    default: object
    _: KW_ONLY
    when: tuple[str, object] | None = None
    optional: bool = False
    kind: str | None = None

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


def _round(value: float) -> float:
    """Three significant digits: readable in a table, and no learner can tell the difference."""
    return float(f"{value:.3g}")
