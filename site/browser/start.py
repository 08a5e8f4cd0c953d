"""Runs in the kernel's worker before any notebook: loads what they all begin with, and leaves the rest for later."""

import importlib
import io
import os
import sys
import sysconfig
import tarfile
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder

SITE_PACKAGES = sysconfig.get_path("purelib")


class Later(MetaPathFinder):
    """Finds scikit-learn and SciPy, which are large, by fetching them when one of them is first imported."""

    names = ("scipy", "sklearn", "joblib", "threadpoolctl")

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            sys.meta_path.remove(self)
            tell("later")
            with tarfile.open(fileobj=io.BytesIO(fetched("later.tar.zst"))) as archive:
                archive.extractall(SITE_PACKAGES, filter="fully_trusted")
            tell("ready")
            importlib.invalidate_caches()
            return PathFinder.find_spec(name)


def tell(stage):
    """Let the page say how far things are."""
    from js import postMessage

    postMessage(f"start: {stage}")


def fetched(name):
    """The bytes of a file of the site; an import cannot wait for a promise, so the worker stands still meanwhile."""
    from js import XMLHttpRequest

    request = XMLHttpRequest.new()
    request.open("GET", os.environ["PACKAGES"] + name, False)
    request.responseType = "arraybuffer"
    request.send()
    return request.response.to_bytes()


sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, Later())

import pyodide_kernel  # noqa: E402

# jedi, which completes names, is not here: it is large, and IPython completes most of them without.
pyodide_kernel.ipython_shell.Completer.use_jedi = False

from helpers import checks, data, explorables, figures  # noqa: E402, F401
