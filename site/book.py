"""The course as a book: the stored notebooks and the pages for teachers, made by Sphinx. Nothing is run."""

import shutil
import tempfile
import tomllib
from pathlib import Path

import nbformat
from first_slider import write_slider
from pages import landing_page, page, teachers_page
from slides import has_slides
from sphinx.cmd.build import build_main

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def heading_slug(heading):
    """The name by which a link finds a heading, as in JupyterLab."""
    return heading.replace(" ", "-")


def book(out):
    """Write the book into the folder `out`. A mistake that Sphinx warns of stops the build."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    for folder in ("notebooks", "first_slider"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    slider = write_slider(out / "first_slider")
    landing = landing_page(
        read("site/index.md"), read("README.md"), notebooks["00_start_here"], list(notebooks), slider, project
    )
    decks = [name for name, notebook in notebooks.items() if has_slides(notebook)]
    with tempfile.TemporaryDirectory() as folder:  # Sphinx wants its sources in one place; the notebooks keep theirs
        source = Path(folder, "source")
        source.mkdir()
        (source / "index.md").write_text(landing, encoding="utf-8")
        for name, notebook in notebooks.items():
            nbformat.write(page(notebook, name, project), source / f"{name}.ipynb")
            shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", out / "notebooks")
        (source / "teachers").mkdir()
        for path in SITE.glob("teachers/*.md"):
            name, text = teachers_page(path.stem, read(path), project["urls"]["Repository"], decks)
            (source / "teachers" / f"{name}.md").write_text(text, encoding="utf-8")
        options = ["--quiet", "--fail-on-warning", "--keep-going", "-c", str(SITE), "-d", f"{folder}/doctrees"]
        if build_main([*options, str(source), str(out)]):
            raise SystemExit("The book was not made: what is wrong stands above.")
