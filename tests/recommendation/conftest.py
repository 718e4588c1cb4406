"""A `Case` of which only those parts are there that a test is about."""

from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pytest

from metaselect.knowledge import MetaExamples
from metaselect.recommendation import Confidence
from metaselect.recommendation.case import Case
from metaselect.recommendation.forecast import Forecast
from metaselect.recommendation.learned import Learned


def case_of(M, m, names, *, configurations=(), meta_learner=None, predicted=None, allowed=None, tree=None):
    """Return a dataset of two classes with metafeatures `m`, beside known ones with metafeatures `M`."""
    if predicted is None and meta_learner is not None:
        predicted = meta_learner.predict(m[None, :])[0]
    given = {"examples", "configurations", "meta_learner", "tree"}
    learned = Learned(
        examples=MetaExamples(M, None, None, (), (), (), tuple(names), "binary", ""),
        configurations=tuple(configurations),
        meta_learner=meta_learner,
        tree=tree,
        **dict.fromkeys({field.name for field in fields(Learned)} - given),
    )
    return Case(
        dataset=SimpleNamespace(task="binary"),
        m=m,
        learned=learned,
        allowed=np.arange(len(configurations)) if allowed is None else np.asarray(allowed),
        confidence=Confidence(0.5, 1.0, 1.5, abstains=False),
        forecast=Forecast(predicted, None, None, None),
    )


@pytest.fixture(scope="session")
def make_case():
    return case_of
