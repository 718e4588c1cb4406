import pickle

import pandas as pd

from metaselect.knowledge import LazyTable

CURVES = pd.DataFrame({"dataset": ["a", "b", "a"], "train_share": [0.25, 0.25, 0.5]})


def test_it_is_made_once_and_only_when_asked_for():
    made = []

    def make(frame):
        made.append(frame)
        return frame

    table = LazyTable(make, CURVES)
    chosen = table.select(["a"])
    assert not made
    assert chosen.frame["train_share"].tolist() == [0.25, 0.5]
    assert chosen.frame is chosen.frame
    assert table.frame is CURVES
    assert len(made) == 1


def test_datasets_are_selected_by_the_names_they_were_given():
    table = LazyTable(CURVES.copy).rename({"a": "b", "b": "c"}).select(["b"])
    assert table.frame.to_dict("list") == {"dataset": ["b", "b"], "train_share": [0.25, 0.5]}
    assert table.select(["nothing"]).frame.columns.tolist() == ["dataset", "train_share"]


def test_it_can_be_sent_to_another_process_before_it_is_made():
    table = LazyTable(pd.DataFrame, CURVES.to_dict("list")).select(["a"])
    assert pickle.loads(pickle.dumps(table)).frame.equals(table.frame)
