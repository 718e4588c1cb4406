import json

import numpy as np

from metaselect.recommendation import Recommender
from metaselect.report import collect, plain


def test_is_strict_json(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    text = json.dumps(collect(recommendation), allow_nan=False)
    assert json.loads(text)["candidates"][0]["learner"] == recommendation.best.configuration.learner


def test_numbers_of_numpy_are_plain_and_what_is_undefined_is_none():
    values = {"share": np.float64(np.nan), "most": np.inf, "n": np.int64(3), "is": np.bool_(True), "of": ((1.5,), None)}
    assert plain(values) == {"share": None, "most": None, "n": 3, "is": True, "of": [[1.5], None]}
    assert json.dumps(plain(values), allow_nan=False)
