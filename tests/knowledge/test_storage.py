import dataclasses
import gzip
import hashlib
import json
import os
import shutil

import numpy as np
import pandas as pd
import pytest

from metaselect.exceptions import IncompatibleKnowledgeBaseError, KnowledgeBaseError
from metaselect.knowledge import load_knowledge_base, save_knowledge_base
from metaselect.knowledge.lazy_table import LazyTable

FILES = ["datasets.csv", "evaluations.csv.gz", "knowledge.json", "metafeatures.csv.gz"]


@pytest.fixture
def folder(tiny_knowledge_folder, tmp_path):
    """A saved knowledge base, to be changed."""
    return shutil.copytree(tiny_knowledge_folder, tmp_path / "new" / "knowledge")


def change_index(folder, **changes):
    path = folder / "knowledge.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_saving_and_loading_changes_nothing_within_six_digits(tiny_knowledge_base, folder):
    loaded = load_knowledge_base(folder)
    for table in ("datasets", "metafeatures", "evaluations"):
        before, after = getattr(tiny_knowledge_base, table), getattr(loaded, table)
        pd.testing.assert_frame_equal(after, before, rtol=1e-5, atol=1e-300, check_dtype=False)
    assert loaded.configurations == tiny_knowledge_base.configurations
    assert list(loaded.configurations) == list(tiny_knowledge_base.configurations)
    assert loaded.metafeature_versions == tiny_knowledge_base.metafeature_versions
    assert loaded.provenance == tiny_knowledge_base.provenance


def test_loading_gives_the_same_meta_examples(tiny_knowledge_base, folder, any_task):
    before, after = tiny_knowledge_base.meta_examples(any_task), load_knowledge_base(folder).meta_examples(any_task)
    assert pytest.approx(before.R, abs=1e-4, nan_ok=True) == after.R
    assert pytest.approx(before.M, rel=1e-4, abs=1e-6, nan_ok=True) == after.M
    assert (after.datasets, after.origins) == (before.datasets, before.origins)


def test_a_loaded_dataset_is_still_recognized(tiny_knowledge_base, folder):
    row = tiny_knowledge_base.metafeatures.loc["binary-01"]
    assert load_knowledge_base(folder).origins_like(row) == ["binary-family"]


def test_names_that_look_like_numbers_or_missing_values_stay_text(tiny_knowledge_base, tmp_path):
    names = {"binary-00": "007", "binary-01": "1e5", "binary-02": "NA", "binary-03": "None", "binary-04": "True"}
    changed = dataclasses.replace(
        tiny_knowledge_base,
        datasets=tiny_knowledge_base.datasets.rename(names).assign(origin=lambda table: table.index),
        metafeatures=tiny_knowledge_base.metafeatures.rename(names),
        evaluations=tiny_knowledge_base.evaluations.replace({"dataset": names}),
    )
    loaded = load_knowledge_base(save_knowledge_base(changed, tmp_path))
    assert loaded.datasets.index[:5].tolist() == loaded.datasets["origin"].iloc[:5].tolist() == list(names.values())
    assert loaded.meta_examples("binary").datasets[:5] == tuple(names.values())
    assert "007" not in loaded.without("007").datasets.index


def test_text_that_is_empty_stays_empty_text(tiny_knowledge_base, tmp_path):
    changed = dataclasses.replace(tiny_knowledge_base, datasets=tiny_knowledge_base.datasets.assign(source=""))
    loaded = load_knowledge_base(save_knowledge_base(changed, tmp_path))
    assert set(loaded.datasets["source"]) == {""}
    assert set(loaded.evaluations["error"]) == {"", "fewer than 60 rows", "ValueError: planted"}


def test_the_files_are_plain_text(folder):
    assert sorted(path.name for path in folder.iterdir()) == FILES  # no temporary file among them
    for path in folder.iterdir():
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            assert file.read(1) in "{nd"


def test_the_same_content_gives_the_same_files(tiny_knowledge_base, folder, tmp_path, monkeypatch):
    another_process = os.getpid() + 1
    monkeypatch.setattr(os, "getpid", lambda: another_process)
    again = save_knowledge_base(tiny_knowledge_base, tmp_path / "again")
    for file in FILES:
        assert (again / file).read_bytes() == (folder / file).read_bytes()


def test_saving_replaces_an_earlier_one(tiny_knowledge_base, folder):
    save_knowledge_base(tiny_knowledge_base.without("binary-family"), folder)
    assert "binary-00" not in load_knowledge_base(folder).datasets.index
    assert sorted(path.name for path in folder.iterdir()) == FILES


def test_a_failed_write_leaves_the_earlier_files_and_no_others(tiny_knowledge_base, folder):
    before = (folder / "knowledge.json").read_bytes()
    with pytest.raises(TypeError):
        save_knowledge_base(dataclasses.replace(tiny_knowledge_base, provenance={"what": object()}), folder)
    assert (folder / "knowledge.json").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert len(load_knowledge_base(folder).datasets) == 72


def test_a_folder_without_knowledge_says_how_to_make_it(tmp_path):
    with pytest.raises(KnowledgeBaseError, match=r"no knowledge base in .*; make one with build_knowledge_base"):
        load_knowledge_base(tmp_path)


@pytest.mark.parametrize("file", [name for name in FILES if name != "knowledge.json"])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    with pytest.raises(KnowledgeBaseError, match=f"lacks its file {file}"):
        load_knowledge_base(folder)


@pytest.mark.parametrize("file", [name for name in FILES if name != "knowledge.json"])
def test_a_damaged_file_is_named(folder, file):
    content = bytearray((folder / file).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / file).write_bytes(content)
    with pytest.raises(KnowledgeBaseError, match=f"{file} is damaged: its checksum is wrong"):
        load_knowledge_base(folder)


INDICES = {
    "empty": "",
    "half": '{"schema_version": 1, "checksums"',
    "list": "[]",
    "no text": "\x00",
    "bare": "{}",
    "nothing inside": '{"schema_version": 1}',
    "wrong types": '{"schema_version": 1, "metafeature_versions": [1], "checksums": {}}',
    "configurations as a list": '{"schema_version": 1, "metafeature_versions": {}, "checksums": {}, '
    '"configurations": [], "provenance": {}}',
}


@pytest.mark.parametrize("text", INDICES.values(), ids=INDICES)
def test_a_damaged_index_is_said(folder, text):
    (folder / "knowledge.json").write_text(text)
    with pytest.raises(KnowledgeBaseError, match=r"knowledge.json is damaged"):
        load_knowledge_base(folder)


def test_a_table_missing_from_index_and_folder_is_said(folder):
    index = json.loads((folder / "knowledge.json").read_text())
    del index["checksums"]["datasets.csv"]
    change_index(folder, checksums=index["checksums"])
    (folder / "datasets.csv").unlink()
    with pytest.raises(KnowledgeBaseError, match="is damaged"):
        load_knowledge_base(folder)


def test_a_folder_of_another_schema_is_incompatible(folder):
    change_index(folder, schema_version=99)
    with pytest.raises(IncompatibleKnowledgeBaseError, match="has schema version 99, this metaselect reads 1"):
        load_knowledge_base(folder)


def test_other_versions_of_metafeatures_are_incompatible_and_named(folder, tiny_knowledge_base):
    change_index(folder, metafeature_versions={**tiny_knowledge_base.metafeature_versions, "log_n_rows": 99, "old": 1})
    with pytest.raises(IncompatibleKnowledgeBaseError, match="other versions of log_n_rows, old; call run_batch"):
        load_knowledge_base(folder)


def test_checksums_are_those_of_the_files(folder):
    checksums = json.loads((folder / "knowledge.json").read_text())["checksums"]
    for file, checksum in checksums.items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == checksum


def test_undefined_metafeatures_stay_undefined(tiny_knowledge_base, folder):
    loaded = load_knowledge_base(folder)
    assert np.array_equal(loaded.metafeatures.isna(), tiny_knowledge_base.metafeatures.isna())


def sign(folder):
    """Give all files the right checksums, as somebody who changes them on purpose would."""
    index = json.loads((folder / "knowledge.json").read_text())
    index.pop("checksum", None)
    index["checksums"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in index["checksums"]}
    (folder / "knowledge.json").write_text(json.dumps(index))


def test_any_change_of_the_index_is_seen(folder):
    text = (folder / "knowledge.json").read_text()
    for before, after in {'"alpha": 1.0': '"alpha": 2.0', '"random_state": 0': '"random_state": 1'}.items():
        if before in text:
            (folder / "knowledge.json").write_text(text.replace(before, after, 1))
            with pytest.raises(KnowledgeBaseError, match=r"knowledge.json is damaged: its checksum is wrong"):
                load_knowledge_base(folder)
    change_index(folder, provenance={})
    with pytest.raises(KnowledgeBaseError, match=r"knowledge.json is damaged: its checksum is wrong"):
        load_knowledge_base(folder)


def test_an_index_of_before_it_had_a_checksum_is_read(folder):
    sign(folder)
    assert "checksum" not in json.loads((folder / "knowledge.json").read_text())
    assert len(load_knowledge_base(folder).datasets) == 72


def in_configurations(change):
    def do(folder):
        index = json.loads((folder / "knowledge.json").read_text())
        change(index["configurations"])
        (folder / "knowledge.json").write_text(json.dumps(index))

    return do


def with_another_id(configurations):
    id_, configuration = configurations.popitem()
    configurations[f"{id_}0"] = configuration


def beyond_the_space(configurations):
    from metaselect.learners import Configuration

    changed = Configuration("ridge", {"alpha": -7.0})
    configurations[changed.id] = changed.to_dict()


def in_table(file, change):
    def do(folder):
        path = folder / file
        content = gzip.decompress(path.read_bytes()).decode() if file.endswith(".gz") else path.read_text()
        content = change(content).encode()
        path.write_bytes(gzip.compress(content) if file.endswith(".gz") else content)

    return do


def replaced(before, after):
    def change(text):
        assert before in text
        return text.replace(before, after, 1)

    return change


HOSTILE = {
    "an id of its own choice": (in_configurations(with_another_id), "is not what its name says"),
    "a value beyond the space": (in_configurations(beyond_the_space), "alpha=-7.0 of ridge is outside its range"),
    "a configuration that is a list": (in_configurations(lambda c: c.update(x=[1])), "is damaged"),
    "a configuration of other fields": (in_configurations(lambda c: c.update(x={"a": 1})), "is damaged"),
    "numbers for a learner": (
        in_configurations(lambda c: c.update(x={"learner": 1, "hyperparameters": {}})),
        "is not what its name says",
    ),
    "another task": (
        in_table("datasets.csv", replaced(",binary,", ",ranking,")),
        "tasks of datasets are not known: 'rank",
    ),
    "a status that is none": (in_table("evaluations.csv.gz", replaced(",ok,", ",fine,")), "statuses of evaluations"),
    "an unknown dataset": (
        in_table("evaluations.csv.gz", replaced("binary-00,", "nowhere,")),
        "datasets of evaluations are not known: 'nowhere'",
    ),
    "words for metafeatures": (
        in_table("metafeatures.csv.gz", lambda text: text.rpartition(",")[0] + ",many\n"),
        "metafeatures has what is no number in",
    ),
    "infinite metafeatures": (
        in_table("metafeatures.csv.gz", lambda text: text.rpartition(",")[0] + ",inf\n"),
        "infinite numbers",
    ),
    "a line more": (in_table("evaluations.csv.gz", lambda text: text + "a,b,c,d" + "," * 99 + "\n"), "is damaged"),
    "no lines": (in_table("evaluations.csv.gz", lambda text: ""), "is damaged"),
    "other columns": (in_table("evaluations.csv.gz", lambda text: "x,y\n1,2\n"), "evaluations lacks dataset"),
    "a dataset twice": (in_table("datasets.csv", replaced("binary-01", "binary-00")), "a name twice"),
    "other datasets": (in_table("datasets.csv", replaced("binary-01", "nowhere")), "not of the same names"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_is_one_sentence_also_with_right_checksums(folder, name):
    change, cause = HOSTILE[name]
    change(folder)
    sign(folder)
    with pytest.raises(KnowledgeBaseError) as raised:
        load_knowledge_base(folder)
    assert cause in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "make" in str(raised.value)


@pytest.fixture(scope="module")
def folder_with_curves(tiny_knowledge_base, tmp_path_factory):
    """A saved knowledge base with learning curves."""
    few = tiny_knowledge_base.select(tiny_knowledge_base.datasets.index[::6])
    curves = few.evaluations.assign(train_share=0.5)
    with_curves = dataclasses.replace(few, curves=LazyTable(lambda: curves))
    return save_knowledge_base(with_curves, tmp_path_factory.mktemp("curves") / "known")


@pytest.mark.parametrize("is_signed", [False, True])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("file", [*FILES, "curves.csv.gz"])
def test_a_part_that_is_cut_off_is_one_sentence(folder_with_curves, tmp_path, file, share, is_signed):
    folder = shutil.copytree(folder_with_curves, tmp_path / "known")
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content[: int(len(content) * share)])
    if is_signed and file != "knowledge.json":
        sign(folder)
    with pytest.raises(KnowledgeBaseError, match=r"is damaged|lacks") as raised:
        print(load_knowledge_base(folder).learning_curves)
    assert "\n" not in str(raised.value)


def test_what_unpacks_to_more_than_is_read_is_refused(folder, monkeypatch):
    monkeypatch.setattr("metaselect.knowledge.storage._MOST_BYTES", 10**6)
    (folder / "evaluations.csv.gz").write_bytes(gzip.compress(b"x" * 10**7))
    sign(folder)
    with pytest.raises(KnowledgeBaseError, match=r"evaluations.csv.gz unpacks to more than 1000000 bytes"):
        load_knowledge_base(folder)
