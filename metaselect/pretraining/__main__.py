"""`python -m metaselect.pretraining` trains the in-context network anew."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from metaselect.exceptions import ConfigurationError, MetaSelectError, escape
from metaselect.pretraining import (
    SIZES,
    Training,
    load_checkpoint,
    make_settings,
    save_checkpoint,
    start_training,
    train,
    validation_losses,
    write_weights,
)
from metaselect.pretraining._torch import torch

_CHECKPOINT_SECONDS = 60.0
_REPORT_SECONDS = 10.0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one sentence and exit with code 2."""
        _complain(f"{message}; see python -m metaselect.pretraining --help")
        raise SystemExit(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Train a network and return the exit code: 0, 2 for a wrong input, 130 when interrupted."""
    arguments = _parser().parse_args(argv)
    try:
        _check(arguments)
        _run(arguments)
    except (MetaSelectError, OSError) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m metaselect.pretraining",
        description="Train the in-context network on synthetic tables. No real table is read. Needs torch: "
        "pip install 'metaselect[torch]'.",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--seconds",
        type=float,
        help="how long to train, by the clock; the learning rate follows it. With --resume: in all, not from now",
    )
    length.add_argument(
        "--steps", type=int, help="how many steps to train instead: the same result again on the same CPU"
    )
    parser.add_argument("--output", type=Path, required=True, help="the file of weights to write, ending in .npz")
    parser.add_argument(
        "--device", default="auto", help="cpu or cuda; auto, the default, is a GPU where torch finds one, else the CPU"
    )
    parser.add_argument("--seed", type=int, default=0, help="decides all that is random; default 0")
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="CHECKPOINT",
        help="go on with a training that was stopped, with its settings. Each minute a checkpoint is written beside "
        "the output, as NAME.checkpoint.npz",
    )
    parser.add_argument(
        "--size",
        choices=list(SIZES),
        default="full",
        help="toy: a tiny network, in seconds on a CPU. full: the default",
    )
    return parser


def _check(arguments: argparse.Namespace) -> None:
    if arguments.output.suffix != ".npz":
        raise ConfigurationError(f"the output is a file that ends in .npz, not {arguments.output.name}")
    if not arguments.output.parent.is_dir():
        raise ConfigurationError(f"there is no folder {arguments.output.parent} to write to")
    if arguments.resume is None and arguments.seconds is None and arguments.steps is None:
        raise ConfigurationError("how long? Give --seconds, such as --seconds 600, or --steps")
    if arguments.resume is not None and arguments.steps is not None:
        raise ConfigurationError("a training that is resumed keeps its number of steps; leave --steps out")
    if arguments.seconds is not None and not 0 < arguments.seconds < float("inf"):
        raise ConfigurationError(f"--seconds is a number above 0, not {arguments.seconds:g}")
    if arguments.steps is not None and arguments.steps < 1:
        raise ConfigurationError(f"--steps is an integer from 1, not {arguments.steps}")
    if not 0 <= arguments.seed < 2**63:
        raise ConfigurationError(f"the seed is an integer from 0, not {arguments.seed}")


def _run(arguments: argparse.Namespace) -> None:
    training = _begin(arguments)
    checkpoint = arguments.output.with_suffix(".checkpoint.npz")
    shown = written = time.perf_counter()
    for _ in train(training):
        now = time.perf_counter()
        if now - written > _CHECKPOINT_SECONDS:
            save_checkpoint(training, checkpoint)
            written = now
        if now - shown > _REPORT_SECONDS:
            _say(_progress(training))
            shown = now
    save_checkpoint(training, checkpoint)
    losses = validation_losses(training)
    write_weights(training, arguments.output, losses)
    told = ", ".join(f"{task} {loss:.4f}" for task, loss in losses.items())
    _say(f"{training.n_steps:,} steps, {training.n_tasks:,} tables, {training.seconds:.0f} s; validation loss: {told}")
    _say(f"wrote {arguments.output}")


def _begin(arguments: argparse.Namespace) -> Training:
    device = _device(arguments.device)
    if arguments.resume is not None:
        return load_checkpoint(arguments.resume, device, arguments.seconds)
    settings = make_settings(arguments.size, seconds=arguments.seconds, n_steps=arguments.steps, seed=arguments.seed)
    return start_training(settings, device)


def _device(name: str) -> str:
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if name not in ("cpu", "cuda"):
        raise ConfigurationError(f"there is no device {name!r}, but auto, cpu and cuda")
    if name == "cuda" and not torch.cuda.is_available():
        raise ConfigurationError("torch finds no GPU here; leave --device out to train on the CPU")
    return name


def _progress(training: Training) -> str:
    loss = sum(value.item() for value in training.losses) / max(1, len(training.losses))
    return f"{training.progress:.0%}: {training.n_steps:,} steps, {training.n_tasks:,} tables, loss {loss:.3f}"


def _say(text: str) -> None:
    print(text, flush=True)


def _complain(message: str) -> int:
    print(f"metaselect: {escape(message)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
