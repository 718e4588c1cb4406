"""The metafeatures, one file per group; to add one, decorate a function in the file of its group.

simple          counts: rows, columns, classes, kinds of columns
missingness     what is missing, and whether that says something
categories      how categorical columns are made, and which are text
target          unevenness of classes, distribution of numbers
statistical     distributions of columns and their relations, without units
descriptive     the same in the units of the columns
information     entropies and mutual information
complexity      overlap, straight boundaries, neighbourhoods (for regression in `regression_complexity`)
clustering      how far classes are clusters
concept         how irregular the target is
model_based     the shape of decision trees
landmarking     skills of tiny models, their differences, ranks and learning curves (in `learning_curves`)
stability       how far what is learned holds for other rows: resamples, noise, drift

Advice is learned from simple and landmarking alone: all others together add nothing that can be measured. The cheap
ones among them serve to recognise a known dataset; the dear ones describe.
"""

# The names of a row are in this order, which is not that of the alphabet: it stays as it was.
# isort: off
from metaselect.metafeatures.groups import (  # noqa: F401  (they register)
    information,
    categories,
    clustering,
    complexity,
    concept,
    descriptive,
    landmarking,
    learning_curves,
    missingness,
    model_based,
    regression_complexity,
    simple,
    stability,
    statistical,
    target,
)
