"""Nothing that a file says is executed, and whatever is wrong with one is a sentence."""

import io
import json
import os
import pickle
import re
import struct
import zipfile
from contextlib import suppress

import numpy as np
import pytest

from metaselect.data import dataset_from_arrays
from metaselect.exceptions import ModelFileError
from metaselect.learners import make_configuration
from metaselect.models import describe_training, load_model, make_model, save_model
from metaselect.models.archive import read_archive, write_archive
from metaselect.models.boosters import BoosterBytes
from metaselect.models.plain_data import NotPlainError, as_text, from_text
from metaselect.models.trees import HistTreeArrays, TreeArrays

pytestmark = pytest.mark.filterwarnings("ignore")


def pipeline_of(learner, raw_data, task="binary"):
    X, y = raw_data(task, n_rows=60)
    dataset = dataset_from_arrays(X, y, task=task)
    pipeline = make_configuration(learner).build(task, 0, dataset.table_types, dataset.reading).fit(X, y)
    return pipeline, describe_training(dataset)


@pytest.fixture(scope="module")
def content(raw_data, tmp_path_factory):
    """The bytes of a model file."""
    path = tmp_path_factory.mktemp("models") / "model.skops"
    return save_model(path, make_model(*pipeline_of("decision_tree", raw_data))).read_bytes()


def members_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def refusal(path, content):
    """Load bytes as a file and return the sentence by which they are refused."""
    path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        load_model(path)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


def with_node(content, node):
    """Return a model file in which a parameter of the first step is something else."""
    members = members_of(content)
    schema = json.loads(members["schema.json"])
    schema["content"]["content"]["verbose"] = node
    return packed(members | {"schema.json": json.dumps(schema)})


@pytest.fixture
def planted(tmp_path):
    """The path of a file that appears when something planted is executed."""
    return tmp_path / "executed"


def test_what_would_execute_something_is_refused_unexecuted(content, tmp_path, planted):
    command = f"touch {planted}"
    text = {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": json.dumps(command)}
    arguments = {"__class__": "tuple", "__module__": "builtins", "__loader__": "TupleNode", "content": [text]}
    empty = {"__class__": "tuple", "__module__": "builtins", "__loader__": "TupleNode", "content": []}
    keywords = {
        "__class__": "dict",
        "__module__": "builtins",
        "__loader__": "DictNode",
        "content": {},
        "key_types": {"__class__": "list", "__module__": "builtins", "__loader__": "ListNode", "content": []},
    }
    system = {"__class__": "system", "__module__": "os", "__loader__": "FunctionNode"}
    nodes = {
        "os.system": {
            "__class__": "system",
            "__module__": "os",
            "__loader__": "ConstructorFromReduceNode",
            "content": arguments,
        },
        "posix.system": {**system, "__module__": "posix"},
        "builtins.eval": {"__class__": "eval", "__module__": "builtins", "__loader__": "TypeNode"},
        "functools.partial": {
            "__class__": "partial",
            "__module__": "functools",
            "__loader__": "PartialNode",
            "content": {"func": system, "args": arguments, "kwds": keywords, "namespace": empty},
        },
        "subprocess.Popen": {
            "__class__": "Popen",
            "__module__": "subprocess",
            "__loader__": "ObjectNode",
            "content": keywords,
        },
        # Trusted by skops, and of no use to a model.
        "sklearn.cluster._kmeans.KMeans": {
            "__class__": "KMeans",
            "__module__": "sklearn.cluster._kmeans",
            "__loader__": "ObjectNode",
            "content": keywords,
        },
        "operator.methodcaller": {
            "__class__": "methodcaller",
            "__module__": "operator",
            "__loader__": "OperatorFuncNode",
            "attrs": arguments,
        },
        # A trusted type by a loader that is none of its own.
        "sklearn.pipeline.Pipeline": {
            "__class__": "Pipeline",
            "__module__": "sklearn.pipeline",
            "__loader__": "ConstructorFromReduceNode",
            "content": arguments,
        },
    }
    for name, node in nodes.items():
        assert name in refusal(tmp_path / "model.skops", with_node(content, node)), name
    assert not planted.exists()


def test_a_pickled_member_is_never_unpickled(content, tmp_path, planted):
    class Bomb:
        def __reduce__(self):
            return os.system, (f"touch {planted}",)

    members = members_of(content)
    array = next(name for name in members if name.endswith(".npy"))
    objects = io.BytesIO()
    np.save(objects, np.array([Bomb()], dtype=object), allow_pickle=True)
    for data in (pickle.dumps(Bomb()), objects.getvalue()):
        assert "damaged" in refusal(tmp_path / "model.skops", packed(members | {array: data}))
    assert "part of one" in refusal(tmp_path / "model.skops", pickle.dumps(Bomb()))
    assert not planted.exists()


def test_plain_data_names_nothing_but_what_is_listed():
    for text in ('{"named": "os.system"}', '{"__import__": "os"}', '{"named": 1}', '{"a": 1, "b": 2}'):
        with pytest.raises((ValueError, KeyError)):
            from_text(text)
    with pytest.raises(NotPlainError, match="object"):
        as_text([object()])


def test_truncated_and_foreign_files_are_refused(content, tmp_path):
    path = tmp_path / "model.skops"
    for part in (b"", b"no model", content[:100], content[: len(content) // 2], content[:-10]):
        assert "no model file" in refusal(path, part)
    assert "no model file" in refusal(path, packed({"table.csv": b"a,b\n1,2\n"}))
    members = members_of(content)
    assert "no manifest" in refusal(path, packed({name: members[name] for name in members if name != "manifest.json"}))
    for name in ("manifest.json", "schema.json"):
        for data in (b"[]", b"{}", b"{", b"[" * 100_000, b"\xff\xfe"):
            assert "model.skops" in refusal(path, packed(members | {name: data}))
    assert "damaged" in refusal(path, packed({name: members[name] for name in members if not name.endswith(".npy")}))
    with pytest.raises(ModelFileError, match="there is no file"):
        load_model(tmp_path / "absent.skops")
    with pytest.raises(ModelFileError, match="folder"):
        load_model(tmp_path)


def test_a_flipped_byte_is_noticed(content, tmp_path):
    rng = np.random.default_rng(0)
    for place in rng.integers(0, len(content), 40):
        changed = bytearray(content)
        changed[place] ^= 0xFF
        (tmp_path / "model.skops").write_bytes(bytes(changed))
        with suppress(ModelFileError):  # a byte that says when a member was packed changes nothing
            load_model(tmp_path / "model.skops")


def test_a_file_that_would_fill_the_memory_is_refused(content, tmp_path):
    members = members_of(content)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        with archive.open("zeros.npy", "w", force_zip64=True) as file:
            for _ in range(300):
                file.write(bytes(2**20))
    assert "beyond all measure" in refusal(tmp_path / "model.skops", bomb.getvalue())
    header = b"\x93NUMPY\x01\x00" + struct.pack("<H", 118)
    header += b"{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000000,), }".ljust(117) + b"\n"
    array = next(name for name in members if name.endswith(".npy"))
    assert "damaged" in refusal(tmp_path / "model.skops", packed(members | {array: header}))


def test_a_file_whose_numbers_were_changed_is_refused(content, tmp_path):
    members = members_of(content)
    values = next(name for name in members if b"'descr': '<f8'" in members[name] and b", 1, 2)" in members[name])
    array = np.load(io.BytesIO(members[values]))
    changed = io.BytesIO()
    np.save(changed, array[:, :, ::-1])
    assert "it was changed since" in refusal(tmp_path / "model.skops", packed(members | {values: changed.getvalue()}))


def test_a_manifest_of_other_versions_says_which(content, tmp_path):
    members = members_of(content)
    manifest = json.loads(members["manifest.json"])
    path = tmp_path / "model.skops"
    path.write_bytes(packed(members | {"manifest.json": _json(manifest, versions={"scikit-learn": "0.1"})}))
    load_model(path)  # it predicts the same, whatever the versions are
    other = {**manifest["self_test"], "predictions": [[0.5, 0.5]] * 10}
    message = refusal(
        path, packed(members | {"manifest.json": _json(manifest, versions={"scikit-learn": "0.1"}, self_test=other)})
    )
    assert re.search(r"predicts otherwise .* scikit-learn 0\.1 \(here \d", message)
    newer = refusal(path, packed(members | {"manifest.json": _json(manifest, schema=99)}))
    assert "newer layout (99, here 1); install" in newer
    for schema in (0, None, "1", True):
        assert "fit the model again" in refusal(
            path, packed(members | {"manifest.json": _json(manifest, schema=schema)})
        )


def _json(manifest, **changes):
    versions = {**manifest["versions"], **changes.pop("versions", {})}
    return json.dumps({**manifest, "versions": versions, **changes})


def test_nodes_of_trees_that_lead_nowhere_are_refused(raw_data):
    pipeline, _ = pipeline_of("decision_tree", raw_data)
    tree = TreeArrays.of(pipeline[-1].tree_)
    for name, value in {"left_child": 10**9, "right_child": 0, "feature": 10**6}.items():
        nodes = tree.nodes.copy()
        nodes[name][0] = value
        with pytest.raises(ValueError, match="that is not there"):
            TreeArrays(tree.n_features, tree.n_classes, tree.max_depth, nodes, tree.values).make()
    with pytest.raises(ValueError):
        TreeArrays(tree.n_features, tree.n_classes, tree.max_depth, tree.nodes, tree.values[:-1]).make()


def test_nodes_of_boosted_trees_that_lead_nowhere_are_refused(raw_data):
    pipeline, _ = pipeline_of("hist_gradient_boosting", raw_data)
    model = pipeline[-1]
    trees = HistTreeArrays.of(model._predictors)
    for name, value in {"left": 4 * 10**9, "right": 0, "feature_idx": 10**6}.items():
        nodes = trees.nodes.copy()
        nodes[name][0] = value
        arrays = (trees.ends, trees.bitset_ends, nodes, trees.binned_bitsets, trees.raw_bitsets)
        with pytest.raises(ValueError, match="that is not there"):
            HistTreeArrays(1, *arrays).make(model.n_features_in_)


def test_trees_of_xgboost_that_lead_nowhere_are_refused(raw_data):
    pipeline, _ = pipeline_of("xgboost", raw_data, "regression")
    saved = json.loads(bytes(pipeline[-1].get_booster().save_raw("json")))
    trees = saved["learner"]["gradient_booster"]["model"]["trees"]
    first = next(tree for tree in trees if tree["left_children"][0] != -1)
    first["split_indices"][0] = 5000
    with pytest.raises(ValueError):
        BoosterBytes(json.dumps(saved).encode()).make(1)
    with pytest.raises(ValueError):
        BoosterBytes(b"no booster").make(1)


def test_a_pipeline_alone_is_read_by_its_own_archive(content):
    assert read_archive(content, "model.skops")[-1].tree_.node_count > 1


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_support_vectors_that_do_not_fit_together_are_refused(raw_data, task):
    pipeline, _ = pipeline_of("support_vector_machine", raw_data, task)
    content = write_archive(pipeline, {})
    assert read_archive(content, "model.skops").steps  # as it was, it is read
    members = members_of(content)
    refused = 0
    for name in [name for name in members if name.endswith(".npy")]:
        array = np.load(io.BytesIO(members[name]))
        changed = io.BytesIO()
        np.save(changed, array[: len(array) // 2] if array.ndim else array)
        try:
            read_archive(packed(members | {name: changed.getvalue()}), "model.skops")
        except ValueError as error:
            refused += "do not fit together" in str(error)
    assert refused >= 5
