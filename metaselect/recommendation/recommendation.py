"""`Recommendation`: ranked configurations with their evidence."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import overload

import pandas as pd
from sklearn.pipeline import Pipeline

from metaselect.data import ColumnType, CsvFormat, Dataset, Note, TableFile, TargetReading
from metaselect.exceptions import ConfigurationError
from metaselect.facts import Fact
from metaselect.learners import Blend, Configuration
from metaselect.recommendation.confidence.confidence import Confidence
from metaselect.recommendation.costs.machine_speed import MachineSpeed
from metaselect.recommendation.costs.trade import Trade
from metaselect.recommendation.explanation.explanation import Explanation
from metaselect.recommendation.explanation.neighbors import Neighbor
from metaselect.recommendation.explanation.reasons import Reason
from metaselect.recommendation.guidance.metric_advice import MetricAdvice
from metaselect.recommendation.guidance.splits import ValidationScheme

__all__ = ["Candidate", "DatasetSummary", "OutOfOrder", "Recommendation"]

# So many reasons fit into a line, and so many candidates on a screen.
_N_REASONS = 2
_N_SHOWN = 10


@dataclass(frozen=True)
class Candidate:
    """One recommended configuration and what to expect of it.

    Attributes
    ----------
    rank : int
        1 is the first to try.
    configuration : Configuration or Blend
        The base learner with its hyperparameters, or several of them with their weights.
    task : {"binary", "multiclass", "regression"}
        For which the pipeline is built.
    expected_score : float
        Cross-validated score of the metric asked for.
    interval : (float, float)
        Holds nine of ten cross-validated scores on datasets like the known ones.
    fit_seconds : float
        For one fit on all rows, by one thread; of which machine says `Recommendation.speed`.
    predicted_regret : float
        By the meta-learner; smaller is better.
    random_state : int
        For the pipeline.
    kinds : mapping of str to ColumnType
        What the columns of the table were taken for, those included that were left out; the pipeline takes them for the
        same.
    target : TargetReading, optional
        How the target was read; the pipeline reads it alike.
    predict_seconds : float
        For 1,000 new rows, likewise; NaN where unknown.
    peak_megabytes : float
        Memory that fitting and predicting take beyond what is in use; NaN where unknown.
    single_split_interval : (float, float)
        Holds nine of ten scores on a single held-out third of the rows, which vary more; NaN where unknown.
    """

    rank: int
    configuration: Configuration | Blend
    task: str
    expected_score: float
    interval: tuple[float, float]
    fit_seconds: float
    predicted_regret: float
    random_state: int = 0
    kinds: Mapping[str, ColumnType] = field(default_factory=dict, repr=False, compare=False)
    target: TargetReading | None = field(default=None, repr=False, compare=False)
    predict_seconds: float = math.nan
    peak_megabytes: float = math.nan
    single_split_interval: tuple[float, float] = (math.nan, math.nan)

    def build(self) -> Pipeline:
        """Return the unfitted pipeline; it fits the table and the target that advice was asked for, as they are."""
        return self.configuration.build(self.task, self.random_state, self.kinds, self.target)


@dataclass(frozen=True)
class OutOfOrder(Fact):
    """A candidate stands below others whose expected scores are worse.

    Attributes
    ----------
    rank : int
        Of the candidate.
    is_slower : bool
        Whether it is there for its fit time, where that counts and it takes longer than all of the others; it is there
        in case all above it disappoint otherwise.
    """

    rank: int
    is_slower: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class TableSource:
    """The table that a recommendation is for, and where it comes from: what a script needs.

    Attributes
    ----------
    dataset : Dataset
        As it was looked at.
    path : str
        Of its file, or of the one that it is to be saved as.
    file : TableFile, optional
        As it was read; None for a table from Python.
    roles : mapping of str to str
        What the user said of some columns.
    """

    dataset: Dataset
    path: str = "table.csv"
    file: TableFile | None = None
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DatasetSummary:
    """The dataset that the advice is for.

    Attributes
    ----------
    name : str
        Of the dataset or its file.
    n_rows : int
        Of the whole table, where advice looked at a sample of it.
    n_columns : int
        Of the table as it was given, without the target.
    task : {"binary", "multiclass", "regression"}
        What is to be predicted.
    target : str
        Name of the target column.
    """

    name: str
    n_rows: int
    n_columns: int
    task: str
    target: str

    @classmethod
    def of(cls, dataset: Dataset) -> DatasetSummary:
        """Return what is to be said of a dataset."""
        return cls(dataset.name, dataset.n_rows_total, dataset.n_table_columns, dataset.task, dataset.target)


@dataclass(frozen=True, eq=False, repr=False)
class Recommendation:
    """Configurations to try on a dataset, in order, with the evidence.

    Attributes
    ----------
    dataset : DatasetSummary
        What it is for.
    metric : str
        scikit-learn's scorer name, which the expected scores are of.
    scorer : str
        scikit-learn's scorer name to compare candidates by; another than `metric` where that stands in for it.
    candidates : tuple of Candidate
        The first to try first.
    neighbors : tuple of Neighbor
        The most similar known datasets; empty for a meta-learner that treats all datasets alike.
    reasons : tuple of Reason
        Metafeatures that spoke most for the first candidate; empty where the advice does not depend on the data.
    meta_learner : str
        Its name, or what it looks like.
    n_known_datasets : int
        On which the advice rests.
    knowledge_base : str
        Name of the knowledge base that holds them.
    warnings : tuple of Fact
        What to beware of, of the dataset and of the advice; `str` of each is a sentence.
    confidence : Confidence
        How near the known datasets are, whether the first candidate is clearly ahead, whether the advice abstains.
    explanation : Explanation
        Families, the path through a tree, exact contributions of metafeatures, what would change the advice.
    validation : ValidationScheme
        Which splits to use for comparing candidates on this dataset.
    metric_advice : RareClass or FewRowsRule, optional
        Why another metric would suit the target better; None where none would.
    speed : MachineSpeed
        Of this machine; seconds hold for it where it was measured.
    trade : Trade, optional
        With `cheap`, what is given up for how much time.
    source : TableSource, optional
        The table, for `code`; it is not saved with the recommendation.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> from metaselect import recommend
    >>> recommendation = recommend(*load_wine(return_X_y=True), top=3)
    >>> len(recommendation), recommendation[0] is recommendation.best
    (3, True)
    >>> [candidate.rank for candidate in recommendation]
    [1, 2, 3]
    """

    dataset: DatasetSummary
    metric: str
    scorer: str
    candidates: tuple[Candidate, ...]
    neighbors: tuple[Neighbor, ...]
    reasons: tuple[Reason, ...]
    meta_learner: str
    n_known_datasets: int
    knowledge_base: str
    warnings: tuple[Fact, ...]
    confidence: Confidence
    explanation: Explanation
    validation: ValidationScheme
    metric_advice: MetricAdvice | None
    speed: MachineSpeed
    trade: Trade | None
    source: TableSource | None = None

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.candidates)

    def __iter__(self) -> Iterator[Candidate]:
        """Yield the candidates, the first to try first."""
        return iter(self.candidates)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Candidate, ...]: ...

    def __getitem__(self, index: int | slice) -> Candidate | tuple[Candidate, ...]:
        """Return a candidate by its place, 0 for the first to try, or several by a slice."""
        return self.candidates[index]

    def __getstate__(self) -> dict[str, object]:
        """Return what is saved: not the table, which may be large, or secret."""
        return {**self.__dict__, "source": None}

    @property
    def best(self) -> Candidate:
        """The first recommendation."""
        return self.candidates[0]

    @property
    def configurations(self) -> tuple[Configuration | Blend, ...]:
        """The configurations in the recommended order."""
        return tuple(candidate.configuration for candidate in self.candidates)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per candidate."""
        rows = {
            candidate.rank: {
                "learner": candidate.configuration.learner,
                "hyperparameters": candidate.configuration.changed,
                "expected_score": candidate.expected_score,
                "low": candidate.interval[0],
                "high": candidate.interval[1],
                "single_split_low": candidate.single_split_interval[0],
                "single_split_high": candidate.single_split_interval[1],
                "fit_seconds": candidate.fit_seconds,
                "predict_seconds": candidate.predict_seconds,
            }
            for candidate in self.candidates
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("rank")

    @property
    def out_of_order(self) -> tuple[OutOfOrder, ...]:
        """Why some candidates stand below others with worse expected scores; empty where none does."""
        found = []
        for i, candidate in enumerate(self.candidates):
            worse = [above for above in self.candidates[:i] if above.expected_score < candidate.expected_score]
            if worse:
                takes_longer = all(candidate.fit_seconds > above.fit_seconds for above in worse)
                found.append(OutOfOrder(candidate.rank, is_slower=self.trade is not None and takes_longer))
        return tuple(found)

    @property
    def alarms(self) -> tuple[Fact, ...]:
        """The warnings that come first: columns that may leak the target, and identifiers that were left out."""
        return tuple(warning for warning in self.warnings if _is_leak(warning) or _is_of_identifiers(warning))

    @property
    def is_inflated(self) -> bool:
        """Whether a column may leak the target, so that the expected scores are too good for what is not known yet."""
        return any(map(_is_leak, self.warnings))

    @property
    def is_for_shuffled_rows(self) -> bool:
        """Whether order and expected scores are for shuffled rows, and the validation keeps groups or time apart."""
        return self.validation.groups is not None or self.validation.order is not None

    def to_json(self) -> str:
        """Return all that is known, as one JSON object with the keys that the command line prints."""
        from metaselect.report import collect

        return json.dumps(collect(self), indent=2)

    def code(self) -> str:
        """Return a Python script that fits the first candidate.

        It needs scikit-learn and xgboost, and metaselect only where its network is part of the model.

        Raises
        ------
        ConfigurationError
            If the table is not known, as it is not saved with a recommendation.
        """
        from metaselect.report import render_code

        if self.source is None:
            raise ConfigurationError("a recommendation is saved without its table; recommend for the table once more")
        file = self.source.file
        return render_code(
            self.best,
            self.source.dataset,
            path=self.source.path,
            metric=self.scorer,
            format=file.format if file else CsvFormat(),
            repairs=file.repairs if file else (),
            validation=self.validation,
        )

    def __str__(self) -> str:
        from metaselect.report import render_recommendation

        return render_recommendation(self)

    def __repr__(self) -> str:
        from metaselect.report import confidence_words, render_score, render_table

        why_there = {fact.rank: str(fact) for fact in self.out_of_order}
        head = f"Recommendation for {self.dataset.name} ({self.dataset.task}, {self.metric}):"
        rows = [
            [
                str(candidate.rank),
                candidate.configuration.learner,
                render_score(candidate.expected_score),
                f"{render_score(candidate.interval[0])} to {render_score(candidate.interval[1])}",
                why_there.get(candidate.rank, ""),
            ]
            for candidate in self.candidates[:_N_SHOWN]
        ]
        table = render_table(["", "learner", "expected", "90 % interval", ""], rows, numeric=(0, 2, 3))
        more = [f"... and {len(self) - _N_SHOWN} more"] if len(self) > _N_SHOWN else []
        sure = confidence_words(self.confidence)[0]
        why = "; ".join(map(str, self.reasons[:_N_REASONS]))
        return "\n".join([head, table, *more, f"How sure: {sure}", *([f"Why: {why}"] if why else [])])


def _is_leak(warning: Fact) -> bool:
    return isinstance(warning, Note) and warning.kind == "leak"


def _is_of_identifiers(warning: Fact) -> bool:
    return isinstance(warning, Note) and warning.kind == "left out" and warning.details["role"] == "identifier"
