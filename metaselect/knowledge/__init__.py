"""A store of evaluations goes in; a `KnowledgeBase` comes out, which is saved as plain data and loaded again, and
yields the matrices that meta-learners fit. How the packaged one was made is told in README.md of this folder.
"""

from metaselect.knowledge.build import build_knowledge_base
from metaselect.knowledge.knowledge_base import KnowledgeBase
from metaselect.knowledge.merge import merge, provenance_parts
from metaselect.knowledge.meta_examples import MetaExamples
from metaselect.knowledge.storage import load_knowledge_base, save_knowledge_base

__all__ = [
    "KnowledgeBase",
    "MetaExamples",
    "build_knowledge_base",
    "load_knowledge_base",
    "merge",
    "provenance_parts",
    "save_knowledge_base",
]
