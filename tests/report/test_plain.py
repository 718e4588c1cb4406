import json

from metaselect.recommendation import Recommender
from metaselect.report import collect


def test_is_strict_json(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing)
    text = json.dumps(collect(recommendation), allow_nan=False)
    assert json.loads(text)["candidates"][0]["learner"] == recommendation.best.configuration.learner
