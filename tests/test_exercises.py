"""Every exercise as shipped, with the notebook's solution put in, and with planted mistakes."""

import ast
import re

import nbformat
import numpy as np
import pytest
from common import NOTEBOOKS

from helpers import checks


def exercises():
    """(the stub's cell, the solution's code, all before it in the notebook) of every cell tagged `exercise-NAME`."""
    for path in NOTEBOOKS:
        cells, before = nbformat.read(path, as_version=4).cells, ""
        for cell, below in zip(cells, cells[1:], strict=False):
            for tag in cell.metadata.get("tags", []):
                if tag.startswith("exercise-"):
                    (solution,) = re.findall(r"```python\n(.*?)```", below.source, re.DOTALL)
                    yield pytest.param(cell.source, solution, before, id=tag.removeprefix("exercise-"))
                    before += solution


EXERCISES = list(exercises())
SOLUTIONS = {exercise.id: exercise.values for exercise in EXERCISES}


def run(cell, solution="", before=""):
    """What the cell's check says after `solution` was put in the place of its function or class."""
    tree = ast.parse(cell)
    *definitions, check = tree.body
    names = {"np": np, "checks": checks}
    if "torch_loop" in cell:
        torch = pytest.importorskip("torch", reason="the extra `frameworks` is not installed")
        names |= {"torch": torch, "nn": torch.nn}
    exec(before, names)
    exec(solution or ast.unparse(ast.Module(definitions, [])), names)
    return eval(compile(ast.Expression(check.value), "check", "eval"), names)


@pytest.mark.parametrize(("cell", "solution", "before"), EXERCISES)
def test_as_shipped_it_is_not_tried_yet(cell, solution, before):
    verdict = run(cell, before=before)
    assert not verdict.correct
    assert verdict.misconception == "not_tried"
    assert "..." in verdict.message


@pytest.mark.parametrize(("cell", "solution", "before"), EXERCISES)
def test_the_solution_passes(cell, solution, before):
    verdict = run(cell, solution, before)
    assert verdict.correct, verdict.message
    assert verdict.misconception is None


# exercise, what is replaced in its solution, by what, the misconception that the check must name
MISTAKES = [
    ("predict", "w * x", "w + x", "plus"),
    ("predict", "w * x", "w", None),
    ("mean_squared_error", "np.mean", "np.sum", "sum_for_mean"),
    ("mean_squared_error", ") ** 2)", "))", None),
    ("mean_squared_error", "np.mean((w * x - y) ** 2)", "np.mean(np.abs(w * x - y))", None),
    ("mean_squared_error", "w * x - y", "w - y", None),
    ("slope", "2 * ", "", "missing_factor_2"),
    ("slope", "np.mean", "np.sum", "sum_for_mean"),
    ("slope", "w * x - y", "y - w * x", "sign"),
    ("slope", ") * x)", "))", "missing_x"),
    ("slope", "np.mean(2 * (w * x - y) * x)", "2 * (w * x - y) * x", "wrong_shape"),
    ("step", "w - learning_rate", "w + learning_rate", "sign"),
    ("step", "w - ", "-", None),
    ("step", "learning_rate * ", "", None),
    ("descend", "weights = [w]", "weights = []", None),
    ("descend", "range(epochs)", "range(epochs - 1)", None),
    ("descend", "return weights", "return w", None),
    ("descend", "slope(w", "-slope(w", "sign"),
    ("gradient", "w * x + b - y", "w * x - y", "missing_bias"),
    ("gradient", "2 * errors * x), np.mean(2 * errors)", "errors * x), np.mean(errors)", "missing_factor_2"),
    ("gradient", "np.mean(2 * errors)", "0.0", "missing_bias"),
    ("gradient", "np.mean(2 * errors * x)", "np.mean(2 * errors)", "missing_x"),
    ("gradient", "np.mean(2 * errors * x)", "-np.mean(2 * errors * x)", "sign"),
    ("line", "Line(self.w - learning_rate * dw, ", "Line(self.w + learning_rate * dw, ", None),
    ("line", "self.b - learning_rate * db", "self.b", None),
    ("line", "lines = [self]", "lines = [self.step(x, y, learning_rate)]", None),
    ("largest_learning_rate", "1 / np.mean(x**2)", "2 * np.mean(x**2)", None),
    ("largest_learning_rate", "1 / np", "0.5 / np", None),
    ("largest_learning_rate", "np.mean", "np.sum", None),
    ("epochs_needed", "np.ceil", "np.floor", None),
    ("epochs_needed", "abs(factor)", "factor", None),
    ("least_squares", "return w, y.mean() - w * x.mean()", "return w, 0.0", None),
    ("least_squares", "return w, y.mean() - w * x.mean()", "return y.mean() - w * x.mean(), w", None),
    ("predict_many", " + b", "", "missing_bias"),
    ("predict_many", "X @ w", "X * w", "not_summed"),
    ("gradient_many", "2 * X.T @ errors / len(y)", "2 * X.T @ errors", "sum_for_mean"),
    ("gradient_many", "2 * X.T", "X.T", "missing_factor_2"),
    ("gradient_many", "X @ w + b - y", "X @ w - y", "missing_bias"),
    ("gradient_many", "2 * X.T @ errors / len(y)", "2 * X @ errors / len(y)", "transposed"),
    ("gradient_many", "2 * X.T @ errors / len(y)", "2 * X[0] * errors[0]", "one_example"),
    ("nudge", "f(p - h * e)) / (2 * h)", "f(p)) / h", "one_sided"),
    ("nudge", "/ (2 * h)", "/ 2 * h", "multiplied"),
    ("nudge", "e[i] = 1", "e = e + 1", "all_at_once"),
    ("nudge", "e = np.zeros(len(p))", "e = e if i else np.zeros(len(p))", "never_cleared"),
    ("printed_loss", "w * x", "w @ x", "followed_loss"),
    ("printed_loss", "np.mean", "np.sum", "sum_for_mean"),
    ("landing", "(y - A @ start)", "y", "fits_y_again"),
    ("landing", "start + np.linalg.pinv(A) @ (y - A @ start)", "np.linalg.pinv(A) @ y", "from_zero"),
    ("one_epoch", "range(0, len(y), batch_size)", "range(0, len(y) - batch_size + 1, batch_size)", "last_dropped"),
    ("one_epoch", "gradient(w, b, X[batch], y[batch])", "gradient(w, b, X, y)", None),
    ("one_epoch", "    return w, b", "        return w, b", "first_batch"),
    ("one_epoch", "len(y), batch_size", "len(y)", "overlapping"),
    ("one_epoch", "return w, b", "return w", "wrong_shape"),
    ("one_epoch", "w - learning_rate", "w + learning_rate", None),
    ("standardize", "axis=0", "axis=None", "all_columns"),
    ("standardize", " / X.std(axis=0)", "", "not_scaled"),
    ("standardize", "(X - X.mean(axis=0))", "X - X.mean(axis=0)", "divided_first"),
    ("largest_spread", "np.sqrt(np.sum(weight_errors**2))", "np.sum(np.abs(weight_errors))", "summed_first"),
    ("largest_spread", "np.sum", "np.mean", "mean_of_squares"),
    ("condition_number", "np.column_stack([X, np.ones(len(X))])", "X", "missing_bias"),
    ("condition_number", "A.T @ A", "A @ A.T", "rows"),
    ("condition_number", "eigenvalues[-1] / eigenvalues[0]", "eigenvalues[0] / eigenvalues[-1]", "upside_down"),
    ("unscale", "return w, b - w @ mean", "return w, b", "bias_unchanged"),
    ("unscale", "w / std", "w * std", "multiplied"),
    ("four_losses", "errors**2", "errors", "not_squared"),
    ("four_losses", "total / 2, ", "total * 2, ", None),
    ("four_losses", "total / len(errors) / 2", "total / len(errors)", "missing_half"),
    ("four_losses", "total / len(errors) / 2", "1 / 2 * len(errors) * total", "times_n"),
    ("equal_learning_rate", "n / 2", "n", "missing_factor_2"),
    ("equal_learning_rate", "n / 2", "2 / n", "inverted"),
    ("equal_learning_rate", "* n / 2", "/ 2", "missing_n"),
    ("equal_learning_rate", "n / 2", "100", "fixed_n"),
    ("sum_gradient", "2 * errors * x), np.sum(2 * errors)", "errors * x), np.sum(errors)", "missing_factor_2"),
    ("sum_gradient", "np.sum(2 * errors * x), np.sum", "np.mean(2 * errors * x), np.mean", "mean_for_sum"),
    ("sum_gradient", "w * x + b - y", "y - w * x - b", "sign"),
    ("rmse_and_mae", "np.sqrt(np.mean(errors**2))", "np.mean(errors**2)", "missing_root"),
    ("rmse_and_mae", "np.abs(errors)", "errors", "signs"),
    ("rmse_and_mae", "np.sqrt(np.mean(errors**2))", "np.sqrt(np.sum(errors**2)) / len(y)", "root_of_sum"),
    ("r_squared", "1 - ", "", "missing_one"),
    ("r_squared", "np.mean(y)", "np.mean(y_hat)", "baseline_of_predictions"),
    ("r_squared", "(y - np.mean(y)) ** 2)", "y - np.mean(y)) ** 2", "squared_sum"),
    ("r_squared", "1 - np.sum((y_hat - y) ** 2)", "(1 - np.sum((y_hat - y) ** 2))", "brackets"),
    ("percentage_error", "100 * ", "", "missing_percent"),
    ("percentage_error", "np.mean", "np.sum", "sum_for_mean"),
    ("percentage_error", "/ y)", "/ y_hat)", "per_prediction"),
    ("breaking_point", ") + 1", ")", "one_too_few"),
    ("breaking_point", "limit / learning_rate", "learning_rate / limit", "inverted"),
    ("breaking_point", "limit / learning_rate", "limit / 2 / learning_rate", "half_mean"),
    ("breaking_point", "limit / learning_rate", "2 / learning_rate", "missing_limit"),
    ("baseline_r_squared", "y_test - y_train.mean()", "y_test - y_test.mean()", "same_mean"),
    ("baseline_r_squared", "1 - np", "np", "missing_one"),
    ("unit_length", "np.sqrt(np.sum(centred**2, axis=0))", "X.std(axis=0)", "standardised"),
    ("unit_length", "np.sqrt(np.sum(centred**2, axis=0))", "np.sum(centred**2, axis=0)", "missing_root"),
    ("unit_length", "X - X.mean(axis=0)", "X", "not_centred"),
    ("descend_many", "2 * X.T", "X.T", "missing_factor_2"),
    ("descend_many", "2 * np.mean(errors)", "0", "missing_bias"),
    ("descend_many", "    losses.append(np.mean((X @ w + b - y) ** 2))\n", "", "wrong_shape"),
    ("descend_many", "/ len(y)", "", "sum_for_mean"),
    ("descend_many", "range(epochs)", "range(epochs + 1)", "one_step_too_many"),
    ("unit_length", "X - X.mean(axis=0)", "X - X.mean()", "one_mean"),
    ("unit_length", "np.sqrt(np.sum(centred**2, axis=0))", "np.linalg.norm(X, axis=0)", "raw_length"),
    ("starting_bias", "first_loss - np.var(y)", "first_loss", "missing_spread"),
    ("starting_bias", "np.sqrt(first_loss - np.var(y))", "(first_loss - np.var(y))", "missing_root"),
    ("sum_of_races", "floor + ", "", "missing_floor"),
    ("sum_of_races", " / 2", "", "missing_half"),
    ("sum_of_races", "left**2", "left", "not_squared"),
    ("paired", "scores_b - scores_a", "scores_a - scores_b", "sign"),
    ("paired", "np.std(differences)", "np.std(scores_b) - np.std(scores_a)", "difference_of_spreads"),
    ("scale_both", "(X_test - mean) / std", "(X_test - X_test.mean(axis=0)) / X_test.std(axis=0)", "own_statistics"),
    ("scale_both", ", (X_test - mean) / std", ", X_test", "test_untouched"),
    ("scale_both", "(X_test - mean) / std", "(X_test - mean) / X_test.std(axis=0)", "own_deviation"),
    ("whiten", " * np.sqrt(len(X))", "", "unit_length"),
    ("whiten", "X - X.mean(axis=0)", "X", "not_centred"),
    ("whiten", "U * np.sqrt(len(X))", "U * s", "not_scaled"),
    ("collapse", "W1 @ W2, b1 @ W2 + b2", "W1 @ W2, b1 + b2", "bias_through_first"),
    ("collapse", "W1 @ W2, b1 @ W2 + b2", "W1 @ W2, b2", "bias_lost"),
    ("collapse", "W1 @ W2, b1", "W2.T @ W1, b1", "swapped"),
    ("collapse", "W1 @ W2, b1", "W1 * W2, b1", "elementwise"),
    ("relu", "maximum", "minimum", "minimum"),
    ("relu", "np.maximum(z, 0)", "np.max(z)", "one_number"),
    ("forward", "[:, 0]", "", "column"),
    ("forward", "relu(z)", "z", "no_relu"),
    ("forward", "(a @ W2 + b2)[:, 0]", "relu(a @ W2 + b2)[:, 0]", "relu_on_output"),
    ("forward", "X @ W1 + b1", "X @ W1", "missing_bias"),
    ("layer_backward", "a.T", "a", "transposed"),
    ("layer_backward", "W.T", "W", "transposed"),
    ("layer_backward", "delta.sum(axis=0)", "delta", "not_summed"),
    ("layer_backward", "delta.sum(axis=0)", "delta.mean(axis=0)", "mean_for_sum"),
    ("relu_backward", "(z > 0)", "(da > 0)", "mask_from_gradient"),
    ("relu_backward", "da * (z > 0)", "da", "no_mask"),
    ("relu_backward", "z > 0", "z >= 0", "on_at_zero"),
    ("backward", " * (z > 0)", "", "no_mask"),
    ("backward", "(z > 0)", "(delta2 @ W2.T > 0)", "mask_from_gradient"),
    ("backward", "(z > 0)", "(X > 0)", "mask_from_wrong_array"),
    ("backward", "2 / len(y) * ", "2 * ", "sum_for_mean"),
    ("backward", "2 / len(y) * ", "", "missing_2_over_n"),
    ("backward", "2 / len(y) * ", "1 / len(y) * ", "missing_factor_2"),
    ("backward", "y_hat - y", "y - y_hat", "sign"),
    ("backward", "return dW1, db1", "return X @ delta1, db1", "transposed"),
    ("backward", "return dW1, db1", "return dW1, delta1", "not_summed"),
    ("bending_units", " & (on < len(z))", "", "on_somewhere"),
    ("bending_units", "(on > 0) & ", "", "off_somewhere"),
    ("bend_between", "-w", "w", "sign"),
    ("bend_between", " / 2", "", "sum_for_mean"),
    ("dead_units", "np.all", "np.any", "off_somewhere"),
    ("dead_units", "axis=0", "axis=1", "over_rows"),
    ("sigmoid_backward", "a * (1 - a)", "(1 - a)", "only_one_minus"),
    ("sigmoid_backward", "a * (1 - a)", "a", "only_sigma"),
    ("sigmoid_backward", "da * a", "a", "only_slope"),
    ("sigmoid_backward", "a * (1 - a)", "z * (1 - z)", "z_for_a"),
    ("sigmoid_backward", "a * (1 - a)", "a * 1 - a", "brackets"),
    ("sigmoid_backward", "a * (1 - a)", "(z > 0)", "relu_mask"),
    ("sigmoid_backward", "a * (1 - a)", "(1 / (1 + np.exp(-a))) * (1 - 1 / (1 + np.exp(-a)))", "slope_of_a"),
    ("sigmoid_backward", "(1 - a)", "(a - 1)", "sign"),
    ("sigmoid_backward", "np.exp(-z)", "np.exp(-da)", "slope_of_gradient"),
    ("deep_backward", "sigmoid_backward(da2, z2)", "da2", "no_slope"),
    ("deep_backward", "sigmoid_backward(da1, z1)", "relu_backward(da1, z1)", "relu_mask"),
    ("deep_backward", "sigmoid_backward(da1, z1)", "sigmoid_backward(da1, a1)", "slope_of_a"),
    ("deep_backward", "2 / len(y) * ", "", "missing_2_over_n"),
    ("deep_backward", "2 / len(y) * ", "2 * ", "sum_for_mean"),
    ("deep_backward", "2 / len(y)", "1 / len(y)", "missing_factor_2"),
    ("count_parameters", "(fan_in + 1)", "fan_in", "no_biases"),
    ("count_parameters", "(fan_in + 1) * fan_out", "fan_in * fan_out + 1", "one_bias"),
    ("leaky_relu_backward", "1, leak", "1, 0", "no_leak"),
    ("leaky_relu_backward", "z > 0", "da > 0", "mask_from_gradient"),
    ("torch_loop", "        optimizer.zero_grad()\n", "", "piled"),
    ("torch_loop", "y[:, None]", "y", "broadcast"),
    ("torch_loop", "        optimizer.step()\n", "", "no_step"),
    ("torch_loop", "        loss.backward()\n", "", "no_step"),
    ("torch_loop", "return model", "return loss", "wrong_shape"),
    ("linear_step", "weight[0] + bias - y", "weight.T + bias - y", "broadcast"),
    ("linear_step", "2 * errors @ X / len(y)", "2 * errors @ X", "sum_for_mean"),
    ("linear_step", "2 * np.mean", "np.mean", "missing_factor_2"),
    ("linear_step", "bias - learning_rate * db", "bias", "missing_bias"),
    ("linear_step", "dw[None]", "dw[:, None]", "row_minus_column"),
    ("linear_step", "weight - learning_rate", "weight + learning_rate", "sign"),
    ("keras_weights", "weight.T", "weight", "untouched"),
    ("keras_weights", "weight.T", "weight.reshape(-1, len(bias))", "reshaped"),
    ("keras_weights", ", bias\n", ", bias[:, None]\n", "bias_column"),
    ("their_run", "np.ones", "np.zeros", "start"),
    ("their_run", "@ errors", "@ errors / len(y)", "reduction"),
    ("their_run", "* 2 *", "*", "missing_factor_2"),
    ("equal_rates", "2 * learning_rate, 2 *", "learning_rate, 1 *", "missing_half"),
    ("equal_rates", "/ batch_size", "* batch_size", "multiplied"),
    ("equal_rates", "2 * learning_rate, learning_rate /", "learning_rate / 2, learning_rate /", "halved"),
    ("without_zero_grad", "grad + 2", "2", "zeroed"),
    ("without_zero_grad", "2 * ", "", "missing_factor_2"),
    ("without_zero_grad", "[w], 0.0", "[], 0.0", "missing_start"),
    ("combine_means", "counts @ means / counts.sum()", "means.mean(axis=0)", "mean_of_means"),
    ("combine_means", "counts @ means", "means.sum(axis=0)", "divided_twice"),
    ("combine_means", " / counts.sum()", "", "not_divided"),
    ("total_gradient", "return dw / len(y), db / len(y)", "return dw, db", "not_divided"),
    ("total_gradient", "    return dw", "        return dw", "first_part"),
    ("total_gradient", "dw = dw + 2 * errors", "dw = 2 * errors", "last_part"),
    ("total_gradient", "2 * np.sum(errors)", "2 * np.mean(errors)", "divided_twice"),
    ("total_gradient", "len(y), rows)", "len(y) - rows + 1, rows)", "last_dropped"),
    ("total_gradient", "- y_part", "- y_part[:, None]", None),
    ("one_pass", "products = products +", "products =", None),
    ("one_pass", "np.ones(len(part))]", "np.zeros(len(part))]", "raises"),
    ("one_pass", "len(y), rows)", "len(y) - rows + 1, rows)", "last_dropped"),
    ("one_pass", "[part, np.ones(len(part))]", "[np.ones(len(part)), part]", "bias_first"),
    ("descend_in_parts", "squares = squares + np.sum", "squares = np.sum", "losses_not_summed"),
    ("descend_in_parts", "squares / len(y)", "squares", "losses_not_divided"),
    ("descend_in_parts", "len(y), rows)", "len(y) - rows + 1, rows)", "last_dropped"),
    ("descend_in_parts", "w - learning_rate", "w + learning_rate", None),
    ("without_part", "products - X.T @ X", "products", "products_kept"),
    ("without_part", "- X.T @ y", "", "targets_kept"),
    ("without_part", "targets - X.T", "targets + X.T", None),
    ("epoch_time", "-(-n // rows)", "n // rows", "last_dropped"),
    ("epoch_time", "-(-parts // workers)", "parts / workers", "even_share"),
    ("epoch_time", "(parts + workers)", "parts", "messages_per_part"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "misconception"), MISTAKES)
def test_a_planted_mistake_is_named(name, right, wrong, misconception):
    cell, solution, before = SOLUTIONS[name]
    assert right in solution
    verdict = run(cell, solution.replace(right, wrong), before)
    assert not verdict.correct
    assert verdict.misconception not in ("not_tried", "unknown", None), verdict.message
    assert misconception in (None, verdict.misconception), verdict.message


def test_every_exercise_has_planted_mistakes():
    assert {name for name, *_ in MISTAKES} == set(SOLUTIONS)
    assert len(EXERCISES) == len(SOLUTIONS)
