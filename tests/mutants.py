"""Whether the checks' cases tell right from almost right: python tests/mutants.py [exercise …]

In each notebook's solution one thing is changed at a time: an operator, a number, an axis, a comparison, an order, a
bracket, something taken out. The check has to reject every such mutant, unless it is right as well: those that it lets
pass are called with other numbers like the check's, and are counted as equal if the solution returns the same.
The table shows for each exercise the number of mutants, and how many were rejected, are equal to the solution, and
survived: a survivor is a mistake that no case of the check tells from the right answer.
"""

import ast
import re
import sys
from copy import deepcopy

import numpy as np

from helpers import checks
from helpers.attempt import TookTooLong, time_limit, trial
from helpers.classroom import course
from helpers.relations import same_part
from helpers.repair import edits

TAKES_AWAY = 2  # edits of a lower rank put nothing in that wasn't there
LIKE = 10  # so many times other numbers are tried for each case


def solutions():
    """{exercise: (its cell, its solution, all solutions before it in the notebook)}."""
    found = {}
    for lesson in course.lessons():
        before = ""
        for name, exercise in lesson.exercises.items():
            found[name] = exercise.cell, exercise.solution, before
            before += exercise.solution
    return found


def mutants(solution):
    """The syntax tree of each mutant; it is one and the same tree, which has its change for one turn of the loop."""
    tree = ast.parse(solution)
    seen = {ast.unparse(tree)}
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for rank, _, _, _, change in list(edits(function)):
            with change:
                ast.fix_missing_locations(tree)
                text = ast.unparse(tree)
                if rank < TAKES_AWAY and text not in seen:
                    seen.add(text)
                    yield tree, text


def survey(name, cell, solution, before):
    """(number of mutants, texts of those that pass and are equal to the solution, texts of those that only pass)."""
    learners, names = re.search(rf"checks\.{name}\((\w+)\)", cell)[1], {"np": np}
    if name == "torch_loop":
        import torch

        names |= {"torch": torch, "nn": torch.nn}
    exec(before, names)
    check, right, cases = getattr(checks, name), defined(ast.parse(solution), names, learners), []

    def spy(*case):
        cases.append(deepcopy(case) if name != "torch_loop" else None)
        return right(*case)

    rng, count, equal, alive = np.random.default_rng(0), 0, [], []
    if isinstance(right, type):
        cases.append((2.0, 1.0, np.array([1.0, 2.0, 4.0]), np.array([3.0, 1.0, 6.0]), 0.05, 3))
    else:
        check(spy)
    others = [tuple(like(part, rng) for part in case) for case in cases for _ in range(LIKE) if case]
    token = trial.set(True)
    try:
        for tree, text in mutants(solution):
            count += 1
            mutant = defined(tree, names, learners)
            if mutant and passes(check, mutant):
                views = [trained(thing) if isinstance(thing, type) else thing for thing in (mutant, right)]
                (equal if all(agree(*views, case) for case in others) else alive).append(text)
    finally:
        trial.reset(token)
    return count, equal, alive


def passes(check, mutant):
    """Whether the check takes the mutant for right; one that never ends isn't."""
    try:
        with time_limit(1.0):
            return check(mutant).correct
    except TookTooLong:
        return False


def defined(tree, names, learners):
    """What the learner's name stands for once this code has run, or None if it doesn't run."""
    own = dict(names)
    try:
        exec(compile(tree, "<mutant>", "exec"), own)
    except Exception:
        return None
    return own[learners]


def trained(Line):
    """All that the exercise asks of the class, as one function. (Its loss is given.)"""

    def numbers(w, b, *case):
        return Line(w, b).gradient(*case[:2]), [(line.w, line.b) for line in Line(w, b).train(*case)]

    return numbers


def like(part, rng):
    """Numbers of the same signs, shapes and kinds as those of an argument."""
    if isinstance(part, tuple):
        return tuple(like(entry, rng) for entry in part)
    if callable(part) or np.asarray(part).dtype.kind in "iub":
        return part
    other = part * (1 + 0.2 * rng.uniform(-1, 1, np.shape(part)))
    return other if isinstance(part, np.ndarray) else float(other)


def agree(one, other, case):
    """Whether two functions return the same, or both fail."""
    results = []
    for function in (one, other):
        try:
            with np.errstate(all="ignore"):
                results.append(function(*deepcopy(case)))
        except Exception:
            results.append(None)
    several = [list(result) if isinstance(result, tuple) else [result] for result in results]
    return len(several[0]) == len(several[1]) and all(
        a is b or same_part(a, np.asarray(b, dtype=float)) for a, b in zip(*several, strict=True)
    )


def main(names):
    print(f"{'':24}mutants  rejected  equal  survive")
    found = solutions()
    for name in names or found:
        count, equal, alive = survey(name, *found[name])
        print(f"{name:24}{count:7}{count - len(equal) - len(alive):10}{len(equal):7}{len(alive):9}")
        original = ast.unparse(ast.parse(found[name][1])).splitlines()
        for text in alive:
            print("   ", "; ".join(line.strip() for line in text.splitlines() if line not in original))


if __name__ == "__main__":
    main(sys.argv[1:])
