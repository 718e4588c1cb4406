import logging

import pytest

from metaselect import read_dataset
from metaselect.cli import main
from metaselect.cli._hints import OptionsFormatter
from metaselect.exceptions import DatasetError, Hint, KnowledgeBaseError


def test_the_same_error_speaks_of_an_option_or_of_an_argument(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text("age,fare\n1,2\n2,3\n")
    with pytest.raises(DatasetError) as raised:
        read_dataset(path)
    assert str(raised.value).endswith("give its name as y= of recommend or target= of read_dataset")
    assert raised.value.hint.name == "target"
    assert main(["recommend", str(path)]) == 2
    assert capsys.readouterr().err.strip().endswith(f"{raised.value.message}; say --target COLUMN")


def test_errors_in_log_lines_speak_of_options_too():
    error = KnowledgeBaseError("it is gone", hint=Hint("make knowledge base", "make one with build_knowledge_base"))
    record = logging.LogRecord("metaselect", logging.WARNING, "", 0, "%s is left out: %s", ("mine", error), None)
    line = OptionsFormatter("metaselect: %(message)s").format(record)
    assert line == "metaselect: mine is left out: it is gone; make one with: metaselect learn STORE --output DIR"
