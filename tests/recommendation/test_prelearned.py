"""What is shipped as learned is what would be learned, and is used only where it belongs."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine

from metaselect import Dataset, Recommender, load_knowledge_base
from metaselect.data import TASKS
from metaselect.evaluation import PRIMARY_METRIC
from metaselect.exceptions import KnowledgeBaseError
from metaselect.knowledge import PACKAGED, save_knowledge_base
from metaselect.recommendation import PRELEARNED, find_prelearned, keep_prelearned, prelearned
from metaselect.recommendation.learned import learn
from metaselect.report import collect
from metaselect.seeding import seed_from

SEED = seed_from(0, "recommender")
PENGUINS = Path(__file__).parents[2] / "notebooks" / "data" / "penguins.csv"


@pytest.fixture(scope="module")
def packaged():
    return load_knowledge_base()


@pytest.fixture(scope="module")
def learned_anew(packaged):
    """What the defaults learn at the start where nothing is shipped."""
    return {task: learn(packaged, task, PRIMARY_METRIC[task], "ensemble", SEED) for task in TASKS}


@pytest.fixture
def folder_of_its_own(tmp_path, monkeypatch):
    """What is shipped is looked for here."""
    monkeypatch.setattr(prelearned, "PRELEARNED", tmp_path)
    return tmp_path


def found(knowledge_base, task="binary", metric=None, meta_learner="ensemble", seed=SEED):
    return find_prelearned(knowledge_base, task, metric or PRIMARY_METRIC[task], meta_learner, seed)


def tables():
    penguins = pd.read_csv(PENGUINS)
    yield Dataset.from_arrays(penguins.drop(columns="species"), penguins["species"], name="penguins")
    yield Dataset.from_arrays(penguins.drop(columns="sex"), penguins["sex"].fillna("unknown"), name="sex")
    for load in (load_breast_cancer, load_iris, load_wine, load_diabetes):
        yield Dataset.from_arrays(*load(return_X_y=True, as_frame=True), name=load.__name__)
    rng = np.random.default_rng(5)
    X = pd.DataFrame(rng.normal(size=(120, 4)), columns=list("abcd")).assign(e=rng.choice(["x", "y", None], 120))
    yield Dataset.from_arrays(X, X["a"] * X["b"] + rng.normal(size=120), name="product")
    yield Dataset.from_arrays(X, np.where(X["a"] > 1.5, "rare", "usual"), name="rare")


def test_all_tasks_have_what_the_packaged_knowledge_teaches(packaged):
    lacking = [task for task in TASKS if found(packaged, task) is None]
    assert not lacking, (
        "run `python benchmarks/pack_learned.py`: the packaged knowledge is another than it was made from"
    )


def test_what_is_packaged_is_small():
    assert sum(path.stat().st_size for folder in (PACKAGED, PRELEARNED) for path in folder.iterdir()) < 10e6


def test_advice_is_equal_to_that_learned_anew(packaged, learned_anew):
    differ = []
    for dataset in tables():
        recommender = Recommender().fit(packaged, dataset.task)
        shipped = collect(recommender.recommend(dataset, 6), with_explanation=True)
        recommender.learned_ = learned_anew[dataset.task]
        anew = collect(recommender.recommend(dataset, 6), with_explanation=True)
        differ += [f"{dataset.name}: {where}" for where in differences(shipped, anew)]
    assert not differ


def differences(one, other, where="advice"):
    """Yield where two answers differ; numbers by more than the last digits."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(one[key], other[key], f"{where}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, items in enumerate(zip(one, other, strict=True)):
            yield from differences(*items, f"{where}[{i}]")
    elif isinstance(one, float) and isinstance(other, float):
        if not np.isclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True):
            yield f"{where}: {one} and {other}"
    elif one != other:
        yield f"{where}: {one!r:.60} and {other!r:.60}"


def test_all_that_is_learned_is_shipped(packaged, learned_anew):
    for task in TASKS:
        shipped = found(packaged, task)
        for field in fields(shipped):
            one, other = getattr(shipped, field.name), getattr(learned_anew[task], field.name)
            assert type(one) is type(other), field.name
        pd.testing.assert_frame_equal(shipped.scores, learned_anew[task].scores, check_names=False)
        np.testing.assert_allclose(shipped.residuals, learned_anew[task].residuals, atol=1e-9)
        assert shipped.configurations == learned_anew[task].configurations
        assert shipped.measure is learned_anew[task].measure


def test_other_knowledge_and_other_settings_have_nothing_shipped(packaged):
    origin = packaged.datasets["origin"].iloc[0]
    cases = {
        "an origin left out": found(packaged.without(origin)),
        "another knowledge base": found(replace(packaged, name="mine")),
        "another metric": found(packaged, metric="accuracy"),
        "another meta-learner": found(packaged, meta_learner="forest"),
        "another seed": found(packaged, seed=SEED + 1),
    }
    assert [case for case, shipped in cases.items() if shipped is not None] == []


def test_what_cannot_be_read_is_learned(packaged, folder_of_its_own):
    path = folder_of_its_own / "binary.npz"
    assert found(packaged) is None
    content = (PRELEARNED / "binary.npz").read_bytes()
    for damaged in (b"", content[:5000], content[:-30], content[:9000] + bytes(200) + content[9200:], b"no archive"):
        path.write_bytes(damaged)
        assert found(packaged) is None, len(damaged)
    path.write_bytes(content)
    assert found(packaged) is not None


def test_what_is_kept_again_is_found(tiny_knowledge_base, folder_of_its_own, tmp_path, small_forests):
    with pytest.raises(KnowledgeBaseError, match="as it was loaded"):
        keep_prelearned(tiny_knowledge_base, "binary")
    first, second = (
        load_knowledge_base(save_knowledge_base(knowledge_base, tmp_path / name))
        for name, knowledge_base in {
            "first": tiny_knowledge_base,
            "second": tiny_knowledge_base.select(tiny_knowledge_base.datasets.index[:-1]),
        }.items()
    )
    path = keep_prelearned(first, "binary", folder_of_its_own)
    written = path.read_bytes()
    assert found(first).examples.datasets == learn(first, "binary", "roc_auc", "ensemble", SEED).examples.datasets
    assert found(second) is None
    assert keep_prelearned(first, "binary", folder_of_its_own).read_bytes() == written
