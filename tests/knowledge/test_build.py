import numpy as np
import pandas as pd
import pytest

from metaselect.evaluation import Evaluation
from metaselect.exceptions import KnowledgeBaseError
from metaselect.experiments import Store
from metaselect.knowledge import build_knowledge_base


def test_a_store_becomes_the_knowledge_base_it_was_filled_from(tiny_store, tiny_knowledge_base):
    built = build_knowledge_base(tiny_store)
    assert built.configurations == tiny_knowledge_base.configurations
    assert built.metafeature_versions == tiny_knowledge_base.metafeature_versions
    assert built.provenance["settings"] == tiny_knowledge_base.provenance["settings"]
    pd.testing.assert_frame_equal(built.metafeatures, tiny_knowledge_base.metafeatures, check_like=True)
    pd.testing.assert_frame_equal(built.datasets, tiny_knowledge_base.datasets, check_like=True, check_dtype=False)
    key = ["dataset", "configuration"]
    pd.testing.assert_frame_equal(
        built.evaluations.set_index(key), tiny_knowledge_base.evaluations.set_index(key), check_like=True
    )


def test_versions_of_the_libraries_are_told(tiny_store):
    assert build_knowledge_base(tiny_store).provenance["versions"]["numpy"] == np.__version__


@pytest.fixture
def small_store(tiny_store, tmp_path):
    """Two described datasets, of which the first has evaluations of two folds."""
    described = tiny_store.read_datasets()
    with Store(tmp_path / "small.sqlite") as store:
        store.write_configurations(tiny_store.read_configurations().values())
        for name in ("regression-00", "regression-01"):
            store.write_dataset(name, described[name])
        (ridge, *_) = [id_ for id_ in store.read_configurations() if id_.startswith("ridge")]
        store.write_evaluation(Evaluation("regression-00", ridge, "ok", {"r2": (0.5, 1.0)}, 0.1, 0.1, 10, 5))
        yield store


def test_a_score_is_the_mean_over_folds(small_store):
    evaluations = build_knowledge_base(small_store).evaluations
    assert evaluations["r2"].tolist() == [0.75]
    assert np.isnan(evaluations["accuracy"].iloc[0])


def test_datasets_without_evaluations_are_left_out(small_store):
    knowledge_base = build_knowledge_base(small_store)
    assert list(knowledge_base.datasets.index) == list(knowledge_base.metafeatures.index) == ["regression-00"]
    assert [c.learner for c in knowledge_base.configurations.values()] == ["ridge"]


def test_evaluations_without_a_described_dataset_are_left_out(small_store):
    small_store.write_evaluation(Evaluation("unknown", "ridge-1", "failed", error="DatasetError: no"))
    assert set(build_knowledge_base(small_store).evaluations["dataset"]) == {"regression-00"}


def test_datasets_that_a_benchmark_is_not_through_with_can_be_left_out(small_store):
    ridge, other = [
        id_ for id_, c in small_store.read_configurations().items() if c.learner in ("ridge", "elastic_net")
    ]
    for dataset, status in (("regression-00", "failed"), ("regression-01", "lost")):
        small_store.write_evaluation(Evaluation(dataset, other, status, error="no"))
    small_store.write_evaluation(Evaluation("regression-01", ridge, "ok", {"r2": (0.5, 1.0)}, 0.1, 0.1, 10, 5))
    assert len(build_knowledge_base(small_store).datasets) == 2
    knowledge_base = build_knowledge_base(small_store, complete_only=True)
    assert list(knowledge_base.datasets.index) == ["regression-00"]
    assert knowledge_base.provenance["dropped"] == ["left out as not complete: regression-01"]


def test_nothing_but_failures_has_scores_that_are_all_missing(small_store):
    for dataset, configuration in small_store.finished():
        small_store.write_evaluation(Evaluation(dataset, configuration, "failed", error="ValueError: no"))
    assert build_knowledge_base(small_store).evaluations["fit_seconds"].dtype == float


def test_an_empty_store_says_what_to_run(tmp_path):
    with Store(tmp_path / "empty.sqlite") as store, pytest.raises(KnowledgeBaseError, match="let run_batch"):
        build_knowledge_base(store)


def test_datasets_described_by_different_versions_are_refused(small_store):
    description = small_store.read_datasets()["regression-01"]
    small_store.write_dataset("regression-01", {**description, "metafeature_versions": {"log_n_rows": 99}})
    small_store.write_evaluation(Evaluation("regression-01", "ridge-1", "ok", {"r2": (0.5,)}))
    with pytest.raises(KnowledgeBaseError, match=r"different versions of the metafeatures.*run_batch again"):
        build_knowledge_base(small_store)
