"""What to beware of, in words."""

from __future__ import annotations

from metaselect.recommendation import LearnerNotRegistered, MetricStandIn, MoreRowsThanKnown, UnlikeKnown
from metaselect.report.words.dialects import Dialect

__all__ = ["more_rows_words", "not_registered_words", "stand_in_words", "unlike_words"]


def unlike_words(caveat: UnlikeKnown) -> str:
    """Return what it means that nothing known is like the dataset."""
    return (
        "this dataset is unlike nearly all known ones: take the order as a guess, the scores as uncertain, and "
        "compare the candidates on your data"
    )


def more_rows_words(caveat: MoreRowsThanKnown) -> str:
    """Return what more rows than any known dataset has may be worth."""
    words = (
        f"the known datasets have up to {caveat.most_rows} rows, this one has {caveat.n_rows}: scores may be better "
        "than expected, most of all those of flexible learners"
    )
    if not caveat.more_rows.gains:
        return words
    gains = ", ".join(f"{learner} {100 * gain:.1f} %" for learner, gain in caveat.more_rows.gains.items())
    return (
        f"{words}; of the way from the dummy to perfection twice the rows gained, on {caveat.more_rows.n_datasets} "
        f"known datasets (medians; fast learners only): {gains}"
    )


def stand_in_words(caveat: MetricStandIn) -> str:
    """Return what stands in for a metric that known datasets were not scored by."""
    return (
        f"the known datasets were not scored by {caveat.metric}: candidates are ordered by {caveat.stand_in}, and the "
        "expected scores are of that"
    )


def not_registered_words(caveat: LearnerNotRegistered, say: Dialect) -> str:
    """Return how a known learner becomes one that can be recommended."""
    way_out = say("import", caveat.module) if caveat.module else "import the module that registers it"
    return f"{caveat.learner} is known but not recommended, as it is not registered here: {way_out}"
