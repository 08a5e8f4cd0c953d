"""What learners write in every exercise, right and wrong: a file for each notebook, a table for each exercise.

    "slope(w, x, y)": {
        "right": ["np.mean(2 * (w * x - y) * x)", …],
        "sign": [("np.mean(-2 * (w * x - y) * x)", "…exactly minus the true slope…")],
    }

The keys are "right" and the misconceptions that the check is to name. An answer is what stands behind `return`, where
`case` is short for all the arguments, or a whole function. With an answer may stand what the check is to say, where …
is short for anything.
"""

from mistakes import (
    add_machines,
    choose_a_loss,
    diabetes,
    fit_a_line,
    frameworks,
    many_features,
    start_here,
    two_layer_relu,
)


def written(answer, parameters, names):
    """The function of a learner who gives this answer."""
    if callable(answer):
        return answer
    short = f"(lambda case: ({answer}))(({parameters},))" if "case" in answer else f"({answer})"
    return eval(f"lambda {parameters}: {short}", names)


def rows(table, names):
    """(exercise, misconception or "right", function, words) of every answer."""
    for exercise, answers in table.items():
        name, parameters = exercise.rstrip(")").split("(")
        for misconception, entries in answers.items():
            for entry in entries:
                answer, words = entry if isinstance(entry, tuple) else (entry, "…")
                yield name, misconception, written(answer, parameters, names), words


NOTEBOOKS = (
    start_here,
    fit_a_line,
    choose_a_loss,
    many_features,
    diabetes,
    two_layer_relu,
    frameworks,
    add_machines,
)
ROWS = [row for notebook in NOTEBOOKS for row in rows(notebook.EXERCISES, vars(notebook))]
RIGHT = {name: [row[2] for row in ROWS if row[:2] == (name, "right")] for name, *_ in ROWS}
WRONG = [row for row in ROWS if row[1] != "right"]
for method, *code, function, words in rows(fit_a_line.METHODS, vars(fit_a_line)):
    WRONG.append(("line", *code, type("Line", (fit_a_line.Line,), {method: function}), words))
