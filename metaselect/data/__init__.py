"""A file, a DataFrame or two arrays go in; a `Dataset` comes out.

Reading decides the types of columns, which column is the target and which task it poses, and says so in
`Dataset.notes`. To add a file format, decorate a function in `reading/readers.py`.
"""

from metaselect.data.collections.read_collection import CollectionEntry, read_collection
from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.date import DateColumn, is_date
from metaselect.data.columns.frames import as_dense, as_frame, is_foreign_frame, unmasked
from metaselect.data.columns.functions import COLUMN_FUNCTIONS
from metaselect.data.columns.kinds import clean_columns, column_types
from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.roles import (
    DROPPED_ROLES,
    ROLE_CHOICES,
    ColumnRole,
    assign_roles,
    check_roles,
    find_role,
    is_named_like_a_group,
)
from metaselect.data.dataset import Dataset, notes_on_table
from metaselect.data.dataset_from_arrays import dataset_from_arrays
from metaselect.data.dataset_from_file import make_dataset, read_dataset
from metaselect.data.leaks import find_leaks
from metaselect.data.missing_marks import MissingMarks, keep_marks, marks_of_columns, without_marks_of
from metaselect.data.notes import Note
from metaselect.data.reading.arff import read_arff, write_arff
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format
from metaselect.data.reading.quoted_lines import unquoted_lines
from metaselect.data.reading.readers import READERS, TableFormat, detect_format, is_text_table
from metaselect.data.reading.reading_options import DECIMALS, SEPARATORS, ReadingOptions
from metaselect.data.reading.repairs.column_names import with_tidy_names
from metaselect.data.reading.repairs.repair import Repair
from metaselect.data.reading.repairs.rules import apply_repairs, find_repairs
from metaselect.data.reading.row_sample import WholeTable
from metaselect.data.reading.rows_to_predict import ReadingRules, RowBlocks, read_rows
from metaselect.data.reading.sheets import SheetFormat
from metaselect.data.reading.table_file import TableFile, read_file, read_table
from metaselect.data.row_structure import RowStructure
from metaselect.data.stratification import deal_groups, deal_rows, spread_classes
from metaselect.data.target_column import find_target
from metaselect.data.target_reading import TargetReading, as_target, find_target_reading
from metaselect.data.tasks import TASKS, infer_task, is_classification, task_type_of

__all__ = [
    "COLUMN_FUNCTIONS",
    "DECIMALS",
    "DROPPED_ROLES",
    "READERS",
    "ROLE_CHOICES",
    "SEPARATORS",
    "TASKS",
    "CellRepair",
    "CollectionEntry",
    "ColumnRole",
    "ColumnType",
    "CsvFormat",
    "Dataset",
    "DateColumn",
    "MissingMarks",
    "Note",
    "ReadingOptions",
    "ReadingRules",
    "Repair",
    "RowBlocks",
    "RowStructure",
    "SheetFormat",
    "TableFile",
    "TableFormat",
    "TargetReading",
    "WholeTable",
    "apply_repairs",
    "as_dense",
    "as_frame",
    "as_target",
    "assign_roles",
    "check_roles",
    "clean_columns",
    "column_types",
    "dataset_from_arrays",
    "deal_groups",
    "deal_rows",
    "detect_csv_format",
    "detect_format",
    "find_leaks",
    "find_repairs",
    "find_role",
    "find_target",
    "find_target_reading",
    "infer_task",
    "is_classification",
    "is_date",
    "is_foreign_frame",
    "is_named_like_a_group",
    "is_text_table",
    "keep_marks",
    "make_dataset",
    "marks_of_columns",
    "notes_on_table",
    "read_arff",
    "read_collection",
    "read_dataset",
    "read_file",
    "read_rows",
    "read_table",
    "spread_classes",
    "task_type_of",
    "unmasked",
    "unquoted_lines",
    "with_tidy_names",
    "without_marks_of",
    "write_arff",
]
