"""The forward pass: what NumPy computes is what torch computes, with which the network was trained."""

import numpy as np
import pytest

from metaselect.learners.in_context.cells import learn_scales, make_cells
from metaselect.learners.in_context.network import logits_of, read_context
from metaselect.learners.in_context.weights import WEIGHTS_FILE, packaged_weights


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(90, 7))
    X[:, 2] = rng.integers(0, 4, 90)
    X[rng.random(X.shape) < 0.1] = np.nan
    y = (np.nan_to_num(X[:, 0]) > 0).astype(int) + (np.nan_to_num(X[:, 1]) > 0.5)
    return X, y, rng.standard_normal((4, 16)).astype(np.float32)


def logits(X, y, n_train, ids):
    scales = learn_scales(X[:n_train])
    context = read_context(packaged_weights(), make_cells(X[:n_train], scales), y[:n_train], ids)
    return logits_of(packaged_weights(), context, make_cells(X[n_train:], scales))


@pytest.mark.torch
def test_numpy_computes_what_torch_computes(table):
    torch = pytest.importorskip("torch")
    from metaselect.pretraining import read_weights
    from metaselect.pretraining.cells import make_cells as cells_in_torch
    from metaselect.pretraining.network import class_logits

    X, y, ids = table
    n_train = 60
    _, parameters, _ = read_weights(WEIGHTS_FILE)
    batch = (torch.as_tensor(a[None]) for a in (X.astype(np.float32), y[:n_train], ids))
    values, labels, vectors = batch
    with torch.no_grad():
        expected = class_logits(parameters, cells_in_torch(values, n_train), labels, vectors)[0].numpy()
    found = logits(X, y, n_train, ids)
    np.testing.assert_allclose(found[:, :3], expected[:, :3], rtol=0, atol=1e-4)
    assert (found[:, 3:] < -1000).all()


def test_logits_of_a_class_that_no_labeled_row_has_are_very_low(table):
    X, y, ids = table
    found = logits(X, np.where(y == 1, 5, y), 60, ids)
    assert np.flatnonzero((found > -1000).all(axis=0)).tolist() == [0, 2, 5]


def test_a_column_without_any_value_or_with_one_alone_is_read(table):
    X, y, ids = table
    X[:, 3], X[:, 4] = np.nan, 7.5
    assert np.isfinite(logits(X, y, 60, ids)).all()


def test_weights_hold_no_objects():
    with np.load(WEIGHTS_FILE, allow_pickle=False) as archive:
        assert all(archive[name].dtype.kind in "fU" for name in archive.files)
    assert WEIGHTS_FILE.stat().st_size < 10e6
