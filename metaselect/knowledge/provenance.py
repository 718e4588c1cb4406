"""Where the rows of a knowledge base come from."""

from __future__ import annotations

from typing import cast

from metaselect.knowledge.knowledge_base import KnowledgeBase, ProvenancePart

__all__ = ["learner_modules", "provenance_parts"]


# Said of what a knowledge base became, not of the runs that it was made from.
_OF_THE_WHOLE = ("notes", "dropped")


def provenance_parts(knowledge_base: KnowledgeBase) -> list[ProvenancePart]:
    """Return the provenance of each knowledge base that was merged into this one, the oldest first.

    Each has `settings` of the benchmark, `versions` of libraries and `learner_modules`.
    """
    provenance = knowledge_base.provenance
    if "parts" in provenance:
        return list(provenance["parts"])
    part = {name: value for name, value in provenance.items() if name not in _OF_THE_WHOLE}
    return [cast(ProvenancePart, part)]  # without `parts`, nothing else of the whole is there


def learner_modules(knowledge_base: KnowledgeBase) -> dict[str, str]:
    """Return the module that registers a learner, for each learner that metaselect does not ship.

    It is a hint for the user: what is read from a knowledge base is never imported.
    """
    return {
        learner: module
        for part in provenance_parts(knowledge_base)
        for learner, module in part.get("learner_modules", {}).items()
    }
