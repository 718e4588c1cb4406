import pytest

from metaselect.data import CollectionEntry
from metaselect.experiments import shard


@pytest.fixture
def entries(tmp_path):
    """Twenty files of 1 to 400 units of size, the largest first."""
    entries = []
    for i in range(20, 0, -1):
        path = tmp_path / f"d{i}.csv"
        path.write_bytes(b"x" * 10 * i**2)
        entries.append(CollectionEntry(path.stem, path, "y", "binary", path.stem))
    return entries


@pytest.mark.parametrize("n_shards", [1, 2, 3, 7, 25])
def test_every_dataset_is_in_exactly_one_shard(entries, n_shards):
    shards = [shard(entries, number, n_shards) for number in range(1, n_shards + 1)]
    assert sorted(entry.name for part in shards for entry in part) == sorted(entry.name for entry in entries)


def test_shards_cost_about_the_same(entries):
    costs = [sum(entry.path.stat().st_size ** 0.5 for entry in shard(entries, number, 3)) for number in (1, 2, 3)]
    assert max(costs) < 1.05 * min(costs)


def test_the_order_in_which_datasets_are_listed_does_not_matter(entries):
    there, back = shard(entries, 2, 3), shard(entries[::-1], 2, 3)
    assert there == back[::-1]


def test_a_table_that_is_not_there_yet_is_in_a_shard_too(tmp_path):
    entries = [CollectionEntry(name, tmp_path / name, "y", "binary", name) for name in "abc"]
    assert [len(shard(entries, number, 2)) for number in (1, 2)] == [2, 1]
