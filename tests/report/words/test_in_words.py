import metaselect.report  # noqa: F401  # every fact is defined by now
from metaselect.facts import Fact
from metaselect.recommendation import (
    ByGroups,
    ByRows,
    ByTime,
    FewRowsRule,
    LearnerNotRegistered,
    RareClass,
    UnlikeKnown,
    ValidationScheme,
)
from metaselect.report import as_argument, in_words
from metaselect.report.words.in_words import _WORDS, _WORDS_IN_DIALECT

SHUFFLED = ValidationScheme("KFold", {"n_splits": 5}, ByRows("single", 1234, is_stratified=False))
FACTS = [
    UnlikeKnown(),
    LearnerNotRegistered("mine", "my_learners"),
    LearnerNotRegistered("mine"),
    ByGroups("patient", 40, is_learned_from=True),
    ByTime("day", SHUFFLED),
    SHUFFLED,
    RareClass("accuracy", "it hardly tells models apart", 0.08, 0.92, ("balanced_accuracy", "roc_auc")),
    FewRowsRule("r2", 0.7, is_positive=True, alternatives=("neg_mean_absolute_error",)),
]


def of(kind):
    """Yield the types of facts, those without others below them."""
    below = kind.__subclasses__()
    if not below:
        yield kind
    for inner in below:
        yield from of(inner)


def test_every_fact_has_words_in_one_place():
    facts = {kind for kind in of(Fact) if kind.__module__.startswith("metaselect.")}
    assert facts == _WORDS.keys() | _WORDS_IN_DIALECT.keys()
    assert not _WORDS.keys() & _WORDS_IN_DIALECT.keys()


def test_python_reads_of_arguments_and_the_command_line_of_options():
    assert not [fact for fact in FACTS if "--" in str(fact)]
    assert [str(fact) for fact in FACTS] == [in_words(fact, as_argument) for fact in FACTS]
    options = [in_words(fact) for fact in FACTS if "--" in in_words(fact)]
    assert [words.partition("--")[2].split()[0] for words in options] == ["import", "drop", "metric", "metric"]


def test_sentences_are_without_their_full_stops():
    assert not [fact for fact in FACTS if str(fact).endswith(".")]
