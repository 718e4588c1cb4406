"""`Recommendation`: ranked configurations with their evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from sklearn.pipeline import Pipeline

from metaselect.data import Dataset
from metaselect.facts import Fact
from metaselect.learners import Configuration
from metaselect.recommendation.confidence.confidence import Confidence
from metaselect.recommendation.costs.machine_speed import MachineSpeed
from metaselect.recommendation.costs.trade import Trade
from metaselect.recommendation.explanation.explanation import Explanation
from metaselect.recommendation.explanation.neighbors import Neighbor
from metaselect.recommendation.explanation.reasons import Reason
from metaselect.recommendation.guidance.metric_advice import MetricAdvice
from metaselect.recommendation.guidance.splits import ValidationScheme

__all__ = ["Candidate", "DatasetSummary", "Recommendation"]

# So many reasons fit into a line.
_N_REASONS = 2


@dataclass(frozen=True)
class Candidate:
    """One recommended configuration and what to expect of it.

    Attributes
    ----------
    rank : int
        1 is the first to try.
    configuration : Configuration
        The base learner with its hyperparameters.
    task : {"binary", "multiclass", "regression"}
        For which the pipeline is built.
    expected_score : float
        Cross-validated score of the metric asked for.
    interval : (float, float)
        Holds nine of ten scores on datasets like the known ones.
    fit_seconds : float
        For one fit on all rows, by one thread; of which machine says `Recommendation.speed`.
    predicted_regret : float
        By the meta-learner; smaller is better.
    random_state : int
        For the pipeline.
    kinds : mapping of str to str
        What the columns of the dataset were taken for, as in `Dataset.kinds`; the pipeline takes them for the same.
    predict_seconds : float
        For 1,000 new rows, likewise; NaN where unknown.
    peak_megabytes : float
        Memory that fitting and predicting take beyond what is in use; NaN where unknown.
    """

    rank: int
    configuration: Configuration
    task: str
    expected_score: float
    interval: tuple[float, float]
    fit_seconds: float
    predicted_regret: float
    random_state: int = 0
    kinds: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    predict_seconds: float = math.nan
    peak_megabytes: float = math.nan

    def build(self) -> Pipeline:
        """Return the unfitted pipeline; it fits the raw DataFrame, text and missing values included."""
        return self.configuration.build(self.task, self.random_state, self.kinds)


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
        scikit-learn's scorer name.
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
    """

    dataset: DatasetSummary
    metric: str
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

    @property
    def best(self) -> Candidate:
        """The first recommendation."""
        return self.candidates[0]

    @property
    def configurations(self) -> tuple[Configuration, ...]:
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
                "fit_seconds": candidate.fit_seconds,
                "predict_seconds": candidate.predict_seconds,
            }
            for candidate in self.candidates
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("rank")

    def __repr__(self) -> str:
        from metaselect.report import confidence_words

        head = f"Recommendation for {self.dataset.name} ({self.dataset.task}, {self.metric}):"
        table = self.to_frame().to_string(float_format=lambda value: f"{value:.3g}")
        sure = confidence_words(self.confidence)[0]
        why = "; ".join(map(str, self.reasons[:_N_REASONS]))
        return "\n".join([head, table, f"How sure: {sure}", *([f"Why: {why}"] if why else [])])
