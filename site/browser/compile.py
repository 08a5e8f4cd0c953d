"""Put bytecode in the place of sources, or every browser would compile at every start. Run by compile.mjs."""

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
