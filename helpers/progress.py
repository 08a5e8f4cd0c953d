"""How far one is: what the checks have said, read from the notebooks that are saved in a folder. Notebook 00 shows it.

A check's output keeps, beside its words, which exercise it was and how it went (see `diagnosis`). Once the notebook is
saved, that is in its file, and outlives the kernel. Nothing is kept anywhere else.
"""

import json
from pathlib import Path

from helpers.diagnosis import VERDICT

STATES = ["solved", "wrong", "open", "deeper"]  # an exercise that isn't tried is open, or, off the main path, deeper
NOTHING = "No exercise tried yet, in any notebook saved in this folder."


def progress(folder="."):
    """A line for each notebook in the folder in which an exercise has been tried: what is solved, wrong and open."""
    found = {path.stem: exercises(path) for path in sorted(Path(folder).glob("*.ipynb"))}
    return "\n".join(f"{name}: {_told(states)}" for name, states in found.items() if _is_begun(states)) or NOTHING


def exercises(path):
    """{exercise: its state} of a notebook's file; {} if it can't be read as one."""
    try:
        return _states(json.loads(path.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _states(cells):
    states = {}
    for cell in cells:
        tags = cell["metadata"].get("tags", [])
        for tag in tags:
            if tag.startswith("exercise-"):
                states.setdefault(tag.removeprefix("exercise-"), "deeper" if "deeper" in tags else "open")
        for output in cell.get("outputs", []):
            verdict = output.get("data", {}).get(VERDICT)
            if verdict and verdict.get("misconception") != "not_tried":  # JupyterLite keeps no None
                said = "solved" if verdict.get("correct") is True else "wrong"
                states[verdict["exercise"]] = min(said, states.get(verdict["exercise"], said), key=STATES.index)
    return states


def _is_begun(states):
    return not {"solved", "wrong"}.isdisjoint(states.values())


def _told(states):
    named = {state: [name for name, its in states.items() if its == state] for state in STATES}
    return ", ".join(f"{len(names)} {state} ({', '.join(names)})" for state, names in named.items() if names)
