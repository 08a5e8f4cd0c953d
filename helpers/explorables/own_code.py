"""Run the learner's own functions behind the sliders, and the course's as long as theirs are not written."""

from typing import NamedTuple

import numpy as np

from helpers.panel import LearnersError

CANNOT_RUN = {"raises", "wrong_shape", "not_finite", "endless"}  # what a check calls a function of no use to a panel


class OwnCode(NamedTuple):
    """The `functions` to run, a `note` on them, whether all are `right`, and which the learner has `written`."""

    functions: list
    note: str
    right: bool
    written: list


def own_or_ours(*candidates):
    """The OwnCode for (name, function, check, ours, how many results) each.

    It is the learner's function that runs, on copies, or ours as long as theirs is None or a stub. Each of its results
    belongs to one of its first arguments, as a slope does to its parameter, and gets that one's shape. A function that
    cannot run at all is replaced by one that raises what its check says.
    """
    functions, written, stubs, said, right = [], [], [], [], True
    for name, function, check, ours, n_results in candidates:
        verdict = check(function) if function is not None else None
        if verdict is None or verdict.misconception == "not_tried":
            functions.append(ours)
            stubs += [name] * (function is not None)
            continue
        written.append(name)
        right = right and verdict.correct
        said += [text for text in (verdict.message * (not verdict.correct), verdict.caution) if text]
        cannot_run = verdict.misconception in CANNOT_RUN
        functions.append(_refusing(verdict.message) if cannot_run else _on_copies(function, n_results, verdict))
    notes = [f"Run by your own {' and '.join(written)}."] * bool(written) + said
    notes += [f"The course's own {' and '.join(stubs)} at work, until yours is written."] * bool(stubs)
    return OwnCode(functions, "".join(f" {note}" for note in notes), right, written)


def _on_copies(function, n_results, verdict):
    """The learner's function, which can do no harm to what it is given, and whose results have the wanted shapes."""

    def run(*arguments):
        result = function(*[np.copy(argument)[()] for argument in arguments])
        results = (result,) if n_results == 1 else tuple(result)
        shapes = [np.shape(argument) for argument in arguments[:n_results]]
        try:
            shaped = tuple(np.asarray(r, dtype=float).reshape(s)[()] for r, s in zip(results, shapes, strict=True))
        except (TypeError, ValueError):
            wanted = ", ".join(f"an array of shape {shape}" if shape else "one number" for shape in shapes)
            right_so_far = f"On these data your function returns something else than it should: {wanted}."
            raise LearnersError(right_so_far if verdict.correct else verdict.message) from None
        return shaped[0] if n_results == 1 else shaped

    return run


def _refusing(message):
    def refuse(*_):
        raise LearnersError(message)

    return refuse
