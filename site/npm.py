"""Packages from npm, each pinned by the digest that npm publishes."""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile


def unpacked(package, digest, work):
    """The folder of a package such as "pyodide@314.0.6", unpacked in the folder `work`; `digest` is its sha512."""
    npm = shutil.which("npm") or sys.exit("npm is needed, and is not here")
    pack = subprocess.run(
        [npm, "pack", "--silent", package], cwd=work, check=True, capture_output=True, encoding="utf-8"
    )
    archive = work / pack.stdout.strip()
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != digest:
        sys.exit(f"{archive.name} is not what {package} has published.")
    with tarfile.open(archive) as file:
        file.extractall(work, filter="data")
    return work / "package"
