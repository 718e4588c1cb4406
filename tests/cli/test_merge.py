import pytest

from metaselect.cli import main
from metaselect.experiments import Store
from metaselect.knowledge import load_knowledge_base
from metaselect.learners import make_configuration

pytestmark = pytest.mark.usefixtures("evaluated_here", "three_configurations")
BENCHMARK = ["benchmark", "--time-limit", "30", "--learners", "k_nearest_neighbors"]


@pytest.fixture
def three_configurations(monkeypatch):
    """Three configurations ship, two of which are of the learner that is asked for."""
    shipped = [make_configuration("k_nearest_neighbors", n_neighbors=k) for k in (3, 9)]
    shipped.append(make_configuration("decision_tree"))
    for module in ("metaselect.cli.benchmark", "metaselect.experiments.batch"):
        monkeypatch.setattr(f"{module}.shipped_configurations", lambda task: shipped)


def test_shards_of_two_machines_become_the_store_of_one(tiny_collection, tmp_path, capsys):
    whole, out, *parts = (str(tmp_path / name) for name in ("whole", "out.sqlite", "1", "2"))
    assert main([*BENCHMARK, str(tiny_collection), "--store", whole]) == 0
    for number, part in enumerate(parts, start=1):
        assert main([*BENCHMARK, str(tiny_collection), "--store", part, "--shard", f"{number}/2"]) == 0
        assert "1 datasets, 2 evaluations to do" in capsys.readouterr().out[-400:]
    for _ in range(2):
        assert main(["merge", out, *parts]) == 0
        assert "2 datasets, 4 evaluations" in capsys.readouterr().out
    with Store(whole) as one, Store(out) as two:
        columns = ["dataset", "configuration", "status", "fold_scores"]
        assert one.read_evaluations()[columns].equals(two.read_evaluations()[columns])
        assert one.read_datasets() == two.read_datasets()
    assert main(["learn", out, "--output", str(tmp_path / "mine")]) == 0
    assert len(load_knowledge_base(tmp_path / "mine").datasets) == 2


def test_stores_of_other_settings_are_refused_and_nothing_is_left_behind(tiny_collection, tmp_path, capsys):
    for store, limit in (("1", "30"), ("2", "31")):
        only = ["--only", "prices", "--time-limit", limit, "--learners", "k_nearest_neighbors"]
        assert main(["benchmark", str(tiny_collection), "--store", str(tmp_path / store), *only]) == 0
    assert main(["merge", str(tmp_path / "out"), str(tmp_path / "1"), str(tmp_path / "2")]) == 2
    assert "time_limit" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(["merge", str(tmp_path / "out"), str(tmp_path / "none")]) == 2
    assert "there is no store" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/2/3", "-1/2"])
def test_a_shard_that_is_none_is_refused(text, capsys):
    with pytest.raises(SystemExit):
        main(["benchmark", "collection", "--store", "x", f"--shard={text}"])
    assert "is not a shard such as 1/3" in capsys.readouterr().err
