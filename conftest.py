"""Without PyTorch and Keras, the extra `frameworks`, notebook 06 cannot run: it is left out, and the header says so."""

from importlib.util import find_spec

MISSING = [name for name in ("torch", "keras") if find_spec(name) is None]
collect_ignore = ["notebooks/06_frameworks.ipynb"] if MISSING else []


def pytest_report_header():
    if MISSING:
        return f"notebook 06 is left out: {' and '.join(MISSING)} not installed (see README.md)"
