"""Put what runs Python in the browser into a folder: Pyodide, and the wheels of what notebooks and kernel import.

    python site/get_pyodide.py FOLDER            its release: the runtime from npm, wheels from Pyodide's own host
    python site/get_pyodide.py FOLDER --mirrors  from npm and PyPI alone, for a machine that reaches nothing else

The runtime is pinned by the digest that npm publishes, and carries a lock file with the sum of every wheel of the
release; pure Python packages that are not in it come from PyPI.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from npm import unpacked

VERSION, PYTHON = "314.0.6", "3.14"
DIGEST = "BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="  # sha512
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
RUNTIME = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]

CARRIER = "open-webui==0.12.4"  # a package on PyPI that ships compiled wheels of Pyodide, with their lock file
SHIPPED = "open_webui/frontend/pyodide/"

ROOTS = ["numpy", "scikit-learn", "matplotlib", "ipython", "micropip"]
PURE = ["comm==0.2.3", "ipywidgets==8.1.8"]
NOT_NEEDED = {"fonttools", "pytz"}  # Matplotlib imports them for PDF files and for pandas' dates alone


def download(folder, *requirements):
    """The wheels of `requirements` from PyPI, by pip and without what they depend on."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--python-version", PYTHON, "--platform", "any", "--ignore-requires-python", "--dest", str(folder)]
    subprocess.run([*command, *requirements], check=True)


def write_runtime(out, work):
    """Pyodide's runtime from npm. Returns the lock file of its release."""
    package = unpacked(f"pyodide@{VERSION}", DIGEST, work)
    for name in RUNTIME:
        shutil.copy(package / name, out)
    return json.loads((package / "pyodide-lock.json").read_text())


def from_release(name):
    """The bytes of a wheel of Pyodide's release."""
    with urllib.request.urlopen(RELEASE + name) as response:
        return response.read()


def from_carrier(work):
    """The lock file of a package that ships Pyodide's wheels, and a function that gives a wheel or None."""
    download(work, CARRIER)
    carrier = zipfile.ZipFile(next(work.glob("open_webui-*.whl")))
    present = set(carrier.namelist())
    lock = json.loads(carrier.read(SHIPPED + "pyodide-lock.json"))
    return lock, lambda name: carrier.read(SHIPPED + name) if SHIPPED + name in present else None


def needed(packages):
    """The names in a lock file's `packages` that ROOTS need, themselves among them, sorted."""
    found, waiting = set(), list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in NOT_NEEDED:
            found.add(name)
            waiting += [re.sub(r"[-_.]+", "-", need).lower() for need in packages[name]["depends"]]
    return sorted(found)


def write_pyodide(out, mirrors=False):
    """Fill the folder `out`. Nothing whose sum is wrong gets into it."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        lock, wheel = write_runtime(out, work), from_release
        (out / "pyodide-lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}))  # run.py packs them
        if mirrors:
            lock, wheel = from_carrier(work)
        pure = list(PURE)
        for name in needed(lock["packages"]):
            entry = lock["packages"][name]
            content = wheel(Path(entry["file_name"]).name)
            if content is None:
                pure.append(f"{name}=={entry['version']}")
            elif hashlib.sha256(content).hexdigest() == entry["sha256"]:
                (out / Path(entry["file_name"]).name).write_bytes(content)
            else:
                sys.exit(f"{entry['file_name']} is not what Pyodide's lock file says.")
    download(out, *pure)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mirrors", action="store_true", help="from npm and PyPI alone")
    asked = parser.parse_args()
    write_pyodide(asked.folder, asked.mirrors)
