import numpy as np
import pandas as pd

from metaselect.data import Dataset
from metaselect.metafeatures import DatasetView
from metaselect.metafeatures.views.sampling import rows_of_classes

WORDS = np.array(["a", "good", "bad", "long", "short", "film", "with", "and", "without", "music", "or", "story"])


def test_a_small_dataset_is_taken_whole():
    assert rows_of_classes(np.array([500, 300, 2]), least=2).tolist() == [500, 300, 2]


def test_a_rare_class_keeps_thirty_rows_unless_classes_are_many():
    assert rows_of_classes(np.array([99_000, 900, 20]), least=3).tolist() == [991, 30, 20]
    assert rows_of_classes(np.full(500, 100), least=3).tolist() == [3] * 500


def test_both_samples_encode_numbers_categories_and_texts_that_vary():
    rng = np.random.default_rng(0)
    n_rows = 60
    X = pd.DataFrame(
        {
            "number": rng.normal(size=n_rows),
            "gaps": np.where(np.arange(n_rows) % 5, rng.normal(size=n_rows), np.nan),
            "color": rng.choice(["red", "green", "blue"], n_rows),
            "review": [" ".join(rng.choice(WORDS, 8)) for _ in range(n_rows)],
            "same": 1.0,
            "none": np.nan,
        }
    )
    view = DatasetView(Dataset.from_arrays(X, np.arange(n_rows) % 2))
    assert view.dataset.text_columns == ("review",)
    small, landmark = view.small_sample, view.landmark_sample
    assert set(landmark.columns) == {"number", "gaps", "color", "review"}
    assert len(np.unique(small.sources)) == 4
    by_column = dict(zip(landmark.columns, np.bincount(landmark.sources).tolist(), strict=True))
    assert (by_column["number"], by_column["gaps"], by_column["color"]) == (1, 2, 3)  # being missing is told
    assert sorted(np.bincount(small.sources).tolist())[:3] == [1, 1, 3]
    assert (small.weights > 0).all()
