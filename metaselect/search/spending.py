"""`Spending`: how much may be spent on a search; `Progress`: how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from metaselect.exceptions import ConfigurationError
from metaselect.search.trial import Trial

__all__ = ["Progress", "Spending"]

# A spare process takes a second to start.
_BUDGET_WITH_SPARE = 10.0


@dataclass(frozen=True)
class Spending:
    """How much is to be spent, and how.

    Attributes
    ----------
    budget : float, optional
        Seconds of wall-clock time from the beginning of the clock to the fitted model.
    n_trials : int, optional
        How many configurations are tried; the result then depends on no clock.
    n_jobs : int
        How many processes of one thread each.
    single : bool
        Whether the model must be a single one.
    metric : str or callable, optional
        By which trials are compared; that of the recommendation when not given.
    random_state : int
        Seeds the folds and the learners.
    folder : Path, optional
        Where trials are kept, and where those of an earlier run of the same data are found.
    """

    budget: float | None = None
    n_trials: int | None = None
    n_jobs: int = 1
    single: bool = False
    metric: str | Callable[..., object] | None = None
    random_state: int = 0
    folder: Path | None = None

    @property
    def n_processes(self) -> int:
        """Processes that are kept ready: one more where there is time to lose when another has to be ended."""
        return self.n_jobs + int(self.budget is not None and self.budget >= _BUDGET_WITH_SPARE)

    def __post_init__(self) -> None:
        if self.budget is None and self.n_trials is None:
            raise ConfigurationError("neither seconds nor a number of trials are given to spend")


@dataclass(frozen=True)
class Progress:
    """How far a search is.

    Attributes
    ----------
    n_trials : int
        How many were run.
    running : tuple of str
        Base learners that are being tried.
    best : Trial, optional
        The best so far.
    seconds_left : float
        Of the budget; infinite where there is none.
    """

    n_trials: int
    running: tuple[str, ...]
    best: Trial | None
    seconds_left: float
