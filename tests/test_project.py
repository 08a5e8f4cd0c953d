"""What stands in several places of the project says the same everywhere."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata

import nbformat
import pytest
from address import badges, current_ref, current_slug, places, rewrite, run_link, setup_cell, site
from common import NOTEBOOKS, ROOT
from pages import extras_in
from version import KEY, set_version

import helpers

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SUPPORTED = [line.rsplit(" ", 1)[1] for line in PYPROJECT["project"]["classifiers"]]
SLUG, REF = current_slug(ROOT), current_ref(ROOT)
NAME_ON_CONDA = {"matplotlib": "matplotlib-base", "playwright": "playwright-python"}


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def tracked():
    """The project's text files, notebooks aside: their own rules hold there."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this copy is not a git checkout")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    present = [path for path in listed.splitlines() if (ROOT / path).is_file()]
    return [path for path in present if not path.endswith((".ipynb", ".png"))]


# What is installed


def asked_by_pyproject():
    """What the course needs, but for notebooks 06 and 07: what these need are extras that one has to ask for."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    return {*PYPROJECT["project"]["dependencies"], *extras["notebooks"], *extras["teach"], *extras["test"]}


def test_requirements_ask_for_what_pyproject_asks():
    lines = [line for line in text("requirements.txt").splitlines() if not line.startswith("#")]
    assert set(lines[:-1]) == asked_by_pyproject()
    assert lines[:-1] == sorted(set(lines[:-1]))
    assert lines[-1] == "-e ."


def test_the_frameworks_are_an_extra_that_admits_colab():
    extras = PYPROJECT["project"]["optional-dependencies"]
    assert set(extras) == {"notebooks", "frameworks", "distributed", "site", "teach", "test"}
    bounds = dict(ask.split(">=") for ask in extras["frameworks"])
    assert set(bounds) == {"torch", "keras"}
    pins = dict(re.findall(r"^(torch|keras)==([\d.]+)$", text("tests/colab-constraints.txt"), re.MULTILINE))
    assert all(number(bounds[name]) <= number(pins[name]) for name in bounds)
    assert '.venv/bin/pip install -e ".[frameworks]"' in text("README.md")


def test_dask_is_an_extra():
    (dask,) = PYPROJECT["project"]["optional-dependencies"]["distributed"]
    assert re.fullmatch(r"dask\[array,distributed\]>=[\d.]+", dask)
    assert '.venv/bin/pip install -e ".[distributed]"' in text("README.md")


def test_environment_asks_for_what_pyproject_asks():
    listed = re.findall(r"^  - ([\w-]+[>=]=\S+)$", text("environment.yml"), re.MULTILINE)
    names = dict(ask.split(">=") for ask in asked_by_pyproject())
    expected = {f"{NAME_ON_CONDA.get(name, name)}>={bound}" for name, bound in names.items()}
    assert set(listed) == expected
    assert text("environment.yml").endswith("  - pip:\n      - -e .\n")


def number(version):
    return tuple(int(part) for part in version.split("."))


def test_environment_has_a_supported_python():
    (version,) = re.findall(r"^  - python=([\d.]+)", text("environment.yml"), re.MULTILINE)
    assert number(SUPPORTED[0]) <= number(version) <= number(SUPPORTED[-1])


def test_lower_bounds_admit_colab():
    pins = dict(re.findall(r"^(\w[\w-]*)==([\d.]+)$", text("tests/colab-constraints.txt"), re.MULTILINE))
    bounds = dict(ask.split(">=") for ask in asked_by_pyproject())
    both = set(pins) & set(bounds)
    assert {"ipython", "ipywidgets", "matplotlib", "numpy", "pillow", "scikit-learn"} <= both
    assert [name for name in both if number(bounds[name]) > number(pins[name])] == []


def test_the_installation_is_examined(monkeypatch):
    assert helpers.examine_installation() == "All that the notebooks need is here."
    monkeypatch.setattr(metadata, "version", lambda name: "1.0")
    assert "numpy 2.1 or newer (found 1.0)" in helpers.examine_installation()


def test_helpers_that_are_not_installed_say_so(monkeypatch):
    def requires(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", requires)
    assert helpers.examine_installation().startswith("The helpers are here, but not installed; the README says how")


# The README's commands, and what runs them


def command(what, system):
    """The one line of the README's code block under the comment <!-- what: system -->."""
    (found,) = re.findall(rf"<!-- {what}: {system} -->\n```(?:sh|powershell)\n(.+)\n```\n", text("README.md"))
    return found


@pytest.mark.parametrize("what", ["start", "test"])
def test_the_same_command_for_each_system(what):
    elsewhere = command(what, "Linux and macOS")
    assert elsewhere.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    on_windows = elsewhere.replace("python3", "python").replace(" &&", ";").replace(".venv/bin/", ".venv\\Scripts\\")
    assert command(what, "Windows") == on_windows


def test_the_start_command_opens_a_notebook_that_exists():
    assert (ROOT / command("start", "Linux and macOS").split()[-1]).is_file()


def test_ci_runs_the_readmes_test_command():
    script = re.search(r"test_command=\$\((.+)\)", text(".ci/run"))[1]
    if shutil.which("bash") and sys.platform == "linux":
        extracted = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
        assert extracted.stdout.strip() == command("test", "Linux and macOS")


def test_ci_runs_the_notebooks_that_need_an_extra_and_the_site():
    steps = 'bash -euc "$test_command"', "bash .ci/frameworks\nbash .ci/distributed", "bash .ci/site"
    steps += ('wait "$colab"\nbash .ci/colab test\n',)
    assert "\n\n".join(steps) in text(".ci/run")
    for extra in ("frameworks", "distributed", "site"):
        assert f"&& bash .ci/{extra}\n" in text(".github/workflows/tests.yml")
    assert '--editable ".[distributed]"\n' in text(".ci/distributed")


def test_pytorch_is_installed_first_by_its_exact_version():
    installs = re.findall(r"pip install --quiet (.+)", text(".ci/frameworks"))
    assert [re.sub(r"==[\d.]+$", "==", line) for line in installs] == ["torch==", '--editable ".[frameworks]"']


def test_the_workflow_runs_the_readmes_test_command():
    workflow = text(".github/workflows/tests.yml")
    assert re.findall(r"^ +run: \|\n +(.+)$", workflow, re.MULTILINE) == [
        command("test", "Linux and macOS"),
        command("test", "Windows"),
    ]


def test_the_site_is_made_by_the_command_that_contributing_tells():
    workflow = text(".github/workflows/site.yml")
    (told,) = re.findall(r"<!-- site -->\n```sh\n(.+?)\n```\n", text("CONTRIBUTING.md"), re.DOTALL)
    for command in told.splitlines():
        assert f"      - run: {command}\n" in workflow
    assert f"path: {told.split()[-1]}\n" in workflow


def test_the_workflow_covers_the_systems_and_the_oldest_and_newest_python():
    workflow = text(".github/workflows/tests.yml")
    assert f"system: [{', '.join(f'{system}-latest' for system in ['ubuntu', 'macos', 'windows'])}]" in workflow
    assert re.findall(r'python: \["([\d.]+)", "([\d.]+)"\]', workflow) == [(SUPPORTED[0], SUPPORTED[-1])]
    assert PYPROJECT["project"]["requires-python"] == f">={SUPPORTED[0]}"
    assert f"Python](https://www.python.org/downloads/) {SUPPORTED[0]} or newer" in text("README.md")


# The map of the notebooks, and the address


def title(path):
    return nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")


def test_the_readme_lists_the_notebooks_that_exist():
    rows = re.findall(r"^\| \[(.+?)\]\(notebooks/(\w+)\.ipynb\) \| (.+?) \| (.+?) \|$", text("README.md"), re.MULTILINE)
    expected = []
    for path in NOTEBOOKS:
        runs = [] if extras_in(nbformat.read(path, as_version=4), PYPROJECT["project"]) else [run_link(SLUG, path.stem)]
        expected.append((path.stem, title(path), " ".join([*runs, badges(SLUG, REF, path.stem)])))
    assert [(name, said, links) for said, name, _, links in rows] == expected


def test_the_map_says_the_minutes_that_the_notebooks_say():
    """Two columns: the main path, and with the deeper parts; notebook 00 has one path. The sums are told in hours."""
    page = "\n".join(cell.source for cell in nbformat.read(NOTEBOOKS[0], as_version=4).cells)
    told = []
    for name, row in re.findall(r"^\| \*\*(\d\d) .+?\*\* \| (.+) \|$", page, re.MULTILINE):
        cells = row.split(" | ")[1:]
        told.append((name, re.findall(r"\d+", " ".join(cells))))
    said = []
    for path in NOTEBOOKS:
        opening = next(c.source for c in nbformat.read(path, as_version=4).cells if "What you'll need" in c.source)
        main, whole = re.search(r"[Aa]bout (\d+) minutes(?: for the main path, (\d+) with)?", opening).groups()
        said.append((path.stem[:2], [main, whole] if whole else [main]))
    assert told == said
    short, whole = (round(sum(int(minutes[k]) for _, minutes in said) / 60) for k in (0, -1))
    names = {6: "six", 7: "seven", 8: "eight", 16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen"}
    assert f"about {names[short]} hours; with all the deeper parts it's about {names[whole]}" in page
    assert f"about {short} hours; the whole one takes about {whole}" in " ".join(text("README.md").split())


def test_links_between_files_lead_somewhere():
    for page in ["README.md", "CONTRIBUTING.md"]:
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text(page))
        assert [link for link in links if not (ROOT / link).exists()] == []


def addresses(folder):
    """Every owner/repository on GitHub from which the project is fetched or opened."""
    marks = r"(?:(?:Repository = \"|Source = \"|code: |git\+)https://github\.com/|/v2/gh/|google\.com/github/)"
    text = "\n".join(page.read_text("utf-8") for page in places(folder))
    return set(re.findall(marks + r"([\w.-]+/[\w.-]*\w)", text))


def test_there_is_one_address():
    assert addresses(ROOT) == {SLUG}


def sites(folder):
    """Every address on GitHub Pages."""
    pattern = r"https://[\w.-]+\.github\.io/[\w.-]+/"
    return {found for page in places(folder) for found in re.findall(pattern, page.read_text("utf-8"))}


def test_the_readme_starts_with_the_site():
    assert sites(ROOT) == {site(SLUG)}
    assert f"]({site(SLUG)})" in text("README.md").splitlines()[2]


def test_the_owner_is_called_a_placeholder_while_it_is_one():
    assert ("<!-- until published -->" in text("README.md")) == SLUG.startswith("OWNER/")


@pytest.fixture
def copy(tmp_path):
    for path in places(ROOT):
        copied = tmp_path / path.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copied)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    return tmp_path


def test_one_command_rewrites_the_address(copy):
    subprocess.run([sys.executable, copy / ".ci/address.py", "https://github.com/me-2/my.course"], check=True)
    assert current_slug(copy) == "me-2/my.course"
    assert addresses(copy) == {"me-2/my.course"}
    assert sites(copy) == {"https://me-2.github.io/my.course/"}
    assert [path for path in places(copy) if "OWNER" in path.read_text(encoding="utf-8")] == []
    assert points_to(copy) == {("me-2/my.course", REF)}


def points_to(folder):
    """Every address with its branch or tag that a notebook's badges and set-up cell point to."""
    found = set()
    for path in folder.glob("notebooks/*.ipynb"):
        nb = nbformat.read(path, as_version=4)
        set_up = next(cell.source for cell in nb.cells if cell.cell_type == "code")
        slug, ref = re.search(r"git\+https://github\.com/(.+?)@(.+)", set_up).groups()
        assert set_up == setup_cell(slug, ref)
        assert badges(slug, ref, path.stem) in nb.cells[0].source
        found.add((slug, ref))
    return found


def test_the_same_command_freezes_a_term(copy):
    command = [sys.executable, copy / ".ci/address.py", "https://github.com/me/course"]
    subprocess.run(command, check=True)
    before = {path: path.read_bytes() for path in places(copy)}
    subprocess.run([*command, "--tag", "autumn-2026"], check=True)
    assert current_ref(copy) == "autumn-2026"
    assert points_to(copy) == {("me/course", "autumn-2026")}
    for path in places(copy):
        links = re.findall(r"(?:\+https://\S+@|/(?:tree|blob)/|/gh/me/course/)main\b", path.read_text(encoding="utf-8"))
        assert links == [], path.name
    rewrite(copy, "https://github.com/me/course")
    assert current_ref(copy) == "autumn-2026", "it stays until another is named"
    rewrite(copy, "https://github.com/me/course", "main")
    assert {path: path.read_bytes() for path in places(copy)} == before


def test_rewriting_changes_the_address_alone(copy):
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    rewrite(copy, f"https://github.com/{SLUG}")
    assert {path: path.read_bytes() for path in before} == before
    rewrite(copy, "https://github.com/me/course")
    for path in set(before) - {copy / "README.md"}:  # which loses its line on the placeholder
        assert path.read_bytes() == before[path].replace(SLUG.encode(), b"me/course")
    readme = re.sub(r".*<!-- until published -->\n", "", before[copy / "README.md"].decode())
    moved = readme.replace(SLUG, "me/course").replace(site(SLUG), site("me/course"))
    assert (copy / "README.md").read_bytes().decode() == moved


@pytest.mark.parametrize("address", ["", "me/course", "https://example.org/me/course", "https://github.com/me"])
def test_another_kind_of_address_is_refused(copy, address):
    with pytest.raises(ValueError, match="expected https://github.com/NAME/REPOSITORY"):
        rewrite(copy, address)


@pytest.mark.parametrize("tag", ["", "a tag", "../main", "-v1"])
def test_what_is_no_tag_is_refused(copy, tag):
    with pytest.raises(ValueError, match="a tag must be made of"):
        rewrite(copy, f"https://github.com/{SLUG}", tag)


# The version


def test_the_citation_and_the_changelog_say_the_version():
    citation = text("CITATION.cff")
    said = dict(re.findall(r"^([\w-]+): (.+)$", citation, re.MULTILINE))
    assert {"cff-version", "message", "title", "version"} <= set(said)
    assert said["version"] == PYPROJECT["project"]["version"]
    assert said["title"].lower().replace(" ", "-") == PYPROJECT["project"]["name"]
    assert f"# {said['title']}\n" in text("README.md")
    assert f"  - name: {PYPROJECT['project']['authors'][0]['name']}\n" in citation
    licences = citation.split("license:\n")[1]
    assert [f"  - {name}" for name in PYPROJECT["project"]["license"].split(" AND ")] == licences.splitlines()[:2]
    assert re.search(r"^## \[(.+?)\]", text("CHANGELOG.md"), re.MULTILINE)[1] == said["version"]


def test_one_command_sets_the_version(copy):
    before = {path: path.read_bytes() for path in places(copy)}
    set_version(copy, PYPROJECT["project"]["version"])
    assert {path: path.read_bytes() for path in before} == before
    set_version(copy, "9.8.7")
    assert 'version = "9.8.7"\n' in (copy / "pyproject.toml").read_text(encoding="utf-8")
    assert "\nversion: 9.8.7\n" in (copy / "CITATION.cff").read_text(encoding="utf-8")
    for path in copy.glob("notebooks/*.ipynb"):
        assert nbformat.read(path, as_version=4).metadata[KEY] == {"version": "9.8.7"}
    with pytest.raises(ValueError, match="a version must be three numbers"):
        set_version(copy, "next")


# What must not be anywhere


def test_no_place_on_one_machine_and_no_registry_is_named():
    place = re.compile(r"(?<![\w.)])/(?:tmp|root|home|work|Users)/\w|[A-Z]:\\+Users")
    registry = re.compile(r"pypi\.(?:org|python)|pythonhosted\.org|deb\.debian|npmjs\.(?:org|com)")
    hits = {path: place.findall(text(path)) + registry.findall(text(path)) for path in tracked()}
    assert {path: found for path, found in hits.items() if found} == {}


def test_the_code_keeps_ruffs_rules():
    subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "."], cwd=ROOT, check=True)
