"""Where the repository's public address stands, and the command that rewrites it everywhere:

    python .ci/address.py https://github.com/NAME/REPOSITORY [--tag TAG]

With a tag, notebooks are opened from there and helpers fetched from there, whatever becomes of `main` meanwhile;
`--tag main` goes back. Both are decided in pyproject.toml under [project.urls]; all else follows from it.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

ADDRESS = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?")
REF = re.compile(r"\w[\w.-]*")
UNTIL_PUBLISHED = "<!-- until published -->"  # ends a line that is true only while the owner is a placeholder

SETUP_CELL = """\
# Looks for the course's package, helpers, which Colab has to fetch first. If this cell says nothing, all is well.
import sys
from importlib.util import find_spec
from pathlib import Path

if "google.colab" in sys.modules:
    %pip install --quiet --no-deps git+https://github.com/{slug}@{ref}
    find_spec("helpers") or sys.exit("The course's helpers could not be fetched: pip says why above. Try again.")
if not (found := find_spec("helpers")):
    how = "https://github.com/{slug}"
    sys.exit(f"This kernel lacks the course's helpers: choose another (menu Kernel), or install them: {{how}}")
if not Path(str(found.origin)).with_name("explorables").is_dir():
    sys.exit(f"Another helpers is in the way, {{found.origin or 'a folder'}}: rename it, then restart the kernel.")"""

BADGES = (
    "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
    "(https://colab.research.google.com/github/{slug}/blob/{ref}/notebooks/{name}.ipynb) "
    "[![Open in Binder](https://mybinder.org/badge_logo.svg)]"
    "(https://mybinder.org/v2/gh/{slug}/{ref}?urlpath=lab/tree/notebooks/{name}.ipynb)"
)


PINNED = ("git+https://github.com/{slug}@{ref}", "/{slug}/blob/{ref}/", "/gh/{slug}/{ref}?", "/{slug}/tree/{ref}")


def slug_of(address):
    """'owner/repository' of a GitHub address."""
    match = ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(f"expected https://github.com/NAME/REPOSITORY, got {address!r}")
    return match[1]


def _urls(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]


def current_slug(root):
    return slug_of(_urls(root)["Repository"])


def current_ref(root):
    """The branch or tag that all links point to."""
    return _urls(root)["Source"].rpartition("/tree/")[2]


def site(slug):
    """Where GitHub Pages hands out the site of a repository."""
    owner, name = slug.split("/")
    return f"https://{owner}.github.io/{name}/"


def run_link(slug, name):
    """The link that opens notebook `name` on the site, ready to run."""
    return f"[Run it in your browser]({site(slug)}run/notebooks/index.html?path={name}.ipynb)"


def setup_cell(slug, ref):
    """The first code cell of every notebook."""
    return SETUP_CELL.format(slug=slug, ref=ref)


def badges(slug, ref, name):
    """The line of badges under the title of notebook `name`."""
    return BADGES.format(slug=slug, ref=ref, name=name)


def places(root):
    """The files in which the address stands."""
    patterns = ["pyproject.toml", "CITATION.cff", "*.md", "site/teachers/*.md", "notebooks/*.ipynb"]
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def rewrite(root, address, ref=None):
    """Put `address` and `ref` in the place of the present ones, and change nothing else. Returns the files changed."""
    old, new, old_ref = current_slug(root), slug_of(address), current_ref(root)
    new_ref = old_ref if ref is None else ref
    if not REF.fullmatch(new_ref):
        raise ValueError(f"a tag must be made of letters, digits, '.', '_' and '-', got {ref!r}")
    changed = []
    for path in places(root):
        before = path.read_bytes().decode("utf-8")  # bytes: line ends stay as they are
        after = re.sub(rf"(?<![\w.-]){re.escape(old)}(?![\w-])", new, before).replace(site(old), site(new))
        for form in PINNED:
            after = after.replace(form.format(slug=new, ref=old_ref), form.format(slug=new, ref=new_ref))
        if new != old:
            after = "".join(line for line in after.splitlines(keepends=True) if UNTIL_PUBLISHED not in line)
        if after != before:
            path.write_bytes(after.encode("utf-8"))
            changed.append(path)
    return changed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="https://github.com/NAME/REPOSITORY")
    parser.add_argument("--tag", help="what links and set-up cells point to; as it is, if not given")
    asked = parser.parse_args()
    try:
        for changed in rewrite(Path(__file__).resolve().parents[1], asked.address, asked.tag):
            print(changed)
    except ValueError as error:
        sys.exit(str(error))
