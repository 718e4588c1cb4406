from metaselect.data import Note
from metaselect.report import in_words


def test_a_suspected_leak_is_said_with_its_evidence_and_the_way_out():
    evidence = Note.on("one class", has_value=False, label="stayed")
    note = Note.on("leak", ["left_on"], evidence=evidence)
    words = (
        "left_on may leak the target: where it is missing, the target is always 'stayed'. "
        "If it is not known beforehand: "
    )
    assert in_words(note) == f"{words}--drop left_on"
    assert str(note) == f"{words}roles={{'left_on': 'drop'}}"
