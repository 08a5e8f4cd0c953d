"""The course to run in the browser: JupyterLite over the notebooks, with a Pyodide packed for a quick start.

JupyterLite is Jupyter's own interface as a static site, and jupyterlite-pyodide-kernel its Python; both are used as
they are, through their settings. What comes on top is in browser/: the packages as two archives of bytecode (start.mjs,
start.py), and what the page says while it loads, and does with notebooks that have become old (page.mjs). Zstandard
packs them tighter than zip does, and Pyodide's Python unpacks it.
"""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

import nbformat
import zstandard
from get_pyodide import write_pyodide
from jupyter_core.paths import jupyter_path
from pages import extras_in

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

LATER = ("scipy", "scikit_learn", "joblib", "threadpoolctl")  # wheels that are fetched when they are first imported
KERNEL = ("pyodide_kernel", "piplite", "ipykernel", "widgetsnbextension-4")  # those of jupyterlite-pyodide-kernel
IN_PLACE = ["comm", "ipykernel", "ipython", "jedi", "micropip", "piplite", "pyodide-kernel"]  # JupyterLite fetches none
NOT_NEEDED = (  # at run time, by what the course does
    "**/tests",
    "**/*.pyi",
    "**/*.[ach]",
    "**/*.p[yx][dx]",
    "matplotlib/mpl-data/fonts/afm",
    "matplotlib/mpl-data/fonts/pdfcorefonts",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSerif*",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSansMono-*",
    "matplotlib/mpl-data/images",
    "matplotlib/mpl-data/sample_data",
    "pygments/lexers/[!_ps]*",  # all languages but Python's
    "pygments/lexers/_*_builtins.py",
    "*.data",
    "*.dist-info/RECORD",
    "dateutil/zoneinfo/*.gz",
    "matplotlib/backends/backend_[cgnpqw]*",  # windows, and PDF and PostScript files
)
BADGE = re.compile(r"\[!\[(.+?)\]\(.+?\)\]")


def run(out, pyodide=None):
    """Write JupyterLite into the folder `out`, with the Pyodide in the folder `pyodide` or else its release."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if pyodide is None:
            pyodide = work / "pyodide"
            write_pyodide(pyodide)
        packed = pack(pyodide, work)
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(packed.iterdir()))).hexdigest()[:12]
        lite = work / "lite"
        (lite / "files").mkdir(parents=True)
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            if not extras_in(notebook, PROJECT):
                nbformat.write(served(notebook), lite / "files" / path.name)
        (lite / "jupyter-lite.json").write_text(json.dumps(settings(f"python-{digest}")))
        command = [sys.executable, "-m", "jupyter", "lite", "build", "--apps", "notebooks", "--apps", "tree"]
        command += ["--lite-dir", str(lite), "--contents", str(lite / "files"), "--output-dir", str(out)]
        command.append("--no-sourcemaps")
        subprocess.run(command, cwd=lite, check=True, stdout=subprocess.DEVNULL)  # it leaves notes where it runs
        shutil.copytree(packed, out / f"python-{digest}")
    shutil.copy(SITE / "browser/page.mjs", out)
    page = out / "notebooks/index.html"
    page.write_text(with_script(page.read_text(encoding="utf-8")), encoding="utf-8")


def settings(folder):
    """JupyterLite's own. The name of Python's folder follows from its content, so that no browser keeps an old one."""
    kernel = {
        "pyodideUrl": f"./{folder}/start.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": IN_PLACE},
    }
    config = {
        "appName": "From a line to a network",
        "contentsStorageName": "from-a-line-to-a-network",
        "disabledExtensions": ["jupyterlab_pygments"],
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}


def served(notebook):
    """The notebook as the site hands it out: no pictures from other hosts, and a mark of what it said."""
    notebook.cells[0].source = BADGE.sub(r"[\1]", notebook.cells[0].source)
    notebook.metadata.kernelspec = {"name": "python", "display_name": "Python", "language": "python"}
    notebook.metadata.edition = edition(notebook)
    return notebook


def edition(notebook):
    """A digest of all cells' sources; page.mjs computes the same."""
    sources = json.dumps([cell.source for cell in notebook.cells], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(sources.encode()).hexdigest()


def with_script(page):
    """The page of a notebook, with page.mjs run before JupyterLite."""
    start = "await import("
    if page.count(start) != 1:
        sys.exit("JupyterLite's page is not what it was: see where page.mjs has to be run.")
    return page.replace(start, f"await (await import('../page.mjs')).prepare();\n        {start}")


def pack(pyodide, work):
    """Pyodide and all wheels as few archives of bytecode: the folder that the kernel loads from."""
    packed = work / "packed"
    for tree in ("now", "later", "stdlib"):
        (packed / tree).mkdir(parents=True)
    for path in pyodide.iterdir():
        if path.suffix != ".whl":
            shutil.copy(path, packed)
    for wheel in [*pyodide.glob("*.whl"), *kernel_wheels(), helpers_wheel(work)]:
        unpack(wheel, packed / ("later" if wheel.name.startswith(LATER) else "now"))
    unpack(packed / "python_stdlib.zip", packed / "stdlib")
    shutil.copy(SITE / "browser/start.py", packed / "now")
    for tree in ("now", "later"):
        for pattern in NOT_NEEDED:
            for path in (packed / tree).glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    for described in (packed / "later").glob("*.dist-info"):  # so that they count as installed
        shutil.move(described, packed / "now")
    subprocess.run(["node", str(SITE / "browser/compile.mjs"), str(packed)], check=True)
    for tree in ("now", "later"):
        (packed / f"{tree}.tar.zst").write_bytes(archive(packed / tree))
    with zipfile.ZipFile(packed / "python_stdlib.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in files(packed / "stdlib"):  # a zip file, since Python imports from it as it is
            entry = zipfile.ZipInfo(path.relative_to(packed / "stdlib").as_posix())  # all of the same early date
            file.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    for tree in ("now", "later", "stdlib"):
        shutil.rmtree(packed / tree)
    shutil.copy(SITE / "browser/start.mjs", packed)
    return packed


def kernel_wheels():
    wheels = "@jupyterlite/pyodide-kernel-extension/static/pypi/*.whl"
    found = [wheel for folder in jupyter_path("labextensions") for wheel in Path(folder).glob(wheels)]
    return [wheel for wheel in found if wheel.name.startswith(KERNEL)]


def helpers_wheel(work):
    """The wheel of this checkout, built from a copy, so that nothing is left in it."""
    source = work / "helpers"
    shutil.copytree(ROOT / "helpers", source / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(work), str(source)]
    subprocess.run(command, check=True)
    return next(work.glob("from_a_line_to_a_network-*.whl"))


def unpack(wheel, folder):
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def archive(folder):
    """All files of `folder` as the bytes of a compressed archive, which follow from theirs alone."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.GNU_FORMAT) as file:
        for path in files(folder):
            entry = tarfile.TarInfo(path.relative_to(folder).as_posix())
            entry.size = path.stat().st_size
            file.addfile(entry, io.BytesIO(path.read_bytes()))
    return zstandard.compress(tar.getvalue(), level=19)  # a third less than zip, and unpacked in less time
