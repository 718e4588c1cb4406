import json

import pytest

from metaselect.folders import cache_folder
from metaselect.recommendation.costs.machine_speed import (
    MachineSpeed,
    find_machine_speed,
    known_machine_speed,
    measure_machine_speed,
)

pytestmark = pytest.mark.usefixtures("data_folder_of_its_own")


@pytest.fixture
def half_speed(monkeypatch):
    """Measuring finds a machine that takes twice as long; the list counts how often it was asked."""
    calls = []
    monkeypatch.setattr(
        "metaselect.recommendation.costs.machine_speed.measure_machine_speed",
        lambda: calls.append(1) or MachineSpeed(2.0, measured=True),
    )
    return calls


def test_nothing_is_known_before_it_is_measured():
    assert known_machine_speed() == MachineSpeed(1.0, measured=False)
    assert not cache_folder().exists()


def test_what_was_measured_is_remembered(half_speed):
    assert find_machine_speed() == find_machine_speed() == known_machine_speed() == MachineSpeed(2.0, measured=True)
    assert half_speed == [1]


def test_what_is_kept_is_plain_json(half_speed):
    find_machine_speed()
    (path,) = cache_folder().iterdir()
    assert json.loads(path.read_text())["factor"] == 2.0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"version": 1}', '{"version": 1, "machine": "another", "factor": 3.0}', "\x00"]
)
def test_a_damaged_file_or_one_of_another_machine_is_measured_anew(text, half_speed):
    cache_folder().mkdir(parents=True)
    (cache_folder() / "machine_speed.json").write_text(text)
    assert known_machine_speed() == MachineSpeed()
    assert find_machine_speed() == known_machine_speed() == MachineSpeed(2.0, measured=True)


@pytest.mark.parametrize("factor", [0, -1, float("inf"), float("nan"), "x"])
def test_an_impossible_factor_is_not_believed(factor, half_speed):
    find_machine_speed()
    path = cache_folder() / "machine_speed.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "factor": factor}))
    assert known_machine_speed() == MachineSpeed()


def test_a_folder_that_cannot_be_written_is_no_error(half_speed, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("METASELECT_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert find_machine_speed() == MachineSpeed(2.0, measured=True)
    assert known_machine_speed() == MachineSpeed()


def test_measuring_finds_a_plausible_factor_and_writes_nothing():
    speed = measure_machine_speed()
    assert speed.measured
    assert 0.02 < speed.factor < 50
    assert not cache_folder().exists()
