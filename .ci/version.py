"""The command that sets the version everywhere:

    python .ci/version.py 0.2.0

It is decided in pyproject.toml. CITATION.cff says it for those who cite, and each notebook's metadata for whoever has
its file alone: with the helpers of that version its outputs were made.
"""

import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
KEY = "from_a_line_to_a_network"  # in a notebook's metadata


def set_version(root, version):
    """Write the version into all files that say it."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ValueError(f"a version must be three numbers such as 0.2.0, got {version!r}")
    for name, form in {"pyproject.toml": 'version = "{}"', "CITATION.cff": "version: {}"}.items():
        path = root / name
        line = re.compile("^" + re.escape(form).replace(r"\{\}", ".+") + "$", re.MULTILINE)
        path.write_bytes(line.sub(form.format(version), path.read_bytes().decode("utf-8"), count=1).encode("utf-8"))
    for path in root.glob("notebooks/*.ipynb"):
        nb = nbformat.read(path, as_version=4)
        nb.metadata[KEY] = {"version": version}
        nbformat.write(nb, path)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        set_version(ROOT, sys.argv[1])
    except ValueError as error:
        sys.exit(str(error))
