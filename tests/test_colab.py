"""The notebooks' first code cell installs helpers on Colab, and only there; it touches no other package."""

import json
import os
import shutil
import subprocess
import sys
import venv

import pytest
from address import current_slug, setup_cell
from colab import DISTRIBUTION, ROOT, changes

SLUG = current_slug(ROOT)
CELL = setup_cell(SLUG)

RECORD_PIP = """
import json, sys, types
from IPython.core.interactiveshell import InteractiveShell

if {on_colab}:
    sys.modules["google.colab"] = types.ModuleType("google.colab")
asked = []
shell = InteractiveShell.instance()
shell.register_magic_function(asked.append, "line", "pip")
shell.run_cell(sys.stdin.read()).raise_error()
print(json.dumps(asked))
"""


def asked_of_pip(on_colab):
    """The arguments of each %pip in the set-up cell, which prints nothing itself."""
    command = [sys.executable, "-c", RECORD_PIP.format(on_colab=on_colab)]
    done = subprocess.run(command, input=CELL, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def test_elsewhere_the_cell_does_nothing():
    assert asked_of_pip(on_colab=False) == []


def test_on_colab_the_cell_asks_for_helpers_without_dependencies():
    assert asked_of_pip(on_colab=True) == [f"install --quiet --no-deps git+https://github.com/{SLUG}"]


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory):
    """A Python that has IPython and nothing of what helpers needs."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("colab")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "ipython"], check=True)
    return str(python)


@pytest.mark.network
def test_on_colab_helpers_is_all_that_changes(bare_python):
    (added,) = changes(bare_python, CELL)
    assert added.startswith(f"{DISTRIBUTION} @ git+https://github.com/{SLUG}@")
    listing = f"import importlib.metadata as m; print(*m.files({DISTRIBUTION!r}), sep='\\n')"
    installed = subprocess.run([bare_python, "-c", listing], capture_output=True, encoding="utf-8", check=True).stdout
    sources = [path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    missing = {path.relative_to(ROOT).as_posix() for path in sources} - set(installed.replace("\\", "/").splitlines())
    assert not missing, "pyproject.toml leaves these files out of the package"


@pytest.mark.network
def test_a_cell_that_touches_another_package_is_noticed(bare_python):
    assert len(changes(bare_python, "%pip uninstall --quiet --yes wcwidth")) == 1
