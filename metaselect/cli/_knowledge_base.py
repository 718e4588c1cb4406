"""The option `--knowledge-base` that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from metaselect.exceptions import KnowledgeBaseError, did_you_mean, shorten

if TYPE_CHECKING:
    from metaselect.knowledge import KnowledgeBase

__all__ = ["add_knowledge_base", "find_knowledge_base"]


def add_knowledge_base(parser: argparse.ArgumentParser) -> None:
    """Add `--knowledge-base`, for `find_knowledge_base`."""
    parser.add_argument(
        "--knowledge-base",
        metavar="DIR|NAME",
        help="a folder made by metaselect learn --output, a name that metaselect knowledge list shows, or packaged "
        "(default: the packaged knowledge and all that was learned)",
    )


def find_knowledge_base(chosen: str | None, *, any_metafeatures: bool = False) -> KnowledgeBase:
    """Return the knowledge base of this name or in this folder; all that is known when None."""
    from metaselect.knowledge import (
        PACKAGED_NAME,
        learned_names,
        load_all_knowledge,
        load_knowledge_base,
        load_learned,
    )

    if chosen is None:
        return load_all_knowledge()
    if chosen in {PACKAGED_NAME, *learned_names()}:
        return load_learned(chosen, any_metafeatures=any_metafeatures)
    if not Path(chosen).exists() and Path(chosen).name == chosen:  # a name, not a path
        known = [PACKAGED_NAME, *learned_names()]
        raise KnowledgeBaseError(
            f"there is neither a folder {chosen} nor knowledge that was learned under this name"
            f"{did_you_mean(chosen, known)} Known: {shorten(known)}"
        )
    return load_knowledge_base(chosen, any_metafeatures=any_metafeatures)
