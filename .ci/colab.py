"""Run the notebooks' set-up cell as Colab would, in the environment of the Python that runs this file:

    python .ci/colab.py

The public address is answered by a copy of this checkout. Fails unless helpers is all that the cell changes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from address import current_ref, current_slug, setup_cell

ROOT = Path(__file__).resolve().parents[1]
DISTRIBUTION = "from-a-line-to-a-network"

STAND_IN = """
import sys, types
from IPython.core.interactiveshell import InteractiveShell

sys.modules["google.colab"] = types.ModuleType("google.colab")
InteractiveShell.instance().run_cell(sys.stdin.read()).raise_error()
"""


def as_repository(folder):
    """Commit the package of this checkout to a new git repository in `folder`."""
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ["pyproject.toml", "README.md", "LICENSE"]:
        shutil.copy(ROOT / name, folder)
    identity = ["-c", "user.name=test", "-c", "user.email=test@localhost"]
    branch = f"--initial-branch={current_ref(ROOT)}"  # or as if it were the tag
    for command in [["init", "--quiet", branch], ["add", "."], [*identity, "commit", "--quiet", "--message", "Try it"]]:
        subprocess.run(["git", *command], cwd=folder, check=True)


def packages(python):
    """The lines of `pip freeze`."""
    freeze = [python, "-m", "pip", "freeze", "--quiet"]
    return set(subprocess.run(freeze, capture_output=True, encoding="utf-8", check=True).stdout.splitlines())


def changes(python, cell):
    """The packages that `cell`, run on Colab, adds to or takes from those of `python`."""
    before = packages(python)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        as_repository(Path(folder))
        redirect = {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{Path(folder).resolve().as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_0": f"https://github.com/{current_slug(ROOT)}",
        }
        subprocess.run([python, "-c", STAND_IN], input=cell, encoding="utf-8", env=os.environ | redirect, check=True)
    return before ^ packages(python)


if __name__ == "__main__":
    changed = changes(sys.executable, setup_cell(current_slug(ROOT), current_ref(ROOT)))
    print("\n".join(["The set-up cell changed:", *sorted(changed)]))
    if len(changed) != 1 or not changed.pop().startswith(DISTRIBUTION + " @ "):
        sys.exit("It should have added helpers and touched nothing else.")
