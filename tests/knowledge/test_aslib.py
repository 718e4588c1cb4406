import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metaselect.exceptions import ScenarioError
from metaselect.knowledge import Scenario, read_scenario, write_scenario

PUBLISHED = Path(__file__).parents[3] / "shared" / "aslib"
needs_published = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the scenarios are not beside the checkout")

DESCRIPTION = """\
scenario_id: TINY
performance_measures:
- runtime
maximize:
- false
performance_type:
- runtime
algorithm_cutoff_time: 100
feature_steps:
  all:
    provides:
    - size
"""
RUNS = """\
@relation runs
@attribute instance_id string
@attribute repetition numeric
@attribute algorithm string
@attribute runtime numeric
@attribute runstatus {ok, timeout, memout, crash}
@data
i1,1,fast,1,ok
i1,1,slow,50,ok
i2,1,fast,100,timeout
i2,1,slow,60,ok
i3,1,fast,3,crash
"""
VALUES = "@relation v\n@attribute instance_id string\n@attribute repetition numeric\n@attribute size numeric\n@data\n"
CV = "@relation cv\n@attribute instance_id string\n@attribute repetition numeric\n@attribute fold numeric\n@data\n"
STATUS = "@relation s\n@attribute instance_id string\n@attribute repetition numeric\n@attribute all string\n@data\n"


@pytest.fixture
def folder(tmp_path):
    """A scenario of three instances and two algorithms."""
    (tmp_path / "description.txt").write_text(DESCRIPTION)
    (tmp_path / "algorithm_runs.arff").write_text(RUNS)
    (tmp_path / "feature_values.arff").write_text(VALUES + "i1,1,10\ni1,2,20\ni2,1,?\ni3,1,30\n")
    (tmp_path / "cv.arff").write_text(CV + "i1,1,1\ni2,1,2\ni3,1,1\n")
    return tmp_path


def test_runtimes_become_par10(folder):
    losses = read_scenario(folder).losses
    assert losses.loc["i1"].tolist() == [1, 50]
    assert losses.loc["i2"].tolist() == [1000, 60]
    assert losses.loc["i3"].tolist() == [1000, 1000]  # crashed; never run


def test_features_are_means_over_repetitions_and_may_be_missing(folder):
    assert read_scenario(folder).features["size"].tolist() == pytest.approx([15, np.nan, 30], nan_ok=True)


def test_quality_that_is_to_be_great_is_turned_around_and_a_failure_is_the_worst(folder):
    text = DESCRIPTION.replace("false", "true").replace("- runtime", "- solution_quality", 2)
    (folder / "description.txt").write_text(text)
    scenario = read_scenario(folder)
    assert (scenario.cutoff, scenario.maximize) == (None, True)
    assert scenario.losses.loc["i1"].tolist() == [-1, -50]
    assert scenario.losses.loc["i2"].tolist() == [-60, -60]


def test_costs_and_presolved_instances_are_known(folder):
    (folder / "feature_costs.arff").write_text(STATUS.replace("all string", "all numeric") + "i1,1,2\ni2,1,?\ni3,1,4\n")
    (folder / "feature_runstatus.arff").write_text(STATUS + "i1,1,ok\ni2,1,presolved\ni3,1,ok\n")
    scenario = read_scenario(folder)
    assert scenario.feature_costs.tolist() == [2, 0, 4]
    assert scenario.presolved.tolist() == [False, True, False]


def test_repetitions_are_averaged_and_as_failed_as_most_of_them(folder):
    more = "i1,2,fast,3,ok\ni2,2,slow,100,timeout\ni2,3,slow,100,timeout\n"
    (folder / "algorithm_runs.arff").write_text(RUNS + more)
    performance = read_scenario(folder).performance
    assert performance.at["i1", "fast"] == 2
    assert np.isnan(performance.at["i2", "slow"])


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("cv.arff", "i3,1,1", "i9,1,1", r"cv.arff, line 8: instance 'i9' is not in algorithm_runs.arff"),
        ("cv.arff", "i3,1,1\n", "", r"cv.arff lacks the instances i3 of algorithm_runs.arff"),
        ("cv.arff", "i3,1,1", "i1,1,1", r"cv.arff, line 8: a second fold for 'i1'|lacks the instances i3"),
        ("cv.arff", "i2,1,2", "i2,1,1", r"cv.arff has one fold in repetition 1"),
        ("cv.arff", "fold numeric", "split numeric", r"cv.arff lacks the attribute fold; it has instance_id"),
        ("algorithm_runs.arff", "i3,1,fast", "i1,1,fast", r"line 12: a second run of fast on i1"),
        ("algorithm_runs.arff", "3,crash", "3,exploded", r"line 12: runstatus is 'exploded'"),
        ("algorithm_runs.arff", "3,crash", "x,crash", r"line 12: runtime is 'x', not a number"),
        ("feature_values.arff", "i3,1,30", "i4,1,30", r"feature_values.arff, line 9: instance 'i4'"),
        ("description.txt", "time: 100", "time: ?", r"description.txt, line 8: algorithm_cutoff_time is '\?'"),
        ("description.txt", "- false", "- perhaps", r"description.txt, line 4: maximize is 'perhaps'"),
        ("description.txt", "- runtime\nalg", "- beauty\nalg", r"line 6: performance_type is 'beauty'"),
        ("description.txt", "performance_type", "kind", r"description.txt does not say performance_type"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(folder, file, old, new, message):
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    with pytest.raises(ScenarioError, match=message):
        read_scenario(folder)


@pytest.mark.parametrize("file", ["algorithm_runs.arff", "feature_values.arff", "cv.arff", "description.txt"])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    with pytest.raises(ScenarioError, match=f"{file} is missing"):
        read_scenario(folder)


def assert_same(read: Scenario, scenario: Scenario):
    for name in ("features", "performance", "folds"):
        pd.testing.assert_frame_equal(
            getattr(read, name), getattr(scenario, name), check_names=False, check_dtype=False, rtol=1e-8
        )
    for name in ("feature_costs", "presolved"):
        pd.testing.assert_series_equal(getattr(read, name), getattr(scenario, name), check_names=False)
    assert (read.name, read.maximize, read.cutoff) == (scenario.name, scenario.maximize, scenario.cutoff)


@pytest.mark.parametrize("quality", [False, True])
def test_what_is_written_is_read_again(folder, tmp_path, quality):
    scenario = read_scenario(folder)
    if quality:
        scenario = dataclasses.replace(scenario, cutoff=None, maximize=True)
    assert_same(read_scenario(write_scenario(scenario, tmp_path / "written")), scenario)


@needs_published
@pytest.mark.parametrize(
    ("name", "shape", "oracle", "single_best"),
    [
        pytest.param("BNSL-2016", (1179, 8), 219.9, 9017.1, marks=pytest.mark.slow),
        ("CPMP-2015", (527, 4), 227.6, 7002.9),
        ("MIP-2016", (218, 5), 281.5, 3007.9),
    ],
)
def test_published_scenarios_have_their_known_oracle_and_single_best(name, shape, oracle, single_best):
    losses = read_scenario(PUBLISHED / name).losses
    assert losses.shape == shape
    assert losses.min(axis=1).mean() == pytest.approx(oracle, abs=0.1)
    assert losses.mean().min() == pytest.approx(single_best, abs=0.1)


@needs_published
@pytest.mark.parametrize("name", ["MIP-2016", pytest.param("SAT11-RAND", marks=pytest.mark.slow)])
def test_a_published_scenario_survives_writing(name, tmp_path):
    scenario = read_scenario(PUBLISHED / name)
    assert_same(read_scenario(write_scenario(scenario, tmp_path)), scenario)
