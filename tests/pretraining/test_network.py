import numpy as np
import pytest

from metaselect.learners.in_context.weights import WEIGHTS_FILE
from metaselect.pretraining import Architecture, read_weights
from metaselect.pretraining import blocks as blocks_of_the_network
from metaselect.pretraining._torch import torch
from metaselect.pretraining.cells import make_cells
from metaselect.pretraining.draws import Draws
from metaselect.pretraining.losses import loss_of
from metaselect.pretraining.network import bin_logits, bin_of, class_logits, initial_parameters, standardize_target

pytestmark = pytest.mark.torch

TOY = Architecture(cell_width=32, n_cell_blocks=2, row_width=64, n_row_blocks=2, n_bins=16)
N_TRAIN = 30


@pytest.fixture
def parameters():
    """Of a toy network, none of them zero."""
    draws = Draws(seed=1)
    return {name: value + 0.05 * draws.normal(*value.shape) for name, value in initial_parameters(TOY, draws).items()}


@pytest.fixture
def tables():
    draws = Draws(seed=2)
    X = draws.normal(3, 50, 5)
    y = (X[:, :, 0] > 0).long() + (X[:, :, 1] > 0.5).long()
    X[draws.coins(0.1, 3, 50, 5)] = torch.nan
    return X, y, draws.normal(3, 3, 16)


def test_gradients_reach_every_parameter(parameters, tables):
    X, y, ids = tables
    for value in parameters.values():
        value.requires_grad_()
    (loss_of(parameters, X, y, N_TRAIN, ids) + loss_of(parameters, X, y.float(), N_TRAIN, ids)).backward()
    assert not [name for name, value in parameters.items() if value.grad is None or not value.grad.abs().sum() > 0]
    assert all(value.grad.isfinite().all() for value in parameters.values())


def test_a_row_is_predicted_alone(parameters, tables):
    """What it is does not depend on the other rows without a label, nor on their labels, which nobody sees."""
    X, y, ids = tables
    numbers = standardize_target(y.float(), N_TRAIN)[:, :N_TRAIN]
    for logits_of, labels in ((class_logits, y[:, :N_TRAIN]), (bin_logits, numbers)):
        together = logits_of(parameters, make_cells(X, N_TRAIN), labels, ids)
        alone = logits_of(parameters, make_cells(X[:, : N_TRAIN + 1], N_TRAIN), labels, ids)
        torch.testing.assert_close(together[:, :1], alone, atol=2e-5, rtol=1e-4)


def test_the_order_of_labeled_rows_does_not_matter(parameters, tables):
    X, y, ids = tables
    order = torch.cat([torch.arange(N_TRAIN).flip(0), torch.arange(N_TRAIN, 50)])
    before = class_logits(parameters, make_cells(X, N_TRAIN), y[:, :N_TRAIN], ids)
    after = class_logits(parameters, make_cells(X[:, order], N_TRAIN), y[:, order][:, :N_TRAIN], ids)
    torch.testing.assert_close(before, after, atol=2e-5, rtol=1e-4)


def test_a_class_without_a_labeled_row_is_not_predicted(parameters, tables):
    X, y, ids = tables
    logits = class_logits(parameters, make_cells(X, N_TRAIN), y[:, :N_TRAIN], ids)
    assert logits.softmax(-1)[:, :, 3:].sum() == 0


def test_rows_that_are_packed_together_do_not_see_each_other():
    draws = Draws()
    q, k, v = (draws.normal(8 * 5, 2, 32) for _ in range(3))
    expected = blocks_of_the_network._look_along_rows(q, k, v, 8, 5)  # on a CPU each row for itself
    packed = [a.reshape(2, 4 * 5, 2, 32).transpose(1, 2) for a in (q, k, v)]
    mask = blocks_of_the_network._own_row_only(4, 5, q.device, q.dtype)
    found = blocks_of_the_network.look(*packed, mask).transpose(1, 2).reshape(40, 64)
    torch.testing.assert_close(found, expected)


def test_bins_are_those_of_the_borders():
    numbers = torch.tensor([[-9.0, -0.01, 0.01, 9.0]])
    assert bin_of(numbers, 16).tolist() == [[0, 7, 8, 15]]


def test_the_packaged_weights_fit_the_network(tables):
    architecture, parameters, _ = read_weights(WEIGHTS_FILE)
    shapes = {name: value.shape for name, value in initial_parameters(architecture, Draws()).items()}
    assert {name: value.shape for name, value in parameters.items()} == shapes
    X, y, ids = tables
    with torch.no_grad():
        logits = class_logits(parameters, make_cells(X, N_TRAIN), y[:, :N_TRAIN], ids)
    accuracy = (logits.argmax(-1) == y[:, N_TRAIN:]).float().mean().item()
    assert accuracy > np.bincount(y[:, N_TRAIN:].flatten().numpy()).max() / y[:, N_TRAIN:].numel() + 0.1
