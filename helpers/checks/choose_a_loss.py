"""The checks of notebook 02: sums and means, and the scores."""

from itertools import permutations

import numpy as np

from helpers.attempt import Attempt
from helpers.checks.fit_a_line import LINE
from helpers.diagnosis import COLUMN, check, diagnose
from helpers.losses import SSE
from helpers.slopes import diagnose_slopes

# fmt: off


@check
def four_losses(f):
    """Check f(errors) = (Σ e², ½ Σ e², mean e², ½ mean e²)."""
    def sums(e):
        return np.sum(e**2) * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)])

    def of(total, mean):
        return np.array([total, total / 2, mean, mean / 2])

    cases = [(np.array([1.0, -2.0, 3.0]),), (np.array([0.5, 4.0, -1.0, 2.0, -3.0]),)]
    return diagnose(f, cases, lambda errors: tuple(sums(errors)), [
        ("not_squared", lambda e: np.sum(e) * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)]),
         "These add the errors as they are, and +2 and −2 cancel. Where is the square?"),
        ("squared_sum", lambda e: np.sum(e) ** 2 * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)]),
         "These square the sum of the errors. Which comes first: squaring or adding?"),
        ("squared_sum", lambda e: [e.sum() ** 2, e.sum() ** 2 / 2, e.mean() ** 2, e.mean() ** 2 / 2],
         "These square the sum, or the mean, of the errors. Which comes first: squaring or adding?"),
        ("absolute", lambda e: np.sum(np.abs(e)) * np.array([1, 1 / 2, 1 / len(e), 1 / 2 / len(e)]),
         "These add the errors without their signs. Where is the square?"),
        ("variance", lambda e: of(np.sum(e**2), np.var(e)),
         "The last two are made of the variance, which takes the mean of the errors off first. Is that asked for?"),
        ("root", lambda e: of(np.linalg.norm(e), np.sqrt(np.mean(e**2))), "These are roots. Is a root asked for?"),
        ("missing_half", lambda e: sums(e)[[0, 0, 2, 2]], "Two of the four have a ½ in front. Which?"),
        ("extra_factor_2", lambda e: sums(e) * [1, 4, 1, 4], "Two of these are doubled. What does a ½ in front do?"),
        ("extra_factor_2", lambda e: sums(e) * [1, 4, 1, 1], "The second is doubled. What does a ½ in front do?"),
        ("extra_factor_2", lambda e: sums(e) * [1, 1, 1, 4], "The last is doubled. What does a ½ in front do?"),
        ("missing_half", lambda e: sums(e)[[0, 1, 2, 2]], "Three are right. Is the last one halved?"),
        ("sum_for_mean", lambda e: sums(e)[[0, 1, 0, 1]],
         "The last two are sums as well. What makes a sum a mean?"),
        ("times_n", lambda e: sums(e) * [1, 1, 1, len(e) ** 2],
         "The last is multiplied by n. In 1/(2n), is n above or below the line?"),
        ("times_n", lambda e: sums(e) * [1, 1, len(e) ** 2, len(e) ** 2],
         "The last two are multiplied by n. Is n above or below the line?"),
        ("half_for_mean", lambda e: sums(e)[[0, 1, 1, 3]],
         "The third is half the sum. Is a mean half of a sum, for any n?"),
        ("double_n", lambda e: sums(e) / [1, 1, 1, len(e)],
         "The last is divided by n twice. What does np.mean do already?"),
        *[("order", lambda e, order=order: sums(e)[list(order)],
           "All four are there, in another order. The sums come first, and each of the two before its half.")
          for order in permutations(range(4))],
    ], "Right: all four, in order.")


@check
def equal_learning_rate(f):
    """Check f(learning_rate, n): the η with which the mean of squares steps as half the sum does with learning_rate."""
    return diagnose(f, [(0.001, 200), (0.02, 31), (0.0123, 1001)], lambda learning_rate, n: learning_rate * n / 2, [
        ("missing_factor_2", lambda rate, n: rate * n,
         "This would be the twin's η if its loss were *half* the mean. What does the 2 in the mean's gradient do?"),
        ("extra_factor_2", lambda rate, n: 2 * rate * n,
         "With this the twin's steps are four times as long. Is its gradient larger or smaller by the 2?"),
        ("inverted", lambda rate, n: rate / n,
         "With this the twin hardly moves. Whose gradient is the larger: the sum's or the mean's?"),
        ("inverted", lambda rate, n: rate * 2 / n,
         "With this the twin hardly moves. Whose gradient is the larger: the sum's or the mean's?"),
        ("inverted", lambda rate, n: rate / (2 * n),
         "With this the twin hardly moves. Whose gradient is the larger: the sum's or the mean's?"),
        ("missing_n", lambda rate, n: rate / 2,
         "The ½ is taken care of. And the n by which the mean divides?"),
        ("missing_n", lambda rate, n: rate, "With the same η the two steps differ in length. By which factor?"),
        ("missing_n", lambda rate, n: rate * 2,
         "The ½ is taken care of, the wrong way round. And the n by which the mean divides?"),
        ("fixed_n", lambda rate, n: rate * 100, "Right for 200 points. Use `n`, whatever it is."),
        ("fixed_n", lambda rate, n: 0.1,
         "Right for 200 points and a learning rate of 0.001. Use `n` and `learning_rate`."),
        ("whole_numbers", lambda rate, n: rate * (n // 2), "Right for an even n. What does `//` make of half of 31?"),
        ("whole_numbers", lambda rate, n: rate * n // 2, "`//` cuts off what stands behind the point. Use `/`."),
    ], "Right: η times gradient is then the same step for both.")


@check
def sum_gradient(gradient):
    """Check gradient(w, b, x, y) -> (dw, db), of the sum of squared errors of the line ŷ = w x + b."""
    return diagnose_slopes(Attempt(gradient, "wbxy"), ("dw", "db"), LINE, SSE)


_RIDES = [
    (np.array([12.0, 8.0, 20.0, 10.0]), np.array([11.0, 9.5, 16.0, 10.0])),
    (np.array([5.0, -3.0, 2.0, 8.0, 3.0]), np.array([4.0, -1.0, 2.5, 5.0, 7.0])),
    (np.array([12.0, 8.0, 20.0, 10.0]), np.array([22.0, 18.0, 30.0, 20.0])),
    (np.array([2.1, -1.3, 0.6, -3.2, 5.7]), np.array([-1.0, 2.0, 0.35, -2.5, 6.1])),
]


@check
def rmse_and_mae(f):
    """Check f(y, y_hat) = (root mean squared error, mean absolute error)."""
    def both(y, y_hat):
        return np.array([np.sqrt(np.mean((y_hat - y) ** 2)), np.mean(np.abs(y_hat - y))])

    return diagnose(f, _RIDES, lambda y, y_hat: tuple(both(y, y_hat)), [
        ("missing_root", lambda y, y_hat: both(y, y_hat) ** [2, 1],
         "The first is the mean squared error, in squared units. What brings it back to the unit of y?"),
        ("standard_deviation", lambda y, y_hat: [np.std(y_hat - y), both(y, y_hat)[1]],
         "The first is the standard deviation of the errors: their mean is taken off. What does it make of predictions "
         "that are all 10 too high?"),
        ("variance", lambda y, y_hat: [np.var(y_hat - y), both(y, y_hat)[1]],
         "The first is the variance of the errors: their mean is taken off, and there is no root."),
        ("median", lambda y, y_hat: [both(y, y_hat)[0], np.median(np.abs(y_hat - y))],
         "The second is the median of the distances. Their mean is asked for."),
        ("signs", lambda y, y_hat: [both(y, y_hat)[0], np.mean(y_hat - y)],
         "In the second, errors of opposite sign cancel. What takes the signs away?"),
        ("signs", lambda y, y_hat: [both(y, y_hat)[0], np.mean(y - y_hat)],
         "In the second, errors of opposite sign cancel. What takes the signs away?"),
        ("sum_for_mean", lambda y, y_hat: both(y, y_hat) * [np.sqrt(len(y)), len(y)],
         "Both are made of sums. Where does the mean come in?"),
        ("absolute_of_mean", lambda y, y_hat: [both(y, y_hat)[0], np.abs(np.mean(y_hat - y))],
         "The second takes the sign away from the mean. Which comes first?"),
        ("mean_of_roots", lambda y, y_hat: both(y, y_hat)[[1, 1]],
         "The root of each square is that error without its sign, so both are the same. Mean first, or root?"),
    ], "Right: both are in the unit of y.")


@check
def r_squared(f):
    """Check f(y, y_hat) = 1 − Σ (ŷ − y)² / Σ (y − mean y)²."""
    def ratio(y, y_hat):
        return np.sum((y_hat - y) ** 2) / np.sum((y - y.mean()) ** 2)

    return diagnose(f, _RIDES, lambda y, y_hat: 1 - ratio(y, y_hat), [
        ("clipped", lambda y, y_hat: max(0, 1 - ratio(y, y_hat)),
         "A model worse than the mean has to come out below 0. What cuts it off?"),
        ("squared_sum", lambda y, y_hat: 1 - np.sum(y_hat - y) ** 2 / np.sum((y - y.mean()) ** 2),
         "The square stands outside the upper sum. Which comes first: squaring or adding?"),
        ("squared_sum", lambda y, y_hat: -np.inf,
         "Below the line the differences from the mean are added first, and they add up to 0. "
         "Which comes first: squaring or adding?"),
        ("brackets", lambda y, y_hat: (1 - np.sum((y_hat - y) ** 2)) / np.sum((y - y.mean()) ** 2),
         "The 1 is divided as well. What has to be divided before anything is taken from 1?"),
        ("missing_one", ratio, "This is the share that the model leaves. R² is the share that it takes away."),
        ("sign", lambda y, y_hat: ratio(y, y_hat) - 1, "This has the wrong sign: a perfect model should get 1."),
        ("inverted", lambda y, y_hat: 1 - 1 / ratio(y, y_hat),
         "Numerator and denominator have changed places. Whose errors are compared with whose?"),
        ("baseline_of_predictions", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum((y_hat - y_hat.mean()) ** 2),
         "Below the line stands the spread of the predictions. The baseline predicts the mean of what?"),
        ("baseline_of_predictions", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum((y - y_hat.mean()) ** 2),
         "Below the line stands the mean of the predictions. The baseline predicts the mean of what?"),
        ("column", lambda y, y_hat: 1 - np.sum((y_hat[:, None] - y) ** 2) / np.sum((y - y.mean()) ** 2), COLUMN),
        ("variance", lambda y, y_hat: 1 - np.var(y_hat - y) / np.var(y),
         "Above the line stands the variance of the errors: predictions that are all 10 too high lose nothing by it."),
        ("explained", lambda y, y_hat: np.sum((y_hat - y.mean()) ** 2) / np.sum((y - y.mean()) ** 2),
         "This is how much the predictions spread, and not how near they are. Where are the errors?"),
        ("explained", lambda y, y_hat: np.var(y_hat) / np.var(y),
         "This is how much the predictions spread, and not how near they are. Where are the errors?"),
        ("root", lambda y, y_hat: 1 - np.sqrt(ratio(y, y_hat)),
         "This compares the roots. What is squared stays squared."),
        ("no_baseline", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.sum(y**2),
         "Below the line stands a model that predicts 0. Which constant is the baseline?"),
        ("correlation", lambda y, y_hat: np.corrcoef(y, y_hat)[0, 1] ** 2,
         "This is the squared correlation. It doesn't notice predictions that are all 10 too high. R² should."),
        ("mixed", lambda y, y_hat: 1 - np.mean((y_hat - y) ** 2) / np.sum((y - y.mean()) ** 2),
         "A mean is divided by a sum. Use the same for both."),
        ("mixed", lambda y, y_hat: 1 - np.sum((y_hat - y) ** 2) / np.mean((y - y.mean()) ** 2),
         "A sum is divided by a mean. Use the same for both."),
        ("absolute", lambda y, y_hat: 1 - np.sum(np.abs(y_hat - y)) / np.sum(np.abs(y - y.mean())),
         "This compares absolute errors. Where are the squares?"),
    ], "Right: the share of the baseline's squared errors that is gone.")


@check
def percentage_error(f):
    """Check f(y, y_hat) = mean(|ŷ − y| / |y|) · 100."""
    def mape(y, y_hat):
        return 100 * np.mean(np.abs((y_hat - y) / y))

    return diagnose(f, _RIDES, mape, [
        ("missing_percent", lambda y, y_hat: mape(y, y_hat) / 100,
         "This is right as a fraction. How many per cent is it?"),
        ("signs", lambda y, y_hat: 100 * np.mean((y_hat - y) / y), "Errors of opposite sign cancel here."),
        ("signs", lambda y, y_hat: 100 * np.mean((y - y_hat) / y), "Errors of opposite sign cancel here."),
        ("signs", lambda y, y_hat: 100 * np.mean(np.abs(y_hat - y) / y),
         "Where y is negative, so is this share. Whose absolute value is missing?"),
        ("per_prediction", lambda y, y_hat: 100 * np.mean(np.abs((y_hat - y) / y_hat)),
         "This divides by the prediction. Per cent of what is asked for?"),
        ("ratio_of_sums", lambda y, y_hat: 100 * np.sum(np.abs(y_hat - y)) / np.sum(np.abs(y)),
         "This divides one sum by another. Is each error's own share taken first?"),
        ("sold_as_score", lambda y, y_hat: 100 - mape(y, y_hat),
         "This is 100 minus the error. The error itself is asked for."),
    ], "Right: an error, in per cent. The smaller the better.")


@check
def breaking_point(f):
    """Check f(limit, learning_rate): the smallest n with learning_rate > limit / n, limit being that of the mean."""
    cases = [(1.4537, 0.001), (0.7, 0.03), (0.75, 0.25), (0.5, 0.7)]
    return diagnose(f, cases, lambda limit, learning_rate: np.floor(limit / learning_rate) + 1, [
        ("at_the_border", lambda limit, rate: np.ceil(limit / rate),
         "Where the limit is met exactly, the run bounces for ever. Does it explode there?"),
        ("one_too_few", lambda limit, rate: np.floor(limit / rate),
         "With so many it does not explode yet. How many break it?"),
        ("not_whole", lambda limit, rate: limit / rate,
         "The border is right. Which whole number is the first beyond it?"),
        ("half_sum", lambda limit, rate: np.floor(2 * limit / rate) + 1,
         "This is for half the sum. What is the sum's limit?"),
        ("half_mean", lambda limit, rate: np.floor(limit / (2 * rate)) + 1,
         "This is half as many. SSE and MSE differ by n alone: where does the 2 come from?"),
        ("missing_limit", lambda limit, rate: 2 / rate,
         "The 2 of 2/λ is in the limit already. How do `limit` and n come in?"),
        ("missing_limit", lambda limit, rate: np.floor(2 / rate) + 1,
         "The 2 of 2/λ is in the limit already. How do `limit` and n come in?"),
        ("inverted", lambda limit, rate: np.floor(rate / limit) + 1, "Limit and learning rate have changed places."),
        ("missing_n", lambda limit, rate: limit, "This is the limit of the mean. What is the sum's, for n examples?"),
    ], "Right: a sum's largest learning rate shrinks as 1/n, a mean's stays.")
