import json
from pathlib import Path

import pytest

from metaselect.data import CollectionEntry
from metaselect.data.collections.openml import OpenMLEntry
from metaselect.data.reading.csv_format import CsvFormat
from metaselect.experiments._entry_message import entry_from_message, entry_to_message

FIELDS = ("iris", Path("iris.csv"), "species", "multiclass", "iris")
ENTRIES = [
    CollectionEntry(*FIELDS, source="made for tests"),
    CollectionEntry(*FIELDS, format=None),
    CollectionEntry(*FIELDS, format=CsvFormat(delimiter=";", decimal=",", missing=("", "?"))),
    OpenMLEntry(*FIELDS, task_id=59),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=["manifest", "found out", "format", "openml"])
def test_an_entry_of_any_kind_arrives_as_it_was(entry):
    arrived = entry_from_message(json.loads(json.dumps(entry_to_message(entry))))
    assert arrived == entry
    assert type(arrived) is type(entry)
    assert hash(arrived) == hash(entry)
