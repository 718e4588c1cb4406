import sys

import pytest

from metaselect.exceptions import MissingBackendError
from metaselect.metalearners import TreeMetaLearner
from metaselect.report import draw_tree

METAFEATURES = [f"metafeature_{j}" for j in range(12)]
CONFIGURATIONS = [f"configuration_{j}" for j in range(8)]


def test_picture_shows_every_split_and_every_leaf(make_planted, tmp_path):
    pytest.importorskip("matplotlib", reason="figures need the extra report")
    tree = TreeMetaLearner(max_depth=2).fit(*make_planted(120))
    figure = draw_tree(tree, METAFEATURES, CONFIGURATIONS)
    texts = [text.get_text() for text in figure.axes[0].texts]
    leaves = [text for text in texts if "known datasets" in text]
    assert len(leaves) == len(tree.rules(METAFEATURES, CONFIGURATIONS).splitlines())
    assert any(text.startswith("metafeature_3\n<=") for text in texts)
    assert texts.count("yes") == texts.count("no") == len(leaves) - 1
    figure.savefig(tmp_path / "tree.svg")
    assert (tmp_path / "tree.svg").stat().st_size > 1000


def test_missing_matplotlib_names_the_extra(make_planted, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingBackendError, match=r"metaselect\[report\]"):
        draw_tree(TreeMetaLearner().fit(*make_planted(60)), METAFEATURES, CONFIGURATIONS)
