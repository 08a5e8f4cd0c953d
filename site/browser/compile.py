"""Put bytecode in the place of sources, and Matplotlib's list of fonts beside it. Run by compile.mjs, in Pyodide.

Without it a browser compiles every module, and looks at every font, whenever a notebook is opened.
"""

import os
import sys
from pathlib import Path
from py_compile import PycInvalidationMode, compile

SITE = Path("/site")
KEPT = SITE / "now/helpers"  # learners may read it: its sources stay
TREES = [SITE / tree for tree in ("now", "later", "stdlib")]

for tree in TREES:
    for source in tree.rglob("*.py"):
        bytecode = None if KEPT in source.parents else source.with_suffix(".pyc")
        place = f"/lib/python3.14/site-packages/{source.relative_to(tree)}"
        compile(source, bytecode, place, doraise=True, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
        if bytecode:
            source.unlink()

sys.path.append(str(SITE / "now"))
os.environ["MPLCONFIGDIR"] = str(SITE / "now/matplotlib/config")
import matplotlib.font_manager  # noqa: E402, F401  (writes the list)
