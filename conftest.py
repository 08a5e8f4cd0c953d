"""A notebook that needs an extra is left out where that isn't installed, and the header says so."""

from importlib.util import find_spec

NEEDS = {"06_frameworks": ("torch", "keras"), "07_add_machines": ("dask", "distributed")}
MISSING = {
    notebook: [name for name in names if find_spec(name) is None]
    for notebook, names in NEEDS.items()
    if not all(map(find_spec, names))
}
collect_ignore = [f"notebooks/{notebook}.ipynb" for notebook in MISSING]


def pytest_report_header():
    return [
        f"notebook {notebook[:2]} is left out: {' and '.join(names)} not installed (see README.md)"
        for notebook, names in MISSING.items()
    ]
