import subprocess
import sys

import pytest

import metaselect
from metaselect.cli import main


@pytest.mark.parametrize("command", ["recommend", "evaluate", "benchmark", "learn"])
def test_help_of_every_command(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "usage: metaselect" in capsys.readouterr().out


def test_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert metaselect.__version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["guess"],
        ["recommend"],
        ["recommend", "x.csv", "--top", "0"],
        ["benchmark", "x", "--store", "s", "--time-limit", "-5"],
    ],
    ids=str,
)
def test_wrong_usage_ends_with_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "metaselect", "--help"], capture_output=True, text=True, check=True)
    assert "recommend a model for a table" in done.stdout


def test_a_reader_that_goes_away_is_no_error():
    script = f"{sys.executable} -m metaselect recommend --help | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", script], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
