import dataclasses
import json

import pytest

from metaselect.knowledge import anonymize, load_knowledge_base, save_knowledge_base

SECRET = "Dagobert"


@pytest.fixture(scope="module")
def private(tiny_knowledge_base):
    """The tiny knowledge base with a secret wherever text is free."""
    whole = tiny_knowledge_base
    names = {name: f"{SECRET} {name}" for name in whole.datasets.index}
    return dataclasses.replace(
        whole,
        datasets=whole.datasets.rename(names).assign(
            source=SECRET, licence=SECRET, origin=SECRET + whole.datasets["origin"]
        ),
        metafeatures=whole.metafeatures.rename(names),
        evaluations=whole.evaluations.assign(dataset=whole.evaluations["dataset"].map(names), error=SECRET),
        provenance={**whole.provenance, "notes": [SECRET], "learner_modules": {"mine": SECRET}},
    )


def test_no_free_text_is_left(private, tmp_path):
    folder = save_knowledge_base(anonymize(private), tmp_path)
    loaded = load_knowledge_base(folder)
    texts = [table.to_csv() for table in (loaded.datasets, loaded.metafeatures, loaded.evaluations)]
    assert not any(SECRET in text for text in (*texts, json.dumps(loaded.provenance), loaded.name))


def test_what_meta_learners_see_is_unchanged(private, any_task):
    before, after = private.meta_examples(any_task), anonymize(private).meta_examples(any_task)
    assert after.configurations == before.configurations
    assert sorted(map(str, after.M.tolist())) == sorted(map(str, before.M.tolist()))
    assert sorted(after.R.sum(axis=1)) == pytest.approx(sorted(before.R.sum(axis=1)), nan_ok=True)
    assert len(set(after.origins)) == len(set(before.origins))
