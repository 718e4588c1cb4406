"""After README's commands the package can be imported, also beside a clone that has its name."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

import metaselect

CLONE = Path(metaselect.__file__).parents[1]
SCRIPT = "import metaselect\nprint(metaselect.__version__, len(metaselect.__all__))\n"
EXPECTED = f"{metaselect.__version__} {len(metaselect.__all__)}\n"


def run_beside_a_clone(folder, site):
    """Run a script in a folder in which the clone stands, and return what it prints."""
    (folder / "metaselect").symlink_to(CLONE, target_is_directory=True)
    (folder / "script.py").write_text(f"import site\nsite.addsitedir({str(site)!r})\n{SCRIPT}")
    command = [
        sys.executable,
        "-P",
        "-c",
        f"import sys, runpy; sys.path.insert(0, {str(folder)!r}); runpy.run_path('script.py')",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env={"PATH": ""})
    return done.stdout


@pytest.mark.skipif(not (CLONE / "setup.cfg").exists(), reason="the package is installed, and no clone is here")
def test_a_clone_in_the_folder_of_a_script_hides_nothing(tmp_path):
    config = configparser.ConfigParser()
    config.read(CLONE / "setup.cfg")
    assert config["editable_wheel"]["mode"] == "compat"  # which installs a plain path, as here
    site = tmp_path / "site"
    site.mkdir()
    (site / "metaselect.pth").write_text(f"{CLONE}\n")
    assert run_beside_a_clone(tmp_path, site) == EXPECTED


@pytest.mark.network
@pytest.mark.skipif(not (CLONE / "setup.cfg").exists(), reason="the package is installed, and no clone is here")
def test_a_clone_hides_nothing_of_an_editable_install(tmp_path):
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), "-e", str(CLONE)]
    subprocess.run(pip, check=True)
    assert run_beside_a_clone(tmp_path, site) == EXPECTED
