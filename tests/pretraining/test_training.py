from dataclasses import replace

import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError, UnreadableFileError
from metaselect.pretraining import (
    Settings,
    load_checkpoint,
    make_settings,
    read_weights,
    save_checkpoint,
    start_training,
    train,
    validation_losses,
    write_weights,
)
from metaselect.pretraining._torch import torch
from metaselect.pretraining.draws import Draws
from metaselect.pretraining.optimizer import orthogonalize
from metaselect.pretraining.steps import PlainSteps, RecordedSteps

pytestmark = pytest.mark.torch


def trained(n_steps, seed=0):
    training = start_training(make_settings("toy", n_steps=n_steps, seed=seed))
    list(train(training))
    return training


def assert_equal(one, other):
    """Assert that two trainings are the same to the last bit, and so would be all that follows."""
    for part in ("optimizer", "draws"):
        states = [getattr(training, part).state() for training in (one, other)]
        assert states[0].keys() == states[1].keys()
        for name in states[0]:
            np.testing.assert_array_equal(states[0][name], states[1][name], err_msg=name)
    assert (one.n_steps, one.n_tasks) == (other.n_steps, other.n_tasks)


def test_training_lowers_the_loss_of_both_tasks():
    training = start_training(make_settings("toy", n_steps=60))
    before = validation_losses(training)
    list(train(training))
    after = validation_losses(training)
    assert training.n_steps == 60
    assert training.n_tasks == 60 * 16
    assert after["classification"] < 0.95 * before["classification"]
    assert after["regression"] < 0.95 * before["regression"]


def test_the_same_seed_gives_the_same_network_and_another_does_not():
    one, again, other = trained(6), trained(6), trained(6, seed=1)
    assert_equal(one, again)
    assert not np.array_equal(one.optimizer.state()["master"], other.optimizer.state()["master"])


def test_a_resumed_training_equals_one_that_was_not_stopped(tmp_path):
    settings = make_settings("toy", n_steps=12)
    interrupted = start_training(settings)
    rounds = train(interrupted)
    next(rounds)
    rounds.close()
    assert 0 < interrupted.n_steps < 12
    save_checkpoint(interrupted, tmp_path / "stopped.npz")
    resumed = load_checkpoint(tmp_path / "stopped.npz")
    assert_equal(resumed, interrupted)
    assert resumed.settings == settings
    list(train(resumed))
    assert_equal(resumed, trained(12))


def test_a_training_stops_by_the_clock_and_can_be_given_more_time(tmp_path):
    training = start_training(make_settings("toy", seconds=0.5))
    list(train(training))
    assert training.progress >= 1
    assert training.n_steps > 0
    save_checkpoint(training, tmp_path / "c.npz")
    longer = load_checkpoint(tmp_path / "c.npz", seconds=10 * training.seconds)
    assert 0.05 < longer.progress < 0.2
    next(train(longer))
    assert longer.n_steps > training.n_steps


def test_what_is_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "c.npz"
    with pytest.raises(UnreadableFileError, match="there is no file"):
        load_checkpoint(path)
    path.write_text("hello")
    with pytest.raises(UnreadableFileError, match="no checkpoint"):
        load_checkpoint(path)
    np.savez(path, checkpoint=np.array({"a": 1}))  # would need pickle
    with pytest.raises(UnreadableFileError, match="no checkpoint"):
        load_checkpoint(path)
    np.savez(path, a=np.zeros(3))
    with pytest.raises(UnreadableFileError, match="no checkpoint"):
        load_checkpoint(path)
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(UnreadableFileError, match="no checkpoint"):
        load_checkpoint(path)
    np.savez(path, checkpoint=np.array("5"))
    with pytest.raises(UnreadableFileError, match="no checkpoint"):
        load_checkpoint(path)
    np.savez(path, checkpoint=np.array('{"format": 1}'))
    with pytest.raises(UnreadableFileError, match="lacks device"):
        load_checkpoint(path)
    header = '{"format": 1, "device": "cpu", "settings": {}, "n_steps": 1, "n_tasks": 1, "seconds": 1}'
    np.savez(path, checkpoint=np.array(header))
    with pytest.raises(UnreadableFileError, match="settings are not whole"):
        load_checkpoint(path)
    save_checkpoint(start_training(make_settings("toy", n_steps=2)), path)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(UnreadableFileError, match="no checkpoint"):
        load_checkpoint(path)


def test_a_checkpoint_whose_arrays_do_not_fit_is_refused(tmp_path):
    path = tmp_path / "c.npz"
    save_checkpoint(start_training(make_settings("toy", n_steps=2)), path)
    with np.load(path) as archive:
        arrays = dict(archive)
    np.savez(path, **{**arrays, "optimizer.master": np.zeros(3, dtype=np.float32)})
    with pytest.raises(UnreadableFileError, match="do not fit"):
        load_checkpoint(path)
    with pytest.raises(ConfigurationError, match="made on the device cpu"):
        load_checkpoint(path, device="cuda")


def test_weights_are_written_with_their_provenance(tmp_path):
    training = trained(2)
    write_weights(training, tmp_path / "w.npz", {"classification": 0.5})
    architecture, parameters, provenance = read_weights(tmp_path / "w.npz")
    assert architecture == training.settings.architecture
    for name, value in training.optimizer.values().items():
        torch.testing.assert_close(parameters[name], value, atol=1e-3, rtol=1e-3)
    assert provenance["n_steps"] == 2
    assert provenance["n_tasks"] == 32
    assert provenance["validation_losses"] == {"classification": 0.5}
    assert (
        Settings.from_json(str(provenance["settings"]).replace("'", '"').replace("None", "null")) == training.settings
    )
    assert [path.name for path in tmp_path.iterdir()] == ["w.npz"]


def test_orthogonalized_matrices_have_singular_values_near_one():
    matrices = Draws().normal(3, 8, 20)
    values = torch.linalg.svdvals(orthogonalize(matrices))
    assert values.min() > 0.6
    assert values.max() < 1.3


def test_a_gradient_that_is_not_finite_leaves_the_parameters_finite():
    training = trained(1)
    optimizer = training.optimizer
    next(iter(optimizer.parameters.values())).grad = torch.full_like(
        next(iter(optimizer.parameters.values())), torch.nan
    )
    optimizer.schedule(1.0)
    optimizer.step()
    assert all(value.isfinite().all() for value in optimizer.values().values())


def test_settings_that_cannot_be_are_refused():
    for given, message in (
        ({"size": "huge", "seconds": 1}, "no size 'huge'"),
        ({"size": "toy"}, "either"),
        ({"size": "toy", "seconds": 1, "n_steps": 1}, "either"),
        ({"size": "toy", "seconds": -1}, "above 0"),
        ({"size": "toy", "n_steps": 0}, "above 0"),
        ({"size": "toy", "seconds": float("nan")}, "above 0"),
    ):
        with pytest.raises(ConfigurationError, match=message):
            make_settings(**given)


def test_the_full_size_is_that_of_the_files_of_weights():
    settings = make_settings("full", seconds=600)
    config = replace(settings.architecture, n_bins=0).to_config()
    assert config == {"d": 128, "cells": 3, "D": 192, "rows": 5, "ffn": 2}
    shapes = [shape for stage in settings.stages for shape in stage]
    assert len(shapes) <= 40  # each is recorded once on a GPU
    assert max(shape.n_columns for shape in shapes) == 60
    assert all(16 <= shape.n_train < shape.n_rows for shape in shapes)
    assert {shape.task for stage in settings.stages for shape in stage} == {"classification", "regression"}


def test_the_learning_rate_rises_stays_and_falls():
    settings = make_settings("full", seconds=600)
    factors = [settings.rate_factor(progress) for progress in (0, 0.01, 0.02, 0.3, 0.6, 0.9, 1.0)]
    assert factors[:2] == [0.02, 0.5]
    assert factors[2:4] == [1, 1]
    assert 1 > factors[4] > factors[5] > factors[6] > 0


def test_recorded_steps_equal_plain_ones():
    if not torch.cuda.is_available():
        pytest.skip("there is no GPU")
    settings = make_settings("toy", n_steps=4)
    losses = []
    for kind in (PlainSteps, RecordedSteps):
        training = start_training(settings, "cuda")
        take_step, draws = kind(training.optimizer), Draws("cuda", 1)
        X, ids = draws.normal(16, 48, 3), draws.normal(16, 2, 16)
        y = (X[:, :, 0] > 0).long()
        for _ in range(4):
            training.optimizer.schedule(1.0)
            loss = take_step(X, y, 30, ids)
        losses.append(loss.item())
    assert losses[0] == pytest.approx(losses[1], rel=0.02)
