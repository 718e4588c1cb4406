"""Runs inside the environment of pymfe, which is not ours: arrays in, values of pymfe as JSON out.

python _pymfe_worker.py FILE.npz SEED        values of X and y, by rescaling and name
python _pymfe_worker.py FILE.npz SEED all    groups="all" once, for its time
"""

import json
import sys
import warnings

import numpy as np
from pymfe.mfe import MFE

_VARIANTS = {
    "as it is": (None, ["general", "statistical", "info-theory", "landmarking", "complexity", "concept"]),
    "standardised": ("standard", ["clustering", "statistical"]),
    "scaled to 0 to 1": ("min-max", ["model-based", "complexity"]),
}


def main() -> None:
    """Measure what is asked for."""
    warnings.simplefilter("ignore")
    arrays, seed = np.load(sys.argv[1]), int(sys.argv[2])
    if sys.argv[3:] == ["all"]:
        extractor = MFE(groups="all", random_state=seed).fit(arrays["X"], arrays["y"], suppress_warnings=True)
        extractor.extract(suppress_warnings=True)
        print("done")
        return
    print(json.dumps({name: values_of(arrays, seed, *variant) for name, variant in _VARIANTS.items()}))


def values_of(arrays, seed: int, rescale: str | None, groups: list[str]) -> dict[str, float]:
    """Return the values by name, each array as its mean, min and max."""
    extractor = MFE(groups=groups, summary=["mean", "min", "max"], random_state=seed)
    extractor.fit(arrays["X"], arrays["y"], rescale=rescale, suppress_warnings=True)
    names, values = extractor.extract(suppress_warnings=True)
    return {name: float(value) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
