"""Run the learner's own functions behind the sliders, and the course's as long as theirs are not written."""

from helpers.panel import LearnersError


def own_or_ours(*candidates):
    """The functions to run, a note on them, and whether they are right, for (name, function, check, ours) each.

    It is the learner's function that runs, or ours as long as theirs is a stub. One that cannot run at all is replaced
    by a function that raises what its check says.
    """
    chosen, own, stubs, wrong = [], [], [], []
    for name, function, check, ours in candidates:
        verdict = check(function) if function is not None else None
        if verdict is None or verdict.misconception == "not_tried":
            chosen.append(ours)
            stubs += [name] * (function is not None)
            continue
        own.append(name)
        wrong += [verdict.message] * (not verdict.correct)
        cannot_run = verdict.misconception in ("raises", "wrong_shape", "not_finite")
        chosen.append(_refusing(verdict.message) if cannot_run else function)
    notes = [f"Run by your own {' and '.join(own)}."] * bool(own) + wrong
    notes += [f"The course's own {' and '.join(stubs)} at work, until yours is written."] * bool(stubs)
    return chosen, "".join(f" {note}" for note in notes), not wrong


def _refusing(message):
    def refuse(*_):
        raise LearnersError(message)

    return refuse
