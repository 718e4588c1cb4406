"""A store of evaluations goes in; a `KnowledgeBase` comes out, which is merged with others, saved as plain data and
loaded again, and yields the matrices that meta-learners fit. The format, the rules of merging and how the packaged one
was made are told in README.md of this folder.
"""

from metaselect.knowledge.anonymize import anonymize
from metaselect.knowledge.aslib import Scenario, make_scenario, par10, read_scenario, write_scenario
from metaselect.knowledge.build import build_knowledge_base
from metaselect.knowledge.comparability import resampling_of_datasets, were_rows_shuffled
from metaselect.knowledge.coverage import Coverage, coverage
from metaselect.knowledge.fold_noise import NOISE
from metaselect.knowledge.knowledge_base import KnowledgeBase, Provenance, ProvenancePart
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.knowledge.learned import (
    forget,
    knowledge_state,
    learn,
    learned_at,
    learned_names,
    load_all_knowledge,
    load_learned,
    replaces_earlier,
)
from metaselect.knowledge.learning_curves import add_learning_curves
from metaselect.knowledge.merge import merge
from metaselect.knowledge.meta_examples import LEARNED_GROUPS, MetaExamples
from metaselect.knowledge.provenance import learner_modules, provenance_parts
from metaselect.knowledge.redescribe import redescribe
from metaselect.knowledge.storage import PACKAGED, PACKAGED_NAME, load_knowledge_base, save_knowledge_base

__all__ = [
    "LEARNED_GROUPS",
    "NOISE",
    "PACKAGED",
    "PACKAGED_NAME",
    "Coverage",
    "KnowledgeBase",
    "LazyTable",
    "MetaExamples",
    "Provenance",
    "ProvenancePart",
    "Scenario",
    "add_learning_curves",
    "anonymize",
    "build_knowledge_base",
    "coverage",
    "forget",
    "knowledge_state",
    "learn",
    "learned_at",
    "learned_names",
    "learner_modules",
    "load_all_knowledge",
    "load_knowledge_base",
    "load_learned",
    "make_scenario",
    "merge",
    "par10",
    "provenance_parts",
    "read_scenario",
    "redescribe",
    "replaces_earlier",
    "resampling_of_datasets",
    "save_knowledge_base",
    "were_rows_shuffled",
    "write_scenario",
]
