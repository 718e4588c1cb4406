"""`python -m metaselect.pretraining`: what it writes, and that a wrong input is one sentence."""

import pytest

from metaselect.pretraining import read_weights
from metaselect.pretraining.__main__ import main


def run(*words):
    return main([str(word) for word in words])


@pytest.mark.torch
def test_a_toy_network_is_trained_and_resumed(tmp_path, capsys):
    output = tmp_path / "w.npz"
    assert run("--size", "toy", "--steps", 4, "--output", output, "--device", "cpu", "--seed", 3) == 0
    assert "4 steps, 64 tables" in capsys.readouterr().out
    assert read_weights(output)[2]["settings"]["seed"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w.checkpoint.npz", "w.npz"]
    checkpoint = tmp_path / "w.checkpoint.npz"
    assert run("--resume", checkpoint, "--output", tmp_path / "again.npz", "--device", "cpu") == 0
    assert "4 steps" in capsys.readouterr().out
    assert (tmp_path / "again.npz").exists()


@pytest.mark.torch
def test_a_device_that_is_not_there_is_refused(tmp_path, capsys):
    for device in ("tpu", "cuda:7"):
        assert run("--size", "toy", "--steps", 1, "--output", tmp_path / "w.npz", "--device", device) == 2
        assert "there is no device" in capsys.readouterr().err
    assert run("--resume", tmp_path / "none.npz", "--output", tmp_path / "w.npz", "--device", "cpu") == 2
    assert "there is no file" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_wrong_input_is_one_sentence(tmp_path, capsys):
    good = tmp_path / "w.npz"
    for words, message in (
        (["--output", good], "how long?"),
        (["--seconds", 5, "--output", tmp_path / "w.txt"], "ends in .npz"),
        (["--seconds", 5, "--output", tmp_path / "none" / "w.npz"], "there is no folder"),
        (["--resume", "c.npz", "--steps", 5, "--output", good], "leave --steps out"),
        (["--seconds", 5, "--seed", -1, "--output", good], "the seed is"),
        (["--seconds", -5, "--output", good], "--seconds is a number above 0, not -5"),
        (["--seconds", "nan", "--output", good], "--seconds is a number above 0, not nan"),
        (["--steps", 0, "--output", good], "--steps is an integer from 1, not 0"),
    ):
        assert run(*words) == 2
        error = capsys.readouterr().err
        assert message in error
        assert error.count("\n") == 1


def test_words_that_are_not_understood_name_the_help(tmp_path, capsys):
    for words in (
        ["--seconds", 5],
        ["--seconds", "soon", "--output", "w.npz"],
        ["--size", "huge"],
        ["--seconds", 1, "x"],
    ):
        with pytest.raises(SystemExit) as stopped:
            run(*words)
        assert stopped.value.code == 2
        assert "--help" in capsys.readouterr().err


def test_the_help_says_what_each_option_does(capsys):
    with pytest.raises(SystemExit) as stopped:
        run("--help")
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    assert all(option in told for option in ("--seconds", "--output", "--device", "--seed", "--resume", "--size"))
