"""What running a configuration costs on a dataset: seconds of fitting and predicting, megabytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metaselect.data import Dataset
from metaselect.knowledge import KnowledgeBase, MetaExamples
from metaselect.recommendation.costs.fit_times import FitTimes
from metaselect.recommendation.costs.power_law import PowerLaw
from metaselect.recommendation.costs.predict_times import PredictTimes

__all__ = ["NEW_ROWS", "Costs", "RunningCosts", "evaluation_column", "sizes_and_seconds"]

# For how many rows predicting is timed.
NEW_ROWS = 1000
# Less memory than this is not worth telling apart.
_LEAST_MEGABYTES = 1.0


@dataclass(frozen=True)
class Costs:
    """Of each configuration, on the machine that made the knowledge base; arrays of shape (n_configurations,).

    Attributes
    ----------
    fit_seconds : ndarray
        Of one fit to all rows.
    predict_seconds : ndarray
        For 1,000 new rows.
    peak_megabytes : ndarray
        Beyond what is in use before; NaN where the knowledge base does not say.
    """

    fit_seconds: np.ndarray
    predict_seconds: np.ndarray
    peak_megabytes: np.ndarray

    def with_blends(self, members: Mapping[int, np.ndarray]) -> Costs:
        """Return the costs with those of blends: the seconds of all members, and the memory of the largest.

        Parameters
        ----------
        members : mapping of int to ndarray of int
            For the index of each blend the indices of what is blended.
        """
        fit, predict, peak = self.fit_seconds.copy(), self.predict_seconds.copy(), self.peak_megabytes.copy()
        for i, blended in members.items():
            fit[i], predict[i], peak[i] = fit[blended].sum(), predict[blended].sum(), peak[blended].max()
        return Costs(fit, predict, peak)


class RunningCosts:
    """Learns from the evaluations of a knowledge base how costs grow with the size of the data."""

    def fit(self, knowledge_base: KnowledgeBase, examples: MetaExamples) -> RunningCosts:
        """Learn from the evaluations of the datasets of `examples`.

        Parameters
        ----------
        knowledge_base : KnowledgeBase
            Which holds what the evaluations took.
        examples : MetaExamples
            Whose datasets and configurations count.
        """
        sizes, seconds = sizes_and_seconds(knowledge_base, examples)
        n_new_rows = evaluation_column(knowledge_base, examples, "n_test_rows").max(
            axis=1, initial=1.0, where=~np.isnan(seconds)
        )
        self.fit_times_ = FitTimes().fit(sizes, seconds)
        self.predict_times_ = PredictTimes().fit(
            sizes, n_new_rows, evaluation_column(knowledge_base, examples, "predict_seconds")
        )
        self.memory_ = PowerLaw(least=_LEAST_MEGABYTES).fit(
            sizes, evaluation_column(knowledge_base, examples, "peak_megabytes")
        )
        return self

    def predict(self, dataset: Dataset, row_factor: float = 1.0) -> Costs:
        """Return the costs on a dataset, or on one with `row_factor` times as many rows.

        Parameters
        ----------
        dataset : Dataset
            Its size counts, nothing else.
        row_factor : float
            1 for the dataset as it is.
        """
        size = (dataset.n_rows_total * row_factor, dataset.n_columns, dataset.n_classes or 1)
        return Costs(
            fit_seconds=self.fit_times_.predict(*size),
            predict_seconds=self.predict_times_.predict(NEW_ROWS, *size),
            peak_megabytes=self.memory_.predict(*size),
        )


def sizes_and_seconds(knowledge_base: KnowledgeBase, examples: MetaExamples) -> tuple[np.ndarray, np.ndarray]:
    """Return training sizes (n_datasets, 3) and fit seconds (n_datasets, n_configurations).

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        Which holds the evaluations.
    examples : MetaExamples
        Whose datasets and configurations count, in their order.
    """
    datasets = list(examples.datasets)
    rows = knowledge_base.evaluations[knowledge_base.evaluations["dataset"].isin(datasets)]
    n_train_rows = rows[rows["status"] == "ok"].groupby("dataset")["n_train_rows"].max()
    described = knowledge_base.datasets.loc[datasets]
    sizes = np.column_stack(
        [
            n_train_rows.loc[datasets].to_numpy(dtype=float),
            described["n_columns"].to_numpy(dtype=float),
            pd.to_numeric(described["n_classes"]).fillna(1).to_numpy(dtype=float),
        ]
    )
    return sizes, evaluation_column(knowledge_base, examples, "fit_seconds")


def evaluation_column(knowledge_base: KnowledgeBase, examples: MetaExamples, name: str) -> np.ndarray:
    """Return one column of the evaluations, (n_datasets, n_configurations); NaN where there is none.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        Which holds the evaluations.
    examples : MetaExamples
        Whose datasets and configurations count, in their order.
    name : str
        Of the column.
    """
    datasets, configurations = list(examples.datasets), list(examples.configurations)
    rows = knowledge_base.evaluations[knowledge_base.evaluations["dataset"].isin(datasets)]
    if name not in rows:
        return np.full((len(datasets), len(configurations)), np.nan)
    table = rows.pivot(index="dataset", columns="configuration", values=name)
    return table.loc[datasets, configurations].to_numpy(dtype=float)
