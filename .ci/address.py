"""Where the repository's public address stands, and the command that rewrites it everywhere:

    python .ci/address.py https://github.com/NAME/REPOSITORY

The address is decided in pyproject.toml under [project.urls]; all else follows from it.
"""

import re
import sys
import tomllib
from pathlib import Path

ADDRESS = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?")
UNTIL_PUBLISHED = "<!-- until published -->"  # ends a line that is true only while the owner is a placeholder

SETUP_CELL = """\
# Looks for the course's package, helpers, which Colab has to fetch first. If this cell says nothing, all is well.
import sys
from importlib.util import find_spec
from pathlib import Path

if "google.colab" in sys.modules:
    %pip install --quiet --no-deps git+https://github.com/{slug}
    find_spec("helpers") or sys.exit("The course's helpers could not be fetched: pip says why above. Try again.")
if not (found := find_spec("helpers")):
    how = "https://github.com/{slug}"
    sys.exit(f"This kernel lacks the course's helpers: choose another (menu Kernel), or install them: {{how}}")
if not Path(str(found.origin)).with_name("explorables").is_dir():
    sys.exit(f"Another helpers is in the way, {{found.origin or 'a folder'}}: rename it, then restart the kernel.")"""

BADGES = (
    "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
    "(https://colab.research.google.com/github/{slug}/blob/main/notebooks/{name}.ipynb) "
    "[![Open in Binder](https://mybinder.org/badge_logo.svg)]"
    "(https://mybinder.org/v2/gh/{slug}/main?urlpath=lab/tree/notebooks/{name}.ipynb)"
)


def slug_of(address):
    """'owner/repository' of a GitHub address."""
    match = ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(f"expected https://github.com/NAME/REPOSITORY, got {address!r}")
    return match[1]


def current_slug(root):
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return slug_of(pyproject["project"]["urls"]["Repository"])


def site(slug):
    """Where GitHub Pages hands out the site of a repository."""
    owner, name = slug.split("/")
    return f"https://{owner}.github.io/{name}/"


def run_link(slug, name):
    """The link that opens notebook `name` on the site, ready to run."""
    return f"[Run it in your browser]({site(slug)}run/notebooks/index.html?path={name}.ipynb)"


def setup_cell(slug):
    """The first code cell of every notebook."""
    return SETUP_CELL.format(slug=slug)


def badges(slug, name):
    """The line of badges under the title of notebook `name`."""
    return BADGES.format(slug=slug, name=name)


def rewrite(root, address):
    """Put `address` in the place of the present one, and change nothing else. Returns the files changed."""
    old, new = current_slug(root), slug_of(address)
    changed = []
    for path in [root / "pyproject.toml", *sorted(root.glob("*.md")), *sorted(root.glob("notebooks/*.ipynb"))]:
        before = path.read_bytes().decode("utf-8")  # bytes: line ends stay as they are
        after = re.sub(rf"(?<![\w.-]){re.escape(old)}(?![\w-])", new, before).replace(site(old), site(new))
        if new != old:
            after = "".join(line for line in after.splitlines(keepends=True) if UNTIL_PUBLISHED not in line)
        if after != before:
            path.write_bytes(after.encode("utf-8"))
            changed.append(path)
    return changed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        for changed in rewrite(Path(__file__).resolve().parents[1], sys.argv[1]):
            print(changed)
    except ValueError as error:
        sys.exit(str(error))
