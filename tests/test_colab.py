"""The notebooks' first code cell installs helpers on Colab, and only there; it touches no other package.

Where the course's helpers are not to be had, it stops the notebook with a sentence.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from importlib.machinery import PathFinder

import pytest
from address import current_ref, current_slug, setup_cell
from colab import DISTRIBUTION, ROOT, changes
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

SLUG, REF = current_slug(ROOT), current_ref(ROOT)
CELL = setup_cell(SLUG, REF)

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
    assert asked_of_pip(on_colab=True) == [f"install --quiet --no-deps git+https://github.com/{SLUG}@{REF}"]


def kernel_says(folder, on_colab=False, hidden=False):
    """What the set-up cell of a kernel in `folder` ends with; for `hidden` helpers, as if none were installed."""
    surroundings = [
        "import importlib.util, sys, types",
        "sys.modules['google.colab'] = types.ModuleType('google.colab')" if on_colab else "",
        "importlib.util.find_spec = lambda name: None" if hidden else "",
        "get_ipython().register_magic_function(lambda line: None, 'line', 'pip')",
    ]
    nb = new_notebook(cells=[new_code_cell(source) for source in ["\n".join(surroundings), CELL, "went_on = True"]])
    kernel = NotebookClient(nb, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # it precedes the folder
    with pytest.raises(CellExecutionError):
        kernel.execute(env=environment)
    assert nb.cells[2].execution_count is None
    (error,) = (output for output in nb.cells[1].outputs if output.output_type == "error")
    assert len(error.traceback) < 5
    return error.evalue


def test_a_kernel_without_helpers_is_told_what_to_do(tmp_path):
    said = kernel_says(tmp_path, hidden=True)
    assert said.startswith("This kernel lacks the course's helpers: choose another")
    assert said.endswith(f": https://github.com/{SLUG}")  # a notebook that was downloaded alone has no README beside it


def test_a_download_that_failed_is_told(tmp_path):
    said = kernel_says(tmp_path, on_colab=True, hidden=True)
    assert said == "The course's helpers could not be fetched: pip says why above. Try again."


@pytest.mark.parametrize("own", ["helpers.py", "helpers/__init__.py"])
@pytest.mark.parametrize("on_colab", [True, False])
def test_another_helpers_is_named_and_not_run(tmp_path, own, on_colab):
    path = tmp_path / own
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise RuntimeError('this was run')", encoding="utf-8")
    said = kernel_says(tmp_path, on_colab)
    assert said.startswith("Another helpers is in the way, ")
    assert said.endswith(f"{path.name}: rename it, then restart the kernel.")


def test_a_folder_without_init_is_another_helpers_too(tmp_path, monkeypatch):
    (tmp_path / "helpers").mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.setattr("sys.meta_path", [PathFinder])
    monkeypatch.delitem(sys.modules, "helpers", raising=False)
    with pytest.raises(SystemExit, match="is in the way, a folder: rename"):
        exec(CELL.replace("%pip", "pass  #"), {})


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
