import numpy as np
import pytest

from metaselect.recommendation.plain_arrays import NotPlainError, read_plain, write_plain


class Box:
    def __init__(self, **held):
        vars(self).update(held)


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "values.npz"
    values = {
        "numbers": [1, 2.5, float("inf"), True, None, "text"],
        "box": Box(inner=Box(x=np.arange(3, dtype=np.int16)), pair=(1, ["a"]), by_name={"array": 1, "class": "Box"}),
        "vectors": [np.array([1.0, np.nan]), np.array([]), np.array([3.0])],
        "scalar": np.float32(0.5),
        "names": np.array(["ä", "b"]),
    }
    write_plain(path, values, [Box])
    read = read_plain(path, [Box])
    assert read["numbers"] == values["numbers"]
    assert (read["box"].pair, read["box"].by_name) == ((1, ["a"]), {"array": 1, "class": "Box"})
    assert read["box"].inner.x.dtype == np.int16
    assert read["box"].inner.x.tolist() == [0, 1, 2]
    for one, other in zip(read["vectors"], values["vectors"], strict=True):
        np.testing.assert_array_equal(one, other)
    assert (read["scalar"], read["names"].tolist()) == (0.5, ["ä", "b"])


def test_equal_arrays_are_written_once(tmp_path):
    path = tmp_path / "values.npz"
    noise = np.random.default_rng(0).random(5000)
    write_plain(path, {"a": noise, "b": noise.copy()}, [])
    assert path.stat().st_size < 1.5 * noise.nbytes
    read = read_plain(path, [])
    np.testing.assert_array_equal(read["a"], read["b"])


def test_other_objects_are_neither_written_nor_made(tmp_path):
    path = tmp_path / "values.npz"
    for value in (Box(), np.array([Box()]), {1, 2}, lambda: 0):
        with pytest.raises(NotPlainError, match="value"):
            write_plain(path, {"value": value}, [])
    write_plain(path, {"value": Box()}, [Box])
    with pytest.raises(NotPlainError, match="Box"):
        read_plain(path, [])
