"""What learners write as whole functions, with a text that a check can read as if it stood in a cell of a notebook.

Rows (exercise, misconception, the text). Many agree with the right answer in most cases, but not in all.
"""

import linecache

import numpy as np

from mistakes.fit_a_line import mse, true_slope
from mistakes.two_layer_relu import forward, relu

NAMES = {
    "np": np, "relu": relu, "forward": forward, "loss": mse, "slope": true_slope,
    "step": lambda w, slope, learning_rate: w - learning_rate * slope,
}  # fmt: skip


def typed(text):
    """The function, as if its text had been typed into a cell."""
    names = {**NAMES}
    linecache.cache[text] = len(text), None, text.splitlines(True), text
    exec(compile(text, text, "exec"), names)
    return names[text.removeprefix("def ").partition("(")[0]]


ANSWERS = [
    ("predict", "too_much", """\
def predict(w, x):
    return w * abs(x)
"""),  # sign of x lost: right only for x ≥ 0
    ("predict", "rounded", """\
def predict(w, x):
    return np.round(w * x, 1)
"""),  # rounds to one decimal, as the panel's text does
    ("predict", "too_much", """\
def predict(w, x):
    return w * np.sort(x) if np.ndim(x) else w * x
"""),  # sorts x first, so the predictions stand in another order; right for sorted x
    ("step", "clipped", """\
def step(w, slope_here, learning_rate):
    return max(w - learning_rate * slope_here, 0.0)
"""),  # never lets w go below 0
    ("step", "brackets", """\
def step(w, slope_here, learning_rate):
    return w - min(learning_rate, 1.0) * slope_here
"""),  # a learning rate above 1 is quietly cut to 1
    ("step", "rounded", """\
def step(w, slope_here, learning_rate):
    return round(w - learning_rate * slope_here, 4)
"""),  # rounded to four decimals, like the printout
    ("step", "fixed_number", """\
def step(w, slope_here, learning_rate):
    return w - 0.1 * slope_here
"""),  # η = 0.1 is built in
    ("descend", "wrong_length", """\
def descend(w, x, y, learning_rate, epochs):
    weights = [w]
    for _ in range(epochs):
        change = learning_rate * slope(w, x, y)
        if abs(change) < 0.01:
            break
        w = w - change
        weights.append(w)
    return weights
"""),  # stops early once the steps are short: too few entries
    ("descend", "comparison", """\
def descend(w, x, y, learning_rate, epochs):
    weights = [w]
    for _ in range(epochs):
        if len(weights) > 1 and loss(weights[-1], x, y) > loss(weights[-2], x, y):
            learning_rate = learning_rate / 2
        w = step(w, slope(w, x, y), learning_rate)
        weights.append(w)
    return weights
"""),  # halves η when the loss has risen: another walk as soon as it explodes
    ("descend", "wrong_depth", """\
def descend(w, x, y, learning_rate, epochs):
    weights = [w]
    slope_here = slope(w, x, y)
    for _ in range(epochs):
        w_new = step(w, slope_here, learning_rate)
        slope_here = slope(w, x, y)
        w = w_new
        weights.append(w)
    return weights
"""),  # the slope lags behind: it is that of the weight before
    ("largest_learning_rate", "clipped", """\
def largest_learning_rate(x):
    return min(1 / np.mean(x**2), 1.0)
"""),  # cut off at 1: wrong for small x
    ("epochs_needed", "wrong_shape", """\
def epochs_needed(factor, share):
    for k in range(1, 100):
        if abs(factor) ** k <= share:
            return k
"""),  # gives up after 99 epochs and returns nothing
    ("epochs_needed", "linear", """\
def epochs_needed(factor, share):
    return int(np.ceil(np.log(share) / (abs(factor) - 1)))
"""),  # log(factor) replaced by factor − 1, which is near it only close to 1
    ("epochs_needed", "wrong_order", """\
def epochs_needed(factor, share):
    return int(np.ceil(np.log(share / abs(factor))))
"""),  # log of the quotient instead of quotient of the logs
    ("least_squares", "not_finite", """\
def least_squares(x, y):
    w, b = 0.0, 0.0
    for _ in range(400):
        errors = w * x + b - y
        w, b = w - 0.1 * np.mean(2 * errors * x), b - 0.1 * np.mean(2 * errors)
    return w, b
"""),  # walks 400 steps with η = 0.1: not there yet, or far away
    ("least_squares", "two_points", """\
def least_squares(x, y):
    w = (y[-1] - y[0]) / (x[-1] - x[0])
    return w, np.mean(y) - w * np.mean(x)
"""),  # the slope between the first and the last point
    ("least_squares", "not_centred", """\
def least_squares(x, y):
    w = np.mean((x - x.mean()) * (y - y.mean())) / np.mean(x**2)
    return w, y.mean() - w * x.mean()
"""),  # centred above, but not below
    ("least_squares", "one_after_the_other", """\
def least_squares(x, y):
    x, y = np.sort(x), np.sort(y)
    w = np.mean((x - x.mean()) * (y - y.mean())) / np.mean((x - x.mean()) ** 2)
    return w, y.mean() - w * x.mean()
"""),  # x and y are sorted separately, which breaks the pairs
    ("least_squares", "through_first", """\
def least_squares(x, y):
    w = np.mean((x - x.mean()) * (y - y.mean())) / np.mean((x - x.mean()) ** 2)
    return w, y[0] - w * x[0]
"""),  # b from the first point, as if the line went through it
    ("least_squares", "mean_of_ratios", """\
def least_squares(x, y):
    w = np.mean((y - y.mean()) / (x - x.mean()))
    return w, y.mean() - w * x.mean()
"""),  # mean of the ratios instead of ratio of the means
    ("equal_learning_rate", "rounded", """\
def equal_learning_rate(learning_rate, n):
    return round(learning_rate * n / 2, 2)
"""),  # rounded to two decimals
    ("equal_learning_rate", "clipped", """\
def equal_learning_rate(learning_rate, n):
    return min(learning_rate * n / 2, 1)
"""),  # cut off at 1
    ("rmse_and_mae", "brackets", """\
def rmse_and_mae(y, y_hat):
    rmse = np.sqrt(np.mean((y_hat - y) ** 2))
    return rmse, np.mean(np.abs(np.abs(y_hat) - np.abs(y)))
"""),  # takes the signs off y and ŷ, not off their difference: right only while both have the same sign
    ("percentage_error", "too_much", """\
def percentage_error(y, y_hat):
    return 100 * np.mean(np.abs(y_hat - y) / np.maximum(np.abs(y), 1))
"""),  # a guard against small y: wrong where |y| is below 1
    ("percentage_error", "brackets", """\
def percentage_error(y, y_hat):
    return 100 * np.mean(np.abs(np.abs(y_hat) - np.abs(y)) / np.abs(y))
"""),  # takes the signs off ŷ and y first: wrong where they differ in sign
    ("breaking_point", "wrong_number", """\
def breaking_point(limit, learning_rate):
    n = 2
    while learning_rate <= limit / n:
        n += 1
    return n
"""),  # begins at 2: wrong where one example is enough
    ("predict_many", "rounded", """\
def predict(X, w, b):
    return np.round(X @ w + b, 2)
"""),  # rounded to cents
    ("predict_many", "absolute", """\
def predict(X, w, b):
    return X @ np.abs(w) + b
"""),  # absolute values of the weights (right for positive weights)
    ("standardize", "too_much", """\
def standardize(X):
    return np.clip((X - X.mean(axis=0)) / X.std(axis=0), -3, 3)
"""),  # outliers beyond 3 deviations are cut off
    ("standardize", "axis", """\
def standardize(X):
    return (X - X.mean(axis=0)) / X.std()
"""),  # the axis is missing in std
    ("standardize", "absolute", """\
def standardize(X):
    centred = X - X.mean(axis=0)
    return centred / np.mean(np.abs(centred), axis=0)
"""),  # mean absolute deviation instead of the standard deviation (right for a column of two values)
    ("standardize", "raw_size", """\
def standardize(X):
    return (X - X.mean(axis=0)) / np.sqrt(np.mean(X**2, axis=0))
"""),  # the root of the mean square, not measured from the mean (right for means of 0)
    ("standardize", "other_factor", """\
def standardize(X):
    column = X[:, 0]
    return (X - column.mean()) / column.std()
"""),  # the first column's mean and deviation for all columns
    ("printed_loss", "fixed_n", """\
def printed_loss(w, b, x, y):
    return np.sum((w * x + b - y) ** 2) / 5
"""),  # 5 hard-coded instead of the number of features
    ("printed_loss", "difference_of_squares", """\
def printed_loss(w, b, x, y):
    return np.mean((w * x + b) ** 2 - y**2)
"""),  # difference of squares instead of the square of the difference
    ("paired", "too_much", """\
def paired(scores_a, scores_b):
    differences = np.sort(scores_b) - np.sort(scores_a)
    return np.mean(differences), np.std(differences)
"""),  # both are sorted first, which breaks the pairs
    ("paired", "around_zero", """\
def paired(scores_a, scores_b):
    differences = scores_b - scores_a
    return np.mean(differences), np.sqrt(np.mean(differences**2))
"""),  # spread around 0 instead of around the mean
    ("paired", "absolute_deviation", """\
def paired(scores_a, scores_b):
    differences = scores_b - scores_a
    return np.mean(differences), np.mean(np.abs(differences - differences.mean()))
"""),  # mean absolute deviation instead of standard deviation
    ("baseline_r_squared", "too_much", """\
def baseline_r_squared(y_train, y_test):
    errors = y_test - round(y_train.mean())
    return 1 - np.sum(errors**2) / np.sum((y_test - y_test.mean()) ** 2)
"""),  # the guess is rounded to a whole number
    ("starting_bias", "too_much", """\
def starting_bias(first_loss, y):
    distance = np.sqrt(first_loss - np.var(y))
    return abs(y.mean()) - distance, abs(y.mean()) + distance
"""),  # absolute value of the mean: wrong where the mean is negative
    ("starting_bias", "order_of_values", """\
def starting_bias(first_loss, y):
    distance = np.sqrt(first_loss - np.var(y))
    return tuple(sorted([y.mean() - distance, y.mean() + distance], key=abs))
"""),  # the smaller in size first, not the smaller one: wrong with negative values
    ("starting_bias", "clipped", """\
def starting_bias(first_loss, y):
    distance = np.sqrt(first_loss - np.var(y))
    return max(y.mean() - distance, 0), y.mean() + distance
"""),  # no bias below 0 is let through
    ("relu", "too_much", """\
def relu(z):
    return np.clip(z, 0, 6)
"""),  # cut off above as well (ReLU6)
    ("relu", "whole_numbers", """\
def relu(z):
    return np.vectorize(lambda number: max(number, 0))(z)
"""),  # np.vectorize takes its type from the first number: whole numbers only, if that is negative
    ("forward", "wrong_shape", """\
def forward(W1, b1, W2, b2, X):
    z = X @ W1 + b1
    a = relu(z)
    return z, a, (a @ W2 + b2).squeeze()
"""),  # squeeze also takes away the rows' axis for a single example
    ("backward", "on_at_zero", """\
def backward(W1, b1, W2, b2, X, y):
    z, a, y_hat = forward(W1, b1, W2, b2, X)
    delta2 = 2 / len(y) * (y_hat - y)[:, None]
    dW2, db2 = a.T @ delta2, delta2.sum(axis=0)
    delta1 = (delta2 @ W2.T) * (z >= 0)
    dW1, db1 = X.T @ delta1, delta1.sum(axis=0)
    return dW1, db1, dW2, db2
"""),  # on at the kink: z >= 0 (differs only where a z is exactly 0)
    ("bending_units", "off_at_zero", """\
def bending_units(z):
    return np.sum(np.any(z > 0, axis=0) & np.any(z < 0, axis=0))
"""),  # z < 0 for off: a z of exactly 0 is off as well
    ("bending_units", "off_at_zero", """\
def bending_units(z):
    return np.sum(z.min(axis=0) * z.max(axis=0) < 0)
"""),  # a change of sign: misses a smallest z of exactly 0
    ("bending_units", "unheeded", """\
def bending_units(z):
    return np.sum((z[0] > 0) != (z[-1] > 0))
"""),  # only the first and the last example are compared (right for sorted inputs)
    ("bend_between", "absolute", """\
def bend_between(w, x_left, x_right):
    return -np.abs(w @ (x_left + x_right)) / 2
"""),  # absolute value: never positive (right where w · middle is positive)
    ("bend_between", "rounded", """\
def bend_between(w, x_left, x_right):
    return round(-w @ (x_left + x_right) / 2, 2)
"""),  # rounded to two digits
    ("bend_between", "absolute", """\
def bend_between(w, x_left, x_right):
    return -np.abs(w) @ (x_left + x_right) / 2
"""),  # absolute weights (right for positive weights)
    ("dead_units", "comparison", """\
def dead_units(z):
    return (z > 0).sum(axis=0) <= 1
"""),  # off by one: on for a single example counts as dead
    ("dead_units", "right_once", """\
def dead_units(z):
    return (z <= 0).mean(axis=0) > 0.99
"""),  # off for more than 99 %: nearly dead counts as dead (right for fewer than 100 examples)
    ("dead_units", "wrong_number", """\
def dead_units(z):
    return z.max(axis=0) < 0.001
"""),  # a tolerance: a small positive z is on, too
    ("dead_units", "unheeded", """\
def dead_units(z):
    return (z[0] <= 0) & (z[-1] <= 0)
"""),  # first and last example only (right for one feature and sorted inputs)
    ("dead_units", "all_but_first", """\
def dead_units(z):
    return np.all(z[1:] <= 0, axis=0)
"""),  # the first example is left out
    ("dead_units", "absolute", """\
def dead_units(z):
    return np.all(z == 0, axis=0)
"""),  # takes z for a: a is 0 where the unit is off, not z
    ("sigmoid_backward", "too_much", """\
def sigmoid_backward(da, z):
    a = 1 / (1 + np.exp(-np.clip(z, -4, 4)))
    return da * a * (1 - a)
"""),  # z is clipped: wrong far from 0
    ("collapse", "wrong_number", """\
def collapse(W1, b1, W2, b2):
    return (W1 @ W2)[:, :1], (b1 @ W2 + b2)[:1]
"""),  # only the first output (right for k = 1, as in the notebook)
    ("collapse", "too_much", """\
def collapse(W1, b1, W2, b2):
    return W1 @ W2, np.sum(b1 @ W2) + b2
"""),  # summed over the outputs (right for k = 1)
    ("collapse", "absolute", """\
def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ np.abs(W2) + b2
"""),  # absolute weights for the bias (right for positive weights)
    ("count_parameters", "too_much", """\
def count_parameters(sizes):
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))
    return weights + sum(set(sizes[1:]))
"""),  # a set counts equal layers only once (right where all sizes differ)
    ("count_parameters", "right_once", """\
def count_parameters(sizes):
    total = 0
    for size in sizes[:-1]:
        following = sizes[sizes.index(size) + 1]
        total += (size + 1) * following
    return total
"""),  # index finds the first layer of that size (right where all sizes differ)
    ("leaky_relu_backward", "on_at_zero", """\
def leaky_relu_backward(da, z, leak):
    return da * np.where(z >= 0, 1, leak)
"""),  # on at the kink: z >= 0 (differs only where a z is exactly 0)
    ("leaky_relu_backward", "off_at_zero", """\
def leaky_relu_backward(da, z, leak):
    slope = np.where(z > 0, 1.0, 0.0) + np.where(z < 0, leak, 0.0)
    return da * slope
"""),  # 0 at the kink instead of leak (differs only where a z is exactly 0)
    ("leaky_relu_backward", "wrong_name", """\
def leaky_relu_backward(da, z, leak):
    return da * np.where(z > leak, 1, leak)
"""),  # compared with leak instead of 0 (differs only for z between 0 and leak)
    ("leaky_relu_backward", "on_at_zero", """\
def leaky_relu_backward(da, z, leak):
    a = np.maximum(z, leak * z)
    return da * np.where(a >= 0, 1, leak)
"""),  # mask from a, but with >= (differs only where a z is exactly 0, or leak is 0)
    ("linear_step", "wrong_shape", """\
def linear_step(weight, bias, X, y, learning_rate):
    errors = X @ weight[0] + bias - y
    dw = 2 * errors @ X / len(y)
    db = 2 * np.mean(errors)
    return weight - learning_rate * dw[None], bias[0] - learning_rate * db
"""),  # bias comes back as a number, not as (1,)
    ("combine_means", "whole_numbers", """\
def combine_means(means, counts):
    weights = counts // counts.min()
    return weights @ means / weights.sum()
"""),  # counts in whole multiples of the smallest: right for 100 and 900, not for 100 and 950
    ("total_gradient", "not_finite", """\
def total_gradient(w, b, X, y, rows):
    dw, db = np.zeros(len(w)), 0.0
    for k in range(len(y) // rows + 1):
        X_part, y_part = X[k * rows : (k + 1) * rows], y[k * rows : (k + 1) * rows]
        errors = X_part @ w + b - y_part
        dw = dw + 2 * errors @ X_part / len(y)
        db = db + 2 * np.mean(errors) * len(errors) / len(y)
    return dw, db
"""),  # one part too many where rows divides n: it is empty, and its mean is nan
    ("total_gradient", "divided_by_last", """\
def total_gradient(w, b, X, y, rows):
    dw, db = np.zeros(len(w)), 0.0
    for first in range(0, len(y), rows):
        X_part, y_part = X[first : first + rows], y[first : first + rows]
        errors = X_part @ w + b - y_part
        dw = dw + 2 * errors @ X_part
        db = db + 2 * np.sum(errors)
    return dw / len(y_part), db / len(y_part)
"""),  # divided by the rows of the last part; right for a single part
    ("one_pass", "too_much", """\
def one_pass(X, y, rows):
    products, targets = 0.0, 0.0
    for first in range(0, len(y), rows):
        part = X[first : first + rows]
        if len(part) <= X.shape[1]:
            continue  # too few rows to solve for the weights
        ones = np.column_stack([part, np.ones(len(part))])
        products = products + ones.T @ ones
        targets = targets + ones.T @ y[first : first + rows]
    return np.linalg.solve(products, targets)
"""),  # skips parts with too few rows, though they count in the sum
    ("one_pass", "bias_afterwards", """\
def one_pass(X, y, rows):
    products, targets = 0.0, 0.0
    for first in range(0, len(y), rows):
        part = X[first : first + rows]
        products = products + part.T @ part
        targets = targets + part.T @ y[first : first + rows]
    w = np.linalg.solve(products, targets)
    return np.append(w, np.mean(y - X @ w))
"""),  # slopes fitted without a bias, and the bias put on afterwards; right where the columns have mean 0
    ("one_pass", "each_for_itself", """\
def one_pass(X, y, rows):
    products, targets = 0.0, 0.0
    for first in range(0, len(y), rows):
        part = X[first : first + rows]
        ones = np.column_stack([part, np.ones(len(part))])
        products = products + ones.T @ ones
        targets = targets + ones.T @ y[first : first + rows]
    return targets / np.diag(products)
"""),  # divides by the diagonal in place of solving: each column for itself
    ("one_pass", "centred_parts", """\
def one_pass(X, y, rows):
    products, targets = 0.0, 0.0
    for first in range(0, len(y), rows):
        part = X[first : first + rows] - X[first : first + rows].mean(axis=0)
        target = y[first : first + rows] - y[first : first + rows].mean()
        products = products + part.T @ part
        targets = targets + part.T @ target
    w = np.linalg.solve(products, targets)
    return np.append(w, np.mean(y) - np.mean(X, axis=0) @ w)
"""),  # each part centred by its own means, not by those of all rows; right for a single part
    ("epoch_time", "too_much", """\
def epoch_time(n, rows, workers, row_time, message_time):
    parts = -(-n // rows)
    turns = -(-parts // workers)
    return turns * rows * row_time + (parts + min(workers, parts)) * message_time
"""),  # workers without a part send no message here; right unless there are fewer parts than workers
    ("epoch_time", "too_much", """\
def epoch_time(n, rows, workers, row_time, message_time):
    parts = -(-n // rows)
    turns = -(-parts // workers)
    return turns * min(rows, n) * row_time + (parts + workers) * message_time
"""),  # a single part counts only the rows that are there; right unless rows > n
    ("epoch_time", "longer_of_two", """\
def epoch_time(n, rows, workers, row_time, message_time):
    parts = -(-n // rows)
    turns = -(-parts // workers)
    return max(turns * rows * row_time, (parts + workers) * message_time)
"""),  # the longer of the two in place of their sum
    ("mean_squared_error", "brackets", """\
def loss(w, x, y):
    return np.mean(w * x - y**2)
"""),  # parentheses missing: only y is squared
    ("mean_squared_error", "range", """\
def loss(w, x, y):
    total = 0
    for i in range(1, len(x)):
        total += (w * x[i] - y[i]) ** 2
    return total / len(x)
"""),  # the loop begins at 1 and misses the first example
    ("mean_squared_error", "overwritten", """\
def loss(w, x, y):
    total = 0
    for xi, yi in zip(x, y):
        total = (w * xi - yi) ** 2
    return total / len(x)
"""),  # = instead of +=: only the last example counts
    ("mean_squared_error", "difference_of_squares", """\
def loss(w, x, y):
    return np.mean((w * x) ** 2 - y**2)
"""),  # difference of the squares instead of square of the difference
    ("slope", "averaged_first", """\
def slope(w, x, y):
    return 2 * np.mean(w * x - y) * np.mean(x)
"""),  # product of the means instead of mean of the products
    ("slope", "wrong_name", """\
def slope(w, x, y):
    return np.mean(2 * (w * x - y) * w)
"""),  # times w instead of times x
    ("slope", "fixed_n", """\
def slope(w, x, y):
    return np.sum(2 * (w * x - y) * x) / 20
"""),  # the 20 measurements of the spring are built in
    ("r_squared", "explained", """\
def r_squared(y, y_hat):
    return np.sum((y_hat - np.mean(y)) ** 2) / np.sum((y - np.mean(y)) ** 2)
"""),  # explained over total: the same only for least squares on its training data
    ("r_squared", "absolute", """\
def r_squared(y, y_hat):
    return abs(1 - np.sum((y_hat - y) ** 2) / np.sum((y - np.mean(y)) ** 2))
"""),  # absolute value: a bad model looks good
    ("nudge", "absolute", """\
def nudge(f, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        e = np.zeros(len(p))
        e[i] = 1
        slopes[i] = abs(f(p + h * e) - f(p - h * e)) / (2 * h)
    return slopes
"""),  # absolute value: negative slopes become positive
    ("nudge", "curvature", """\
def nudge(f, p, h):
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        e = np.zeros(len(p))
        e[i] = 1
        slopes[i] = (f(p + h * e) - 2 * f(p) + f(p - h * e)) / h**2
    return slopes
"""),  # the second difference: curvature instead of slope
    ("landing", "single_step", """\
def landing(start, A, y):
    return start + A.T @ (y - A @ start)
"""),  # A.T instead of the pseudo-inverse: a single step
    ("condition_number", "spreads", """\
def condition_number(X):
    spread = X.var(axis=0)
    return spread.max() / spread.min()
"""),  # the ratio of the columns' variances
    ("condition_number", "diagonal", """\
def condition_number(X):
    A = np.column_stack([X, np.ones(len(X))])
    curvatures = np.diag(A.T @ A)
    return curvatures.max() / curvatures.min()
"""),  # the curvatures along the parameters, not along the axes (right for columns at right angles)
    ("condition_number", "row_of_ones", """\
def condition_number(X):
    A = np.vstack([X, np.ones(X.shape[1])])
    eigenvalues = np.linalg.eigvalsh(A.T @ A)
    return eigenvalues[-1] / eigenvalues[0]
"""),  # a row of ones instead of a column
    ("unscale", "absolute", """\
def unscale(w, b, mean, std):
    w = w / std
    return w, b - np.abs(w) @ mean
"""),  # absolute weights in the bias (right for positive weights)
    ("sum_of_races", "return_in_loop", """\
def sum_of_races(epochs, eigenvalues, distances, floor, learning_rate):
    total = floor
    for lam, d in zip(eigenvalues, distances):
        total += lam * (d * (1 - learning_rate * lam) ** epochs) ** 2 / 2
        return total
"""),  # return inside the loop: only the first race counts
    ("whiten", "transposed", """\
def whiten(X):
    centred = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centred, full_matrices=False)
    return centred @ Vt / s * np.sqrt(len(X))
"""),  # Vt is not transposed back
    ("relu_backward", "sign_for_mask", """\
def relu_backward(da, z):
    return da * np.sign(z)
"""),  # the sign of z: −1 instead of 0 where the unit is off
    ("relu_backward", "absolute", """\
def relu_backward(da, z):
    return da * z.astype(bool)
"""),  # bool makes True of negative numbers as well
    ("layer_backward", "absolute", """\
def layer_backward(delta, a, W):
    return np.abs(a).T @ delta, delta.sum(axis=0), delta @ W.T
"""),  # absolute activations (right for positive a, as behind a ReLU)
    ("without_part", "difference", """\
def without_part(products, targets, X, y):
    total, part = products[-1, -1], len(y)
    everyone = np.linalg.solve(products, targets)
    month = np.linalg.lstsq(X, y, rcond=None)[0]
    return (total * everyone - part * month) / (total - part)
"""),  # weights averaged backwards, by rows: models can't be taken apart like that
    ("without_part", "ones_kept", """\
def without_part(products, targets, X, y):
    A, c = products.copy(), targets.copy()
    A[:-1, :-1] = A[:-1, :-1] - X[:, :-1].T @ X[:, :-1]
    c[:-1] = c[:-1] - X[:, :-1].T @ y
    return np.linalg.solve(A, c)
"""),  # the column of ones is left in: its sums aren't taken out
    ("without_part", "diagonal", """\
def without_part(products, targets, X, y):
    part = np.diag(np.diag(X.T @ X))
    return np.linalg.solve(products - part, targets - X.T @ y)
"""),  # only the diagonal of XᵀX is taken out; right for one weight
    ("without_part", "first_row", """\
def without_part(products, targets, X, y):
    return np.linalg.solve(products - np.outer(X[0], X[0]), targets - X[0] * y[0])
"""),  # takes out the first row only; right for a month of one row
    ("without_part", "mean_row", """\
def without_part(products, targets, X, y):
    mean = X.mean(axis=0)
    return np.linalg.solve(products - len(y) * np.outer(mean, mean), targets - len(y) * mean * y.mean())
"""),  # takes out n times the mean row in place of the sum of the products; right for a month of one row
    ("without_part", "each_for_itself", """\
def without_part(products, targets, X, y):
    return (targets - X.T @ y) / np.diag(products - X.T @ X)
"""),  # divides by the diagonal in place of solving; right for one weight
    ("their_run", "one_by_one", """\
def their_run(X, y, learning_rate, epochs):
    w = np.ones(X.shape[1])
    for _ in range(epochs):
        for x_i, y_i in zip(X, y):
            w = w - learning_rate * 2 * (x_i @ w - y_i) * x_i
    return w
"""),  # a step per example, not one for all; right for one example
    ("their_run", "arrived", """\
def their_run(X, y, learning_rate, epochs):
    return np.linalg.lstsq(X, y, rcond=None)[0]
"""),  # the lowest point itself: right only once descent has arrived
    ("descend", "whole_numbers", """\
def descend(w, x, y, learning_rate, epochs):
    weights = np.full(epochs + 1, w)
    for k in range(epochs):
        weights[k + 1] = step(weights[k], slope(weights[k], x, y), learning_rate)
    return list(weights)
"""),  # wrong only for a start that is a whole number
    ("epochs_needed", "wrong_shape", """\
def epochs_needed(factor, share):
    for k in range(1000):
        if abs(factor) ** k <= share:
            return k
"""),  # gives up after 1000 epochs
    ("landing", "raises", """\
def landing(start, A, y):
    return start + A.T @ np.linalg.solve(A @ A.T, y - A @ start)
"""),  # wants rows that do not depend on each other
]  # fmt: skip
