"""A file, a DataFrame or two arrays go in; a `Dataset` comes out.

Reading decides the types of columns, which column is the target and which task it poses, and says so in
`Dataset.notes`. To add a file format, decorate a function in `reading/readers.py`.
"""

from metaselect.data.collections.read_collection import CollectionEntry, read_collection
from metaselect.data.columns.kinds import clean_columns, column_kinds
from metaselect.data.columns.roles import ColumnRole, find_roles
from metaselect.data.dataset import Dataset
from metaselect.data.dataset_from_file import make_dataset, read_dataset
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format
from metaselect.data.reading.readers import READERS
from metaselect.data.reading.repairs.repair import Repair
from metaselect.data.reading.repairs.rules import apply_repairs, find_repairs
from metaselect.data.reading.row_sample import WholeTable
from metaselect.data.reading.table_file import TableFile, read_file, read_table
from metaselect.data.tasks import TASKS, infer_task

__all__ = [
    "READERS",
    "TASKS",
    "CollectionEntry",
    "ColumnRole",
    "CsvFormat",
    "Dataset",
    "Repair",
    "TableFile",
    "WholeTable",
    "apply_repairs",
    "clean_columns",
    "column_kinds",
    "detect_csv_format",
    "find_repairs",
    "find_roles",
    "infer_task",
    "make_dataset",
    "read_collection",
    "read_dataset",
    "read_file",
    "read_table",
]
