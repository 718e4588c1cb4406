"""What is learned from the packaged knowledge, shipped beside it, so that advice begins without learning.

It is used where the default is asked for: the packaged knowledge as it is, the default meta-learner, the primary metric
of the task, and `random_state=0`. In all other cases, and where it was made from other knowledge, advice is learned.
"""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from metaselect.evaluation import PRIMARY_METRIC, find_measure
from metaselect.exceptions import KnowledgeBaseError
from metaselect.knowledge import KnowledgeBase, MetaExamples, learner_modules
from metaselect.metalearners import (
    DEFAULT_META_LEARNER,
    EnsembleMetaLearner,
    ForestMetaLearner,
    MedianImputation,
    ProximityForest,
    RankScaling,
    RidgeMetaLearner,
    TreeMetaLearner,
    TreeNodes,
)
from metaselect.recommendation.confidence.expected_scores import ExpectedScores
from metaselect.recommendation.confidence.familiarity import Familiarity
from metaselect.recommendation.confidence.grouped_ridge import GroupedRidge
from metaselect.recommendation.confidence.more_rows import measure_more_rows
from metaselect.recommendation.confidence.odds_calibration import OddsCalibration
from metaselect.recommendation.confidence.split_noise import SplitNoise
from metaselect.recommendation.confidence.usual_errors import UsualErrors
from metaselect.recommendation.costs.fit_times import FitTimes
from metaselect.recommendation.costs.power_law import PowerLaw
from metaselect.recommendation.costs.predict_times import PredictTimes
from metaselect.recommendation.costs.running_costs import RunningCosts
from metaselect.recommendation.learned import Learned, learn
from metaselect.recommendation.plain_arrays import NotPlainError, read_plain, write_plain
from metaselect.seeding import seed_from

__all__ = ["PRELEARNED", "find_prelearned", "keep_prelearned"]

PRELEARNED = Path(__file__).parent / "packaged"
_CLASSES = (
    EnsembleMetaLearner,
    ExpectedScores,
    Familiarity,
    FitTimes,
    ForestMetaLearner,
    GroupedRidge,
    MedianImputation,
    MetaExamples,
    OddsCalibration,
    PowerLaw,
    PredictTimes,
    ProximityForest,
    RankScaling,
    RidgeMetaLearner,
    RunningCosts,
    SplitNoise,
    TreeMetaLearner,
    TreeNodes,
    UsualErrors,
)
# What is at hand without learning, or is learned where it is asked for.
_AT_HAND = ("configurations", "measure", "scores", "measure_more_rows", "learner_modules")
_DAMAGES = (AttributeError, EOFError, KeyError, NotPlainError, OSError, ValueError, zipfile.BadZipFile, zlib.error)


def find_prelearned(
    knowledge_base: KnowledgeBase, task: str, metric: str, meta_learner: object, seed: int
) -> Learned | None:
    """Return what `learn` would, where it is shipped; None where it is not.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        Only what is packaged, as it was loaded, has something shipped.
    task : {"binary", "multiclass", "regression"}
        Of the datasets that the advice will be for.
    metric : str
        By which known datasets are scored.
    meta_learner : str or meta-learner
        As the `Recommender` is given it.
    seed : int
        Of the forests.
    """
    if knowledge_base.fingerprint is None or meta_learner != DEFAULT_META_LEARNER:
        return None
    try:
        held: dict[str, Any] = read_plain(PRELEARNED / f"{task}.npz", _CLASSES)
        if held.pop("made_for") != _made_for(knowledge_base, metric, seed):
            return None
        examples, scores = held["examples"], held.pop("scores")
        return Learned(
            **held,
            configurations=tuple(knowledge_base.configurations[id_] for id_ in examples.configurations),
            measure=find_measure(metric, task),
            scores=pd.DataFrame(scores, index=list(examples.datasets), columns=list(examples.configurations)),
            measure_more_rows=partial(measure_more_rows, knowledge_base, task, metric),
            learner_modules=learner_modules(knowledge_base),
        )
    except _DAMAGES:
        return None


def keep_prelearned(knowledge_base: KnowledgeBase, task: str, folder: Path = PRELEARNED) -> Path:
    """Learn what the defaults learn of a task, write it for `find_prelearned`, and return the file.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        The packaged one, as it was loaded.
    task : {"binary", "multiclass", "regression"}
        Of the datasets that the advice will be for.
    folder : Path
        Where the file is written.

    Raises
    ------
    KnowledgeBaseError
        If the knowledge base is not as it was loaded.
    """
    if knowledge_base.fingerprint is None:
        raise KnowledgeBaseError("what is learned is kept for a knowledge base alone that is as it was loaded")
    metric, seed = PRIMARY_METRIC[task], seed_from(0, "recommender")
    learned = learn(knowledge_base, task, metric, DEFAULT_META_LEARNER, seed)
    held = {f.name: getattr(learned, f.name) for f in dataclasses.fields(learned) if f.name not in _AT_HAND}
    held["scores"] = learned.scores.to_numpy(dtype=float)
    held["made_for"] = _made_for(knowledge_base, metric, seed)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{task}.npz"
    write_plain(path, held, _CLASSES)
    return path


def _made_for(knowledge_base: KnowledgeBase, metric: str, seed: int) -> dict[str, object]:
    return {"knowledge": knowledge_base.fingerprint, "metric": metric, "seed": seed}
