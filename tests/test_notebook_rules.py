"""Every notebook in notebooks/ keeps the same form. Each rule yields a sentence for every place that breaks it."""

import ast
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from address import badges, current_ref, current_slug, setup_cell
from common import NOTEBOOKS, ROOT, is_deeper
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from version import KEY

SLUG, REF = current_slug(ROOT), current_ref(ROOT)
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

MACHINE_PATH = re.compile(r"/(?:tmp|root|home|work|usr/local|Users)/|[A-Z]:\\+Users")
FLOAT = re.compile(r"(?<![\w.])\d+\.\d*(?:e[-+]?\d+)?(?!\.?\w)")
MAY_DIFFER = {"06_frameworks": 1, "07_add_machines": 1}  # cells nbval doesn't compare: a table of measured times each
MOST_DIGITS = {False: 6, True: 12}  # without and with the tag source-digits
DEEPER = "Deeper:"
TIMES = re.compile(r"About (\d+) minutes for the main path, (\d+) with the deeper parts\.$", re.MULTILINE)
LONGEST_MAIN_PATH = 75  # minutes
OPENING = ["What you'll do", "What you'll learn", "What you'll need"]
CLOSING = ["On your own", "In practice", "Where this comes from", "Next"]
PROPER_NAMES = {"Python", "Jupyter", "Colab", "Binder", "Keras", "Dask"}
PROPER_NAMES |= {"Hessian", "Hooke", "Newton", "Gauss", "Taylor"}
SOLUTION = re.compile(
    r"\s*<details>\s*<summary>Solution</summary>\n\n(?:(?!```).)*```python\n((?:(?!```).)*)```\n(?:(?!```).)*</details>\s*",
    re.DOTALL,
)


class Notebook:
    def __init__(self, path):
        self.path = path
        self.nb = nbformat.read(path, as_version=4)
        self.cells = self.nb.cells
        self.code = [cell for cell in self.cells if cell.cell_type == "code"]
        self.markdown = [cell.source for cell in self.cells if cell.cell_type == "markdown"]
        prose = "\n\n".join(self.markdown).replace("’", "'")
        self.prose = re.sub(r"```.*?```|`[^`\n]*`", "", prose, flags=re.DOTALL)
        self.framed = not path.name.startswith("00")  # the map of the series has a form of its own

    def outputs(self):
        """(number of the code cell, cell, output) for each output."""
        return ((i, cell, output) for i, cell in enumerate(self.code, 1) for output in cell.outputs)

    def headings(self):
        return headings(self.prose)


def headings(prose):
    """(level, text) of every heading."""
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) +(.+?)\s*$", prose, re.MULTILINE)]


def sections(cells):
    """For each cell the levels of the headings of the deeper sections that its parts stand in, 0 for none: a set."""
    level = 0
    for cell in cells:
        prose = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL) if cell.cell_type == "markdown" else ""
        starts_with_heading = re.match(r"[-\s]*#", prose)  # a rule (---) alone belongs to what follows
        levels = set() if starts_with_heading else {level}
        for depth, text in headings(prose):
            if level == 0 or depth <= level:
                level = depth if text.startswith(DEEPER) else 0
            levels.add(level)
        yield levels


def texts(output):
    """What an output says in words: stream text, or each text/* form without its HTML tags."""
    if output.output_type == "stream":
        return [output.text]
    return [re.sub(r"<[^>]*>", " ", text) for kind, text in output.get("data", {}).items() if kind.startswith("text/")]


def parsed(cell):
    """The syntax tree of a cell, its magic lines left out."""
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", cell.source, flags=re.MULTILINE))


def calls(cell, module):
    """The functions of `module` that a cell calls."""
    return re.findall(rf"\b{module}\.(\w+)\(", cell.source)


def written_as_jupyter_writes_it(notebook):
    nbformat.validate(notebook.nb)
    if nbformat.writes(notebook.nb) + "\n" != notebook.path.read_text(encoding="utf-8"):
        yield "the file's layout is not nbformat's; refresh the notebook as CONTRIBUTING.md says"


def small_enough(notebook):
    size = notebook.path.stat().st_size
    if size >= 1_000_000:
        yield f"the file has {size / 1e6:.2f} MB; it must stay under 1 MB"


def run_in_order(notebook):
    counts = [cell.execution_count for cell in notebook.code]
    if counts != list(range(1, len(counts) + 1)):
        yield f"the execution counts are {counts}: restart the kernel and run all cells in order"


def results_are_stored(notebook):
    for i, cell in enumerate(notebook.code, 1):
        last = parsed(cell).body[-1:] or [None]
        if cell.outputs or not isinstance(last[0], ast.Expr) or cell.source.rstrip().endswith(";"):
            continue
        value = last[0].value
        name = ast.unparse(value.func) if isinstance(value, ast.Call) else None
        if name is None or name in {"display", "print", "show"} or name.startswith("checks."):
            yield f"code cell {i} displays something, but no output is stored"


def nothing_goes_wrong(notebook):
    for i, _, output in notebook.outputs():
        if output.output_type == "error":
            yield f"code cell {i} stores an error: {output.ename}"
        elif output.get("name") == "stderr":
            yield f"code cell {i} writes to stderr: {output.text.strip()[:80]}"
        elif any("Warning:" in text for text in texts(output)):
            yield f"code cell {i} shows a warning"


def nothing_is_exempt(notebook):
    allowed = MAY_DIFFER.get(notebook.path.stem, 0)
    for i, cell in enumerate(notebook.code, 1):
        tags = [tag for tag in cell.metadata.get("tags", []) if tag.startswith("nbval") or tag == "raises-exception"]
        if tags == ["nbval-ignore-output"] and allowed:
            allowed -= 1
        elif tags or "NBVAL_" in cell.source:
            yield f"code cell {i} asks nbval to look away"


def no_metadata_but_tags(notebook):
    metadata = notebook.nb.metadata
    if extra := set(metadata) - {"kernelspec", "language_info", KEY}:
        yield f"the notebook's metadata keep {sorted(extra)}"
    if "version" in metadata.get("language_info", {}):
        yield "the notebook's metadata name a version of Python"
    if metadata.get("kernelspec", {}).get("name") != "python3":
        yield "the kernel is not python3, the name that every installation has"
    for i, cell in enumerate(notebook.cells, 1):
        if extra := set(cell.metadata) - {"tags", "slideshow"}:
            yield f"cell {i} keeps metadata {sorted(extra)}"


def says_its_version(notebook):
    if notebook.nb.metadata.get(KEY) != {"version": VERSION}:
        yield f"the notebook's metadata lack the version {VERSION}: `python .ci/version.py {VERSION}` writes it"


def no_machine_paths(notebook):
    for i, cell in enumerate(notebook.cells, 1):
        said = [cell.source, *(text for output in cell.get("outputs", []) for text in texts(output))]
        for found in filter(None, map(MACHINE_PATH.search, said)):
            yield f"cell {i} names a place on one machine: {found[0]}"


def pictures_are_described(notebook):
    for i, _, output in notebook.outputs():
        data = output.get("data", {})
        if "application/vnd.jupyter.widget-view+json" in data and "image/png" not in data:
            yield f"code cell {i} shows a widget that has no picture without a kernel"
        if "image/png" in data:
            said = data.get("text/plain", "")
            if len(said) < 30 or said.startswith("<"):
                yield f"code cell {i} shows a picture without a description of at least 30 characters in text/plain"
            if output.metadata.get("image/png", {}).get("alt") != said:
                yield f"code cell {i} shows a picture whose alt metadata is not its description"
    for _ in re.findall(r"!\[\s*\]\(|<img(?![^>]*alt=\"\w)", notebook.prose):
        yield "a picture in the text has no description"


def short_cells(notebook):
    lengths = [len(cell.source.strip().splitlines()) for cell in notebook.code]
    for i, length in enumerate(lengths, 1):
        if not 0 < length <= 25:
            yield f"code cell {i} has {length} lines; 1 to 25 are allowed"
    if statistics.median(lengths[1:] or [0]) > 6:  # the set-up cell is not the notebook's own
        yield f"the median code cell has {statistics.median(lengths[1:])} lines; at most 6 are allowed"


def few_digits(notebook):
    for i, cell, output in notebook.outputs():
        most = MOST_DIGITS["source-digits" in cell.metadata.get("tags", [])]
        for number in (number for text in texts(output) for number in FLOAT.findall(text)):
            mantissa = number.split("e")[0].replace(".", "").lstrip("0")
            if len(mantissa) > most:
                yield f"code cell {i} prints {number}: {len(mantissa)} significant digits, at most {most} are allowed"


def starts_with_set_up_cell(notebook):
    if not notebook.code or notebook.code[0].source != setup_cell(SLUG, REF):
        yield "the first code cell is not the set-up cell of .ci/address.py"


def title_and_badges_open(notebook):
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "the first cell does not start with the title"
    if badges(SLUG, REF, notebook.path.stem) not in first.source.splitlines():
        yield "the first cell lacks the line of badges of .ci/address.py"


def heading_levels(notebook):
    levels = [level for level, _ in notebook.headings()]
    if levels.count(1) != 1:
        yield f"there are {levels.count(1)} titles (#); there must be one"
    for (before, _), (after, text) in zip(notebook.headings(), notebook.headings()[1:], strict=False):
        if after > before + 1:
            yield f"'{text}' skips a level of headings"


def sentence_case(notebook):
    for _, heading in notebook.headings():
        words = re.sub(r"^\W*\w+|[:.?!] +\w+", " ", heading)  # without the first word of each sentence
        if capitals := set(re.findall(r"\b[A-Z][a-z]+\b", words)) - PROPER_NAMES:
            yield f"the heading '{heading}' has capitals within the sentence: {sorted(capitals)}"
        if heading[0].islower():
            yield f"the heading '{heading}' starts with a small letter"


def same_frame(notebook):
    if not notebook.framed:
        return
    places = []
    for part in [*OPENING, *CLOSING]:
        found = re.search(rf"^(?:#+ +|\*\*){part}", notebook.prose, re.MULTILINE)
        if found:
            places.append(found.start())
        else:
            yield f"the part '{part}' is missing (as a heading, or in bold at a line's start)"
    if places != sorted(places):
        yield f"the parts are not in the order {', '.join([*OPENING, *CLOSING])}"
    if len(re.findall(r"^---$", notebook.prose, re.MULTILINE)) < 2:
        yield "no rules (---) part the opening, the body and the closing"
    if not re.search(r"\b\d+ minutes\b", notebook.prose):
        yield "it does not say about how many minutes it takes"


def deeper_cells_are_tagged(notebook):
    if not notebook.framed:
        return
    for i, (cell, levels) in enumerate(zip(notebook.cells, sections(notebook.cells), strict=True), 1):
        if len({level > 0 for level in levels}) > 1:
            yield f"cell {i} stands partly within a deeper section, partly outside"
        elif is_deeper(cell) and levels == {0}:
            yield f"cell {i} is tagged deeper, but stands in no section whose heading begins with '{DEEPER}'"
        elif not is_deeper(cell) and levels != {0}:
            yield f"cell {i} stands in a deeper section and is not tagged deeper"


def deeper_sections_say_what_for(notebook):
    for i, source in enumerate(notebook.markdown, 1):
        if not re.search(rf"^#+ +{DEEPER}", source, re.MULTILINE):
            continue
        opening = re.match(rf"#+ +{DEEPER} +\S.*\n\n(.+)", source)
        if not opening:
            yield f"Markdown cell {i}: a heading '{DEEPER} …' stands at its cell's start, with words beneath it"
        elif not re.match(r"\W?[A-Z].*?\.(?: |$)", opening[1]):
            yield f"Markdown cell {i}: the deeper section does not begin with a sentence: what does one get?"


def says_both_times(notebook):
    if not notebook.framed:
        return
    needs = next((source for source in notebook.markdown if "What you'll need" in source), "")
    times = TIMES.search(needs.split("What you'll need")[-1].split("\n---")[0].rstrip())
    if not times:
        yield "'What you'll need' does not end with 'About … minutes for the main path, … with the deeper parts.'"
        return
    main, whole = map(int, times.groups())
    if main > LONGEST_MAIN_PATH:
        yield f"the main path takes {main} minutes, at most {LONGEST_MAIN_PATH} are allowed"
    if whole <= main:
        yield f"with the deeper parts it takes {whole} minutes, the main path alone {main}"


def respectful_words(notebook):
    for word in re.findall(r"\b(?:simply|obviously|trivial(?:ly)?)\b", notebook.prose, re.IGNORECASE):
        yield f"the text says '{word}': what is easy for the writer may not be for the reader"


def is_stub(cell):
    """Whether a value in the cell is left open as `...`"""
    values = (node.value for node in ast.walk(parsed(cell)) if isinstance(node, ast.Return | ast.Assign | ast.Expr))
    return any(isinstance(value, ast.Constant) and value.value is ... for value in values)


def exercises_are_whole(notebook):
    names = []
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        tagged = [tag.removeprefix("exercise-") for tag in cell.metadata.get("tags", []) if tag.startswith("exercise-")]
        names += tagged
        if is_stub(cell) != (len(tagged) == 1):
            yield f"cell {i + 1}: a cell has a stub (...) if and only if it has one tag exercise-NAME"
        for name in tagged:
            following = notebook.cells[i : i + 3]
            check = next((k for k, c in enumerate(following[:2]) if name in calls(c, "checks")), None)
            if check is None:
                yield f"exercise {name} is not followed by checks.{name}(...) in the same cell or the next"
                continue
            beneath = following[check + 1] if check + 1 < len(following) else None
            found = beneath and beneath.cell_type == "markdown" and SOLUTION.fullmatch(beneath.source)
            if not found:
                yield f"right beneath exercise {name} stands no <details> block 'Solution' with one ```python block"
            else:
                ast.parse(found[1])
    if len(names) != len(set(names)):
        yield f"two exercises have the same name: {sorted(names)}"


RULES = [
    written_as_jupyter_writes_it,
    small_enough,
    run_in_order,
    results_are_stored,
    nothing_goes_wrong,
    nothing_is_exempt,
    no_metadata_but_tags,
    says_its_version,
    no_machine_paths,
    pictures_are_described,
    short_cells,
    few_digits,
    starts_with_set_up_cell,
    title_and_badges_open,
    heading_levels,
    sentence_case,
    same_frame,
    deeper_cells_are_tagged,
    deeper_sections_say_what_for,
    says_both_times,
    respectful_words,
    exercises_are_whole,
]


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_the_rule(path, rule):
    broken = list(rule(Notebook(path)))
    assert not broken, f"{path.name}:\n" + "\n".join(broken)


# The rules themselves: a small notebook keeps them all, and each change to it breaks the rule that it should.


def good_notebook():
    description = "A straight line rises from 0 to 1 between two points."
    picture = new_output("display_data", {"image/png": "AA==", "text/plain": description})
    picture.metadata = {"image/png": {"alt": description}}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = new_notebook(metadata={"kernelspec": kernel, KEY: {"version": VERSION}})
    times = "About 5 minutes for the main path, 9 with the deeper parts."
    frame = f"**What you'll do.** A line.\n\n**What you'll learn**\n\n**What you'll need.** {times}\n\n---"
    deeper = {"tags": ["deeper"]}
    nb.cells = [
        new_markdown_cell(f"# Draw a line\n\n{badges(SLUG, REF, '01_draw')}\n\n{frame}\n\n## See it in Python"),
        new_code_cell(setup_cell(SLUG, REF)),
        new_code_cell("show(figure)", outputs=[picture]),
        new_code_cell("def slope(x):\n    return ...", metadata={"tags": ["exercise-slope"]}),
        new_code_cell("checks.slope(slope)", outputs=[new_output("stream", text="Not tried yet: 0.5 and 2.4.6.")]),
        new_markdown_cell(
            "<details><summary>Solution</summary>\n\n```python\ndef slope(x):\n    return 1\n```\n\n</details>"
        ),
        new_markdown_cell("## Deeper: see more\n\nYou'll see more. It takes one line.", metadata=deeper),
        new_code_cell("line = show", metadata=deeper),
        new_markdown_cell("---\n\n## On your own"),
        new_markdown_cell("### Deeper: see still more\n\nYou'll see it all.\n\n#### Look", metadata=deeper),
        new_markdown_cell("## In practice\n\n## Where this comes from\n\n## Next"),
    ]
    for count, cell in enumerate((cell for cell in nb.cells if cell.cell_type == "code"), 1):
        cell.execution_count = count
    return nb


def written(nb, folder):
    path = folder / "01_draw.ipynb"
    nbformat.write(nb, path)
    return path


def set_source(i, old, new):
    def change(nb):
        assert old in nb.cells[i].source
        nb.cells[i].source = nb.cells[i].source.replace(old, new)

    return change


def set_text(text):
    return lambda nb: nb.cells[4].outputs[0].update(text=text)


def repeat_cells(nb):
    nb.cells += [nbformat.from_dict({**cell, "id": f"again-{cell.id}"}) for cell in nb.cells[3:6]]


BREAKS = [
    (small_enough, lambda nb: nb.cells[2].outputs[0].data.update({"image/png": "A" * 1_000_000})),
    (run_in_order, lambda nb: nb.cells[1].update(execution_count=7)),
    (run_in_order, lambda nb: nb.cells[4].update(execution_count=None)),
    (results_are_stored, lambda nb: nb.cells[2].update(outputs=[])),
    (results_are_stored, lambda nb: nb.cells[4].update(outputs=[])),
    (results_are_stored, lambda nb: nb.cells[2].update(outputs=[], source="loss")),
    (nothing_goes_wrong, lambda nb: nb.cells[4].outputs.append(new_output("error", ename="NameError"))),
    (nothing_goes_wrong, lambda nb: nb.cells[4].outputs[0].update(name="stderr")),
    (nothing_goes_wrong, set_text("RuntimeWarning: overflow")),
    (nothing_is_exempt, set_source(2, "show", "# NBVAL_IGNORE_OUTPUT\nshow")),
    (nothing_is_exempt, lambda nb: nb.cells[2].metadata.update(tags=["nbval-skip"])),
    (nothing_is_exempt, lambda nb: nb.cells[2].metadata.update(tags=["raises-exception"])),
    (nothing_is_exempt, lambda nb: nb.cells[2].metadata.update(tags=["nbval-ignore-output"])),
    (no_metadata_but_tags, lambda nb: nb.metadata.update(widgets={})),
    (no_metadata_but_tags, lambda nb: nb.metadata.update(language_info={"name": "python", "version": "3.11.7"})),
    (no_metadata_but_tags, lambda nb: nb.metadata.kernelspec.update(name="my-kernel")),
    (no_metadata_but_tags, lambda nb: nb.cells[2].metadata.update(execution={})),
    (says_its_version, lambda nb: nb.metadata.pop(KEY)),
    (says_its_version, lambda nb: nb.metadata[KEY].update(version="0.0.1")),
    (no_machine_paths, set_text("saved to " + "/".join(["", "home", "me", "plot"]))),
    (no_machine_paths, set_text("saved to " + "\\".join(["C:", "Users", "me"]))),
    (pictures_are_described, lambda nb: nb.cells[2].outputs[0].metadata.clear()),
    (pictures_are_described, lambda nb: nb.cells[2].outputs[0].metadata["image/png"].update(alt="Another line")),
    (pictures_are_described, lambda nb: nb.cells[2].outputs[0].data.update({"text/plain": f"<Figure {'size' * 9}>"})),
    (pictures_are_described, lambda nb: nb.cells[2].outputs[0].data.update({"text/plain": "A line."})),
    (
        pictures_are_described,
        lambda nb: nb.cells[2].outputs[0].update(data={"application/vnd.jupyter.widget-view+json": {}}),
    ),
    (pictures_are_described, set_source(-1, "## Next", "![](a.png)\n\n## Next")),
    (short_cells, lambda nb: nb.cells[2].update(source="x = 1\n" * 25 + "x")),
    (short_cells, lambda nb: nb.cells[2].update(source="")),
    (short_cells, lambda nb: [cell.update(source="x = 1\n" * 7) for cell in nb.cells if cell.cell_type == "code"]),
    (few_digits, set_text("loss 0.012345678")),
    (few_digits, set_text("[1.2345678e-05, 2]")),
    (few_digits, lambda nb: [nb.cells[4].metadata.update(tags=["source-digits"]), set_text("398.9825051020408")(nb)]),
    (starts_with_set_up_cell, set_source(1, "--no-deps ", "")),
    (title_and_badges_open, set_source(0, "# Draw a line", "Draw a line")),
    (title_and_badges_open, set_source(0, "01_draw", "02_draw")),
    (heading_levels, set_source(0, "## See", "# See")),
    (heading_levels, set_source(0, "## See", "### See")),
    (sentence_case, set_source(0, "Draw a line", "Draw a Line")),
    (sentence_case, set_source(0, "See it", "see it")),
    (same_frame, set_source(0, "**What you'll learn**", "")),
    (same_frame, set_source(-1, "## Next", "")),
    (
        same_frame,
        set_source(-1, "## In practice\n\n## Where this comes from", "## Where this comes from\n\n## In practice"),
    ),
    (same_frame, set_source(8, "---", "")),
    (same_frame, set_source(0, "About 5 minutes", "Soon done")),
    (deeper_cells_are_tagged, lambda nb: nb.cells[7].metadata.clear()),
    (deeper_cells_are_tagged, lambda nb: [nb.cells[i].metadata.clear() for i in (6, 7, 9)]),
    (deeper_cells_are_tagged, lambda nb: nb.cells[2].metadata.update(tags=["deeper"])),
    (deeper_cells_are_tagged, lambda nb: nb.cells[8].metadata.update(tags=["deeper"])),
    (deeper_cells_are_tagged, set_source(8, "---\n\n## On", "---\n\nThat was deep.\n\n## On")),
    (deeper_cells_are_tagged, set_source(9, "#### Look", "### Look")),
    (deeper_cells_are_tagged, set_source(6, "Deeper: see", "See")),
    (deeper_sections_say_what_for, set_source(6, "## Deeper", "Now for more.\n\n## Deeper")),
    (deeper_sections_say_what_for, set_source(6, "\n\nYou'll see more. It takes one line.", "")),
    (deeper_sections_say_what_for, set_source(6, "You'll see more. It takes one line.", "- a list")),
    (says_both_times, set_source(0, "5 minutes for the main path, 9 with the deeper parts.", "9 minutes.")),
    (says_both_times, set_source(0, "deeper parts.", "deeper parts. Not more.")),
    (says_both_times, set_source(0, "About 5 minutes", "About 76 minutes")),
    (says_both_times, set_source(0, "path, 9 with", "path, 5 with")),
    (respectful_words, set_source(0, "A line.", "Simply a line.")),
    (exercises_are_whole, lambda nb: nb.cells[3].metadata.clear()),
    (exercises_are_whole, set_source(3, "...", "1")),
    (exercises_are_whole, set_source(4, "checks.slope", "checks.other")),
    (exercises_are_whole, set_source(5, "```python\n", "```\n")),
    (exercises_are_whole, set_source(5, "<summary>Solution</summary>", "")),
    (exercises_are_whole, repeat_cells),
]


def test_a_good_notebook_keeps_every_rule(tmp_path):
    notebook = Notebook(written(good_notebook(), tmp_path))
    assert {rule.__name__: list(rule(notebook)) for rule in RULES} == {rule.__name__: [] for rule in RULES}


def test_digits_that_a_source_prints_are_allowed_where_tagged(tmp_path):
    nb = good_notebook()
    nb.cells[4].metadata.tags = ["source-digits"]
    set_text("m = 4.9992835280")(nb)
    assert not list(few_digits(Notebook(written(nb, tmp_path))))


def test_only_one_cell_of_notebook_06_may_differ_from_run_to_run(tmp_path):
    nb = good_notebook()
    path = tmp_path / "06_frameworks.ipynb"
    for cell, broken in [(nb.cells[2], 0), (nb.cells[4], 1)]:
        cell.metadata.tags = ["nbval-ignore-output"]
        nbformat.write(nb, path)
        assert len(list(nothing_is_exempt(Notebook(path)))) == broken


@pytest.mark.parametrize(("rule", "change"), BREAKS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_rule_notices(rule, change, tmp_path):
    nb = good_notebook()
    change(nb)
    assert list(rule(Notebook(written(nb, tmp_path))))


def test_another_layout_of_the_file_is_noticed(tmp_path):
    path = written(good_notebook(), tmp_path)
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    assert list(written_as_jupyter_writes_it(Notebook(path)))


def test_every_rule_has_been_broken():
    assert {rule for rule, _ in BREAKS} | {written_as_jupyter_writes_it} == set(RULES)


def test_strict_nbval_compares_what_a_notebook_stores(tmp_path):
    """With the project's own settings: the same notebook passes, and fails once its stored output is another."""
    pytest_here = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-q", "-p", "no:cacheprovider"]
    for stored, verdict in [("42\n", "1 passed"), ("41\n", "1 failed")]:
        cell = new_code_cell("print(6 * 7)", execution_count=1, outputs=[new_output("stream", text=stored)])
        command = [*pytest_here, written(new_notebook(cells=[cell]), tmp_path)]
        assert verdict in subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8").stdout


def test_the_documented_commands_refresh_a_notebook(tmp_path):
    block = re.search(r"<!-- refresh -->\n```sh\n(.+?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)[1]
    kept = {"tags": ["kept"], "slideshow": {"slide_type": "slide"}}
    slider = new_code_cell("import ipywidgets\n\nipywidgets.IntSlider()", metadata=kept)
    nb = new_notebook(metadata=good_notebook().metadata, cells=[slider, new_code_cell("1 / 4")])
    path = written(nb, tmp_path)
    for line in block.splitlines():
        name, *arguments = line.replace("notebooks/01_fit_a_line.ipynb", path.as_posix()).split()
        subprocess.run([shutil.which(name, path=Path(sys.executable).parent), *arguments], check=True)
    refreshed = Notebook(path)
    rules = [written_as_jupyter_writes_it, run_in_order, nothing_goes_wrong, no_metadata_but_tags, says_its_version]
    for rule in rules:
        assert list(rule(refreshed)) == []
    assert refreshed.cells[0].metadata == kept
    assert refreshed.cells[1].outputs[0].data == {"text/plain": "0.25"}
