"""What Sphinx is to read: the notebooks' pages, those for teachers, the landing page. Notebooks and texts in and out.

Nothing is told here that the project tells elsewhere: the README has the first words, notebook 00 the map with its
times, `pyproject.toml` the address.
"""

import copy
import html
import re
from string import Template

from nbformat.v4 import new_markdown_cell

WIDGET = "application/vnd.jupyter.widget-view+json"
BADGE = r"\[!\[(?P<words>.+?)\]\(.+?\)\]\((?P<address>.+?)\)"
SOURCE_FILE = re.compile(r"(?<!\[)`(helpers/[\w/]+\.py)`")
NOT_FOR_LEARNERS = {"notebooks", "site", "teach", "test"}  # extras; each other one is what some notebook needs


def run_address(name):
    """Where notebook `name` runs in the browser, as seen from a page."""
    return f"run/notebooks/index.html?path={name}.ipynb"


def link(address, words, attributes=""):
    return f'<a href="{html.escape(address)}"{attributes}>{words}</a>'


def in_a_row(links):
    """Links side by side, as a block of HTML."""
    return '<p class="doors">\n' + "\n".join(links) + "\n</p>"


def door(name, words):
    """The button that runs notebook `name`."""
    return link(run_address(name), words, ' class="door"')


# A notebook's page


def page(notebook, name, project):
    """The notebook as a page: links in the place of badges, panels as their stills, and the set-up cell folded."""
    notebook = copy.deepcopy(notebook)
    lacking = extras_in(notebook, project)
    repository, source = project["urls"]["Repository"], project["urls"]["Source"]
    notebook.cells[0].source = with_doors(notebook.cells[0].source, name, lacking, repository)
    set_up = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cells = []
    for cell in notebook.cells:
        cells.append(folded(cell) if cell is set_up else cell)
        if cell.cell_type == "markdown":
            cell.source = SOURCE_FILE.sub(rf"[`\1`]({source}/\1)", cell.source)
        elif as_pictures(cell) and not lacking:
            invitation = link(run_address(name), "Run this notebook") + " to move this panel."
            cells.append(new_markdown_cell(f'<p class="still">{invitation}</p>'))
    notebook.cells = cells
    return notebook


def folded(cell):
    """The set-up cell as a fold like that of a solution."""
    fold = f"<details>\n<summary>The set-up cell</summary>\n\n```ipython3\n{cell.source}\n```\n\n</details>"
    return new_markdown_cell(fold)


def extras_in(notebook, project):
    """The packages that the notebook imports and only an extra of the project asks for, sorted."""
    extras = project["optional-dependencies"]
    asked = {re.match(r"[\w-]+", ask)[0] for extra in set(extras) - NOT_FOR_LEARNERS for ask in extras[extra]}
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return sorted(asked & set(re.findall(r"^\s*(?:import|from) (\w+)", code, re.MULTILINE)))


def with_doors(source, name, lacking, repository):
    """The first cell: a button that runs the notebook, and its badges, which are pictures of another host, as words."""
    links = [link(badge["address"], badge["words"]) for badge in re.finditer(BADGE, source)]
    links.append(link(f"notebooks/{name}.ipynb", "Download", " download"))
    if lacking:
        links.insert(0, link(f"{repository}#the-notebooks", "On your own computer"))
        needs = " and ".join(f"<code>{package}</code>" for package in lacking)
        first = f"<span>It needs {needs}, which do not run in a browser. Open it elsewhere:</span>"
    else:
        first = door(name, "Run this here")
    return re.sub(rf"^{BADGE}.*$", lambda _: in_a_row([first, *links]), source, flags=re.MULTILINE)


def as_pictures(cell):
    """Leave of each output what a page can show, pictures with their description. Returns whether one was a panel."""
    panel = False
    for output in cell.outputs:
        data = output.get("data", {})
        panel |= WIDGET in data
        for kind in [kind for kind in data if kind.startswith("application/vnd.")]:  # for widgets and machines
            del data[kind]
        if "image/png" in data:  # MyST-NB takes a picture's description from its cell, not from the output
            cell.metadata["mystnb"] = {"image": {"alt": output.metadata["image/png"]["alt"]}}
    return panel


# The pages for teachers

CONTENTS = """
```{toctree}
:hidden:
:glob:

*
```
"""
DECKS = "<!-- decks -->"


def decks_in_a_row(decks, text):
    """Links to the decks of slides, with the titles that stand in the table of the teachers' index."""
    titles = {title[:2]: title for title in re.findall(r"^\| \[(\d\d .+?)\]", text, re.MULTILINE)}
    return in_a_row([link(f"../slides/{name}.html", titles[name[:2]]) for name in decks])


def teachers_page(name, text, repository, decks):
    """(name, text) of a page for teachers on the site: what leads to files on GitHub leads to pages here.

    The index links the notebooks' `decks` of slides, too, which are there on the site alone.
    """
    if name == "README":
        name, text = "index", text.replace(DECKS, decks_in_a_row(decks, text)) + CONTENTS
    links = {"](README.md": "](index.md", "](../../notebooks/": "](../", "](../../": f"]({repository}/blob/main/"}
    for on_github, here in links.items():
        text = text.replace(on_github, here)
    return name, text


# The landing page


def marked(text, mark):
    """The paragraph under the comment <!-- mark -->."""
    return re.search(rf"<!-- {mark} -->\n(.+?)\n\n", text, re.DOTALL)[1]


def course_map(start_here, names):
    """The table of notebook 00, with links, and minutes called minutes."""
    source = next(cell.source for cell in start_here.cells if "with the deeper parts |" in cell.source)
    table = re.search(r"^\| notebook \|.+?(?=\n\n)", source, re.MULTILINE | re.DOTALL)[0]
    by_number = {name[:2]: name for name in names}
    table = re.sub(r"\*\*((\d\d) .+?)\*\*", lambda row: f"[{row[1]}]({by_number[row[2]]}.ipynb)", table)
    return re.sub(r"\| (\d+) (?=\|)", r"| \1 min ", table)


def landing_page(template, readme, start_here, names, slider, project):
    """The page that the site opens with."""
    table = course_map(start_here, names)
    return Template(template).substitute(
        what_it_is=marked(readme, "what it is"),
        how_long=marked(readme, "how long"),
        doors=in_a_row([door(names[0], "Run it here"), link(f"{names[0]}.html", "Read it", ' class="door quiet"')]),
        slider=slider,
        map=table,
        contents="\n".join(f"{title} <{name}>" for title, name in re.findall(r"\[(\d\d .+?)\]\((\w+)\.ipynb\)", table)),
        repository=project["urls"]["Repository"],
    )
