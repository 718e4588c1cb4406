import json
import subprocess
import sys

import pytest

from metaselect.cli import _COMMANDS, main

# What is typed, and what the sentence about it holds.
MISTYPED = {
    ("recomend", "x.csv"): "did you mean 'recommend'?",
    ("discribe", "x.csv"): "did you mean 'describe'?",
    ("leaderbord", "x.sqlite"): "did you mean 'leaderboard'?",
    ("xyzzy",): "there is no command 'xyzzy', but recommend, fit, predict, describe",
    ("knowledge", "lst"): "did you mean 'list'?",
    ("recommend", "x.csv", "--tagret", "y"): "no option --tagret; did you mean '--target'?",
    ("recommend", "--tagret=y", "x.csv"): "no option --tagret; did you mean '--target'?",
    ("benchmark", "x", "--sotre", "s"): "did you mean '--store'?",
    ("evaluate", "--jason"): "did you mean '--json'?",
    ("knowledge", "export", "packaged", "--ouput", "x"): "did you mean '--output'?",
    ("--verison",): "did you mean '--version'?",
    ("recommend", "x.csv", "--zzz"): "no option --zzz; see metaselect recommend --help",
    ("recommend",): "required: FILE",
    ("recommend", "x.csv", "--json", "--code"): "not allowed with argument --json; give one of the two; see",
    (): "which command? recommend, fit, predict, describe",
    ("knowledge",): "which action? list, info",
    ("rules", "--bad"): "no option --bad; see metaselect rules --help",
    ("recommend", "x.csv", "churn"): "'churn' is one word too many; if it is the target, say --target churn; see "
    "metaselect recommend --help",
    ("learners", "xgboost", "ridge"): "'ridge' is one word too many; see metaselect learners --help",
    ("recommend", "x.csv", "--task", "binry"): "invalid choice: 'binry'",
    ("recommend", "x.csv", "--top", "0"): "'0' is not a whole number above 0",
    ("benchmark", "x", "--store", "s", "--time-limit", "-5"): "'-5' is not a number of seconds above 0",
}


@pytest.mark.parametrize("words", MISTYPED, ids=" ".join)
def test_what_is_mistyped_is_one_sentence(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*words])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert MISTYPED[words] in err
    assert err.count("\n") == 1
    assert err.startswith("metaselect: ")


def test_a_table_without_a_command_is_to_be_recommended_for(tmp_path, capsys):
    path = tmp_path / "my table.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SystemExit):
        main([str(path), "--target", "b"])
    assert f"did you mean: metaselect recommend '{path}' --target b ?" in capsys.readouterr().err


def test_options_may_be_shortened_and_values_begin_with_a_dash(capsys):
    with pytest.raises(SystemExit):
        main(["recommend", "x.csv", "--targ", "y", "--drop=-1", "--top", "0"])
    assert "'0' is not a whole number" in capsys.readouterr().err


_IMPORTED = """
import json, sys
from metaselect.cli import main
for words in json.loads(sys.argv[1]):
    try:
        main(words)
    except SystemExit:
        pass
print(json.dumps(sorted({"sklearn", "xgboost", "scipy", "pandas", "numpy"} & set(sys.modules))), file=sys.stderr)
"""


def test_help_and_errors_in_arguments_import_no_library_of_models():
    asked = [["--help"], *([name, "--help"] for name in _COMMANDS), *([*words] for words in MISTYPED)]
    command = [sys.executable, "-c", _IMPORTED, json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("usage: metaselect") == 1 + len(_COMMANDS)
    assert done.stderr.splitlines()[-1] == "[]"
