"""Groups that are handed to `fit` mean the same as a column with that role, in a file and from Python."""

import json

import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.model_selection import cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from metaselect import MetaSelectClassifier, MetaSelectRegressor, recommend
from metaselect.cli import main
from metaselect.data import read_dataset
from metaselect.exceptions import DatasetError
from metaselect.recommendation import recommend_for_dataset


def _patients(n_rows=150, seed=0):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"age": rng.integers(20, 80, n_rows), "pulse": rng.normal(70, 9, n_rows).round(2)})
    return table.assign(
        person=[f"p{i % 30}" for i in range(n_rows)],
        outcome=np.where(table["pulse"] + rng.normal(0, 9, n_rows) > 70, "ill", "well"),
    )


@pytest.mark.filterwarnings("ignore::metaselect.exceptions.MetaSelectWarning")
def test_three_ways_say_the_same(tmp_path, capsys, tiny_knowledge_base):
    people = _patients()
    people.to_csv(tmp_path / "people.csv", index=False)
    y, X = people["outcome"], people.drop(columns="outcome")
    options = {"knowledge_base": tiny_knowledge_base, "meta_learner": "average_rank"}
    from_python = recommend(X, y, roles={"person": "group"}, **options)
    dataset = read_dataset(tmp_path / "people.csv", "outcome", roles={"person": "group"})
    from_file = recommend_for_dataset(dataset, **options)
    seed = {"random_state": 0}
    by_role = MetaSelectClassifier(**options, **seed, roles={"person": "group"}).fit(X, y)
    by_groups = MetaSelectClassifier(**options, **seed).fit(X.drop(columns="person"), y, groups=people["person"])
    said = [from_python, from_file, by_role.recommendation_, by_groups.recommendation_]
    splits = {(str(r.validation.why), r.validation.splitter, r.validation.groups) for r in said}
    assert len(splits) == 1
    assert {r.validation.splitter for r in said} == {"StratifiedGroupKFold"}
    assert {r.validation.groups for r in said} == {"person"}
    main(["recommend", str(tmp_path / "people.csv"), "--target", "outcome", "--group", "person", "--json"])
    answer = json.loads(capsys.readouterr().out)["validation"]
    assert answer["splitter"] == from_python.validation.splitter
    assert (answer["groups"], answer["arguments"]) == ("person", dict(from_python.validation.arguments))
    ids = [[candidate.configuration.id for candidate in r.candidates] for r in said]
    assert ids == [ids[0]] * len(ids)


@pytest.mark.parametrize("estimator_class", [MetaSelectClassifier, MetaSelectRegressor])
def test_groups_go_along_with_weighted_rows(estimator_class, tiny_knowledge_base):
    people = _patients(60)
    y = people["outcome"] if estimator_class is MetaSelectClassifier else people["pulse"] * 2
    X, weights = people[["age"]], np.arange(60) % 3
    estimator = estimator_class(knowledge_base=tiny_knowledge_base, meta_learner="average_rank")
    estimator.fit(X, y, sample_weight=weights, groups=people["person"].to_numpy())
    why = estimator.recommendation_.validation.why
    assert (why.column, why.n_groups) == ("groups", people["person"][weights > 0].nunique())


def test_groups_that_are_none_are_refused(tiny_knowledge_base):
    people = _patients(60)
    classifier = MetaSelectClassifier(knowledge_base=tiny_knowledge_base)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        classifier.fit(people[["age"]], people["outcome"], groups=[1, 2, 3])
    with pytest.raises(DatasetError, match=r"groups has shape \(60, 2\); expected one value per row"):
        classifier.fit(people[["age"]], people["outcome"], groups=people[["age", "pulse"]])


def test_groups_are_routed_when_asked_for(tiny_knowledge_base):
    people = _patients(90)
    X, y, groups = people[["age", "pulse"]], people["outcome"], people["person"]
    classifier = MetaSelectClassifier(knowledge_base=tiny_knowledge_base, meta_learner="average_rank")
    with sklearn.config_context(enable_metadata_routing=True):
        pipeline = make_pipeline(FunctionTransformer(), classifier.set_fit_request(groups=True))
        fitted = cross_validate(pipeline, X, y, params={"groups": groups}, cv=2, return_estimator=True)["estimator"]
        assert {one[-1].recommendation_.validation.splitter for one in fitted} == {"StratifiedGroupKFold"}
        unset = make_pipeline(FunctionTransformer(), MetaSelectClassifier(knowledge_base=tiny_knowledge_base))
        with pytest.raises(UnsetMetadataPassedError, match="groups"):
            unset.fit(X, y, groups=groups)
