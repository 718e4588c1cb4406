"""What a user taught metaselect: parts of knowledge in the user's data folder, each made from one store.

A part holds the user's own runs alone and joins the packaged knowledge when it is loaded, so that a newer metaselect
with more packaged knowledge needs nothing to be learned again.
"""

from __future__ import annotations

import datetime
import logging
import re
import shutil
from dataclasses import replace
from pathlib import Path

from metaselect.exceptions import Hint, KnowledgeBaseError, did_you_mean, shorten
from metaselect.folders import data_folder
from metaselect.knowledge.knowledge_base import KnowledgeBase, Provenance
from metaselect.knowledge.merge import merge
from metaselect.knowledge.provenance import provenance_parts
from metaselect.knowledge.storage import INDEX, PACKAGED_NAME, load_knowledge_base, save_knowledge_base

__all__ = [
    "forget",
    "knowledge_state",
    "learn",
    "learned_at",
    "learned_names",
    "load_all_knowledge",
    "load_learned",
    "replaces_earlier",
]

_logger = logging.getLogger(__name__)


def learn(knowledge_base: KnowledgeBase, name: str, *, replace_earlier: bool = False) -> Path:
    """Keep a knowledge base in the user's data folder, in place of an earlier one called `name`.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        The user's own runs alone.
    name : str
        Letters, digits, `_`, `-` and `.`, as it becomes the name of a folder.
    replace_earlier : bool
        Whether advice rests on this and what is learned later alone, not on what is packaged or was learned before.

    Raises
    ------
    KnowledgeBaseError
        If the name cannot be used.
    """
    if not re.fullmatch(r"\w[\w.-]*", name) or name == PACKAGED_NAME:
        raise KnowledgeBaseError(
            f"knowledge cannot be called {name!r}: a name has letters, digits, _, - and . alone and is not "
            f"{PACKAGED_NAME}",
            hint=Hint("name", "give another name="),
        )
    provenance: Provenance = {
        "parts": provenance_parts(knowledge_base),
        "notes": knowledge_base.provenance.get("notes", []),
        "dropped": knowledge_base.provenance.get("dropped", []),
        "learned": _next_moment(name),
        "replaces_earlier": replace_earlier,
    }
    return save_knowledge_base(replace(knowledge_base, provenance=provenance), _folder() / name)


def _next_moment(name: str) -> str:
    """Return the time of today, or, where the clock was set back, one after all that was learned before."""
    now = datetime.datetime.now(datetime.UTC)
    for other in learned_names():
        part = _load_if_usable(other) if other != name else None
        if part is not None and (moment := _as_moment(learned_at(part))) is not None and moment >= now:
            now = moment + datetime.timedelta(milliseconds=1)
    return now.isoformat(timespec="milliseconds")


def _as_moment(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def load_all_knowledge() -> KnowledgeBase:
    """Return the packaged knowledge and all that the user taught, merged in the order in which it was learned.

    A part that cannot be used, such as one that an older metaselect made, is left out with a warning to the log.
    """
    known = load_knowledge_base()
    parts = [part for name in learned_names() if (part := _load_if_usable(name)) is not None]
    for part in sorted(parts, key=learned_at):
        known = part if replaces_earlier(part) else merge(known, part)
    return known


def load_learned(name: str, *, any_metafeatures: bool = False) -> KnowledgeBase:
    """Return what was learned under `name`; the packaged knowledge for `"packaged"`.

    Parameters
    ----------
    name : str
        One of `learned_names`, or `"packaged"`.
    any_metafeatures : bool
        Load it even when its metafeatures have other versions than today's: for `redescribe` alone.

    Raises
    ------
    KnowledgeBaseError
        If there is nothing of this name, or it cannot be used.
    """
    if name == PACKAGED_NAME:
        return load_knowledge_base(any_metafeatures=any_metafeatures)
    return replace(load_knowledge_base(_existing(name), any_metafeatures=any_metafeatures), name=name)


def learned_names() -> list[str]:
    """Return the names of what was learned, in alphabetical order."""
    return sorted(path.parent.name for path in _folder().glob(f"*/{INDEX}"))


def forget(name: str) -> None:
    """Remove what was learned under `name`.

    Raises
    ------
    KnowledgeBaseError
        If there is nothing of this name.
    """
    if name == PACKAGED_NAME:
        raise KnowledgeBaseError(
            "the packaged knowledge cannot be removed",
            hint=Hint("replace", "to advise without it, learn with replace_earlier=True"),
        )
    folder = _existing(name)
    if folder.is_symlink():  # what it leads to is not ours
        folder.unlink()
    else:
        shutil.rmtree(folder)


def learned_at(knowledge_base: KnowledgeBase) -> str:
    """Return when it was learned, as ISO 8601 in UTC; empty for what was not."""
    return str(knowledge_base.provenance.get("learned", ""))


def replaces_earlier(knowledge_base: KnowledgeBase) -> bool:
    """Return whether nothing that was known before is used beside it."""
    return bool(knowledge_base.provenance.get("replaces_earlier", False))


def knowledge_state() -> tuple:
    """Return a value that differs whenever `load_all_knowledge` would return something else."""
    indices = [_folder() / name / INDEX for name in learned_names()]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in indices)


def _load_if_usable(name: str) -> KnowledgeBase | None:
    try:
        return load_learned(name)
    except KnowledgeBaseError as error:
        _logger.warning("the learned knowledge %s is left out: %s", name, error)
        return None


def _existing(name: str) -> Path:
    known = learned_names()
    if name not in known:
        raise KnowledgeBaseError(
            f"nothing was learned under the name {name!r}{did_you_mean(name, known)} "
            f"Known: {shorten([PACKAGED_NAME, *known])}"
        )
    return _folder() / name


def _folder() -> Path:
    return data_folder() / "knowledge"
