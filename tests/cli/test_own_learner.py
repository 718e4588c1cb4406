"""A learner of the user's own, five datasets of theirs: after `learn` it is recommended where it wins."""

import importlib
import json
import sys

import numpy as np
import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.knowledge import load_knowledge_base
from metaselect.learners import LEARNERS, make_configuration

pytestmark = pytest.mark.usefixtures("small_forests", "two_folds")


MODULE = """
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

from metaselect.learners import learner


class ParityClassifier(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        self.classes_ = np.unique(y)
        odd = self._odd(X)
        self.shares_ = np.array([[np.mean(y[odd == k] == c) for c in self.classes_] for k in (0, 1)])
        return self

    def predict_proba(self, X):
        return self.shares_[self._odd(X)]

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def _odd(self, X):
        return (np.asarray(X) > 0).sum(axis=1) % 2


@learner(tasks={"classification"})
def parity():
    \"\"\"Whether the number of positive columns is odd.\"\"\"
    return ParityClassifier()
"""


def parity_table(seed):
    """Whether an odd number of columns is positive: nothing that a shipped learner sees."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(100 + 10 * seed, 6))
    is_odd = (X > 0).sum(axis=1) % 2
    noisy = np.where(rng.random(len(X)) < 0.03, 1 - is_odd, is_odd)
    return pd.DataFrame(X, columns=list("abcdef")).assign(y=np.where(noisy, "odd", "even"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory, evaluate_here, two_folds):
    """A folder with a module, a sixth dataset, and the store of five others: `parity` and a shipped learner."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "my_learners.py").write_text(MODULE)
    (folder / "mine").mkdir()
    for i in range(5):
        parity_table(i).to_csv(folder / "mine" / f"p{i}.csv", index=False)
    parity_table(9).to_csv(folder / "sixth.csv", index=False)
    with pytest.MonkeyPatch.context() as patch:
        evaluate_here(patch)
        patch.chdir(folder)
        patch.syspath_prepend(folder)
        importlib.import_module("my_learners")
        two = [make_configuration(name) for name in ("parity", "logistic_regression")]
        for module in ("metaselect.cli.benchmark", "metaselect.experiments.batch"):
            patch.setattr(f"{module}.shipped_configurations", lambda task: two)
        benchmark = ["benchmark", "mine", "--target", "y", "--store", "runs.sqlite", "--import", "my_learners"]
        assert main(benchmark) == 0
        yield folder
    LEARNERS.pop("parity", None)
    sys.modules.pop("my_learners")


@pytest.fixture(scope="module")
def few_known():
    """Every fourth of the binary datasets of the packaged knowledge base."""
    packaged = load_knowledge_base()
    return packaged.select(packaged.datasets.query("task == 'binary'").index[::4])


@pytest.fixture
def learned(learned_beside_packaged, few_known, monkeypatch):
    """It was learned beside few of the datasets that are packaged."""
    module = importlib.import_module("metaselect.knowledge.learned")
    read = module.load_knowledge_base
    monkeypatch.setattr(module, "load_knowledge_base", lambda path=None, **_: read(path) if path else few_known)


@pytest.fixture
def learned_beside_packaged(folder, data_folder_of_its_own, monkeypatch, capsys):
    """The store was learned; the working directory is its folder."""
    monkeypatch.chdir(folder)
    monkeypatch.setitem(LEARNERS, "parity", LEARNERS["parity"])  # a test may take it out
    assert main(["learn", "runs.sqlite", "--import", "my_learners"]) == 0
    assert "learned as runs" in capsys.readouterr().out


def recommend(capsys, *arguments):
    assert main(["recommend", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_is_recommended_where_it_wins_and_not_elsewhere(learned, tmp_path, capsys):
    check_it_is_recommended_where_it_wins(tmp_path, capsys)


@pytest.mark.slow
def test_it_is_recommended_beside_all_that_is_packaged(learned_beside_packaged, tmp_path, capsys):
    check_it_is_recommended_where_it_wins(tmp_path, capsys)


def check_it_is_recommended_where_it_wins(tmp_path, capsys):
    answer = recommend(capsys, "sixth.csv")
    assert answer["candidates"][0]["learner"] == "parity"
    assert answer["knowledge_base"] == "packaged + runs"
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(200, 4)), columns=list("abcd"))
    table.assign(y=table.sum(axis=1) + rng.normal(size=200) > 0).to_csv(tmp_path / "easy.csv", index=False)
    assert recommend(capsys, str(tmp_path / "easy.csv"))["candidates"][0]["learner"] != "parity"


def test_it_is_left_out_with_the_module_to_import_where_it_is_not_registered(learned, capsys):
    LEARNERS.pop("parity")
    answer = recommend(capsys, "sixth.csv")
    assert all(candidate["learner"] != "parity" for candidate in answer["candidates"])
    assert any("parity is known but not recommended" in w and "import my_learners" in w for w in answer["warnings"])


def test_it_is_listed_shown_exported_and_removed(learned, tmp_path, capsys):
    assert main(["knowledge", "list", "--json"]) == 0
    listed = {row["name"]: (row["datasets"], row["evaluations"]) for row in json.loads(capsys.readouterr().out)}
    assert list(listed) == ["packaged", "runs"]
    assert listed["runs"] == (5, 10)
    shared = str(tmp_path / "shared")
    assert main(["knowledge", "info", "runs"]) == 0
    assert "parity is not part of metaselect; --import my_learners" in capsys.readouterr().out
    assert main(["knowledge", "export", "runs", "--output", shared, "--anonymous"]) == 0
    assert main(["knowledge", "remove", "runs"]) == 0
    capsys.readouterr()
    assert recommend(capsys, "sixth.csv")["knowledge_base"] == "packaged"
    assert main(["learn", shared]) == 0
    capsys.readouterr()
    answer = recommend(capsys, "sixth.csv")
    assert answer["candidates"][0]["learner"] == "parity"
    assert answer["neighbors"][0]["dataset"].startswith("dataset-")


def test_replace_uses_it_alone(learned, capsys):
    assert main(["learn", "runs.sqlite", "--replace", "--name", "only"]) == 0
    capsys.readouterr()
    answer = recommend(capsys, "sixth.csv")
    assert (answer["knowledge_base"], answer["n_known_datasets"]) == ("only", 5)
    assert recommend(capsys, "sixth.csv", "--knowledge-base", "packaged")["knowledge_base"] == "packaged"
