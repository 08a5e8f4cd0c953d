import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from helpers import data
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.losses import HALF_MSE, HALF_SSE, MSE, SSE
from helpers.network import Network

LOSSES = st.sampled_from([SSE, HALF_SSE, MSE, HALF_MSE])
PROBLEMS = {
    "n": st.integers(1, 12),
    "d": st.integers(1, 4),
    "seed": st.integers(0, 10**6),
    "loss": LOSSES,
    "fit_intercept": st.booleans(),
}

fast = settings(max_examples=40, deadline=None, derandomize=True)


def problem(n, d, seed, fit_intercept=True, rank=None):
    """X, y and the design matrix; with a `rank` below d the columns of X are mixtures of so many."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(rng.normal(), 1, (n, d)), rng.normal(0, 3, n)
    if rank is not None:
        X = rng.standard_normal((n, rank)) @ rng.standard_normal((rank, d))
    return X, y, np.column_stack([X, np.ones(n)]) if fit_intercept else X


def descend(design, y, loss, start, learning_rate, epochs):
    """Plain gradient descent, without helpers: parameters and losses."""
    scale = loss.factor / (len(y) if loss.mean else 1)
    p, parameters, losses = start, [], []
    for _ in range(epochs + 1):
        errors = design @ p - y
        parameters.append(p)
        losses.append(scale * errors @ errors)
        p = p - learning_rate * 2 * scale * design.T @ errors
    return np.array(parameters), np.array(losses)


@fast
@given(**PROBLEMS)
def test_the_hessian_is_the_change_of_the_gradient(n, d, seed, loss, fit_intercept):
    X, y, design = problem(n, d, seed, fit_intercept)

    def gradient(p):
        return loss.gradient(y, design @ p) @ design

    bowl, origin = Bowl.of(X, y, loss, fit_intercept), np.zeros(design.shape[1])
    columns = [gradient(unit) - gradient(origin) for unit in np.eye(len(origin))]
    np.testing.assert_allclose(bowl.hessian, np.transpose(columns), rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(bowl.hessian, bowl.hessian.T)


@fast
@given(**PROBLEMS)
def test_eigenvalues_and_eigenvectors_are_those_of_the_hessian(n, d, seed, loss, fit_intercept):
    X, y, _ = problem(n, d, seed, fit_intercept)
    bowl = Bowl.of(X, y, loss, fit_intercept)
    V, rounding = bowl.eigenvectors, 1e-13 * bowl.eigenvalues[-1]
    np.testing.assert_allclose(bowl.eigenvalues, np.linalg.eigvalsh(bowl.hessian), atol=rounding)
    np.testing.assert_allclose(bowl.hessian @ V, V * bowl.eigenvalues, atol=rounding)
    np.testing.assert_allclose(V.T @ V, np.eye(len(V)), atol=1e-13)
    assert np.all(np.diff(bowl.eigenvalues) >= 0)


@fast
@given(rank=st.integers(1, 3), **PROBLEMS)
def test_the_minimum_is_the_least_squares_solution_of_least_norm(n, d, seed, loss, fit_intercept, rank):
    X, y, design = problem(n, d, seed, fit_intercept, rank)
    bowl = Bowl.of(X, y, loss, fit_intercept)
    np.testing.assert_allclose(bowl.minimum, np.linalg.pinv(design, rtol=1e-12) @ y, rtol=1e-7, atol=1e-7)
    assert np.sum(bowl.eigenvalues == 0) == design.shape[1] - np.linalg.matrix_rank(design, rtol=1e-12)
    residual = y - design @ np.linalg.pinv(design, rtol=1e-12) @ y
    scale = loss.factor / (n if loss.mean else 1)
    np.testing.assert_allclose(bowl.floor, scale * residual @ residual, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_minimum_is_scikit_learns(fit_intercept):
    X, y, _ = problem(40, 3, seed=1)
    fit = LinearRegression(fit_intercept=fit_intercept).fit(X, y)
    wanted = [*fit.coef_, fit.intercept_] if fit_intercept else fit.coef_
    np.testing.assert_allclose(Bowl.of(X, y, fit_intercept=fit_intercept).minimum, wanted, rtol=1e-10)


@pytest.mark.parametrize("offset", [0, 1e6, 1.7e9])
def test_features_far_from_zero_are_fitted_as_well(offset):
    """A column of time stamps: seconds within a month, since 1970. Exact is the slope of what is left of the means."""
    rng = np.random.default_rng(0)
    x = offset + rng.uniform(0, 3e6, 5000)
    y = 3.3e-6 * (x - offset) + 2 + rng.normal(0, 0.1, 5000)
    w = (x - x.mean()) @ (y - y.mean()) / np.sum((x - x.mean()) ** 2)
    bowl = Bowl.of(x[:, None], y)
    np.testing.assert_allclose(bowl.minimum, [w, y.mean() - w * x.mean()], rtol=1e-10)
    left = y - y.mean() - w * (x - x.mean())
    np.testing.assert_allclose(bowl.floor, np.mean(left**2), rtol=1e-10)
    np.testing.assert_allclose(bowl.loss_at([0, y.mean()]), np.var(y), rtol=1e-6)


def test_of_two_equal_columns_far_from_zero_both_take_half():
    x = 1.7e9 + np.linspace(0, 3e6, 100)
    once, twice = (Bowl.of(X, 1e-6 * x) for X in (x[:, None], np.column_stack([x, x])))
    assert np.sum(twice.eigenvalues == 0) == 1
    np.testing.assert_allclose(twice.minimum[:2], once.minimum[0] / 2, rtol=1e-6)


@fast
@given(**PROBLEMS)
def test_the_loss_at_any_point_is_the_loss_of_the_predictions(n, d, seed, loss, fit_intercept):
    X, y, design = problem(n, d, seed, fit_intercept)
    bowl = Bowl.of(X, y, loss, fit_intercept)
    points = np.random.default_rng(seed).normal(0, 5, (3, 2, design.shape[1]))
    losses = bowl.loss_at(points)
    assert losses.shape == (3, 2)
    for index in np.ndindex(3, 2):
        np.testing.assert_allclose(losses[index], loss.value(y, design @ points[index]), rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(bowl.loss_at(points[index]), losses[index], rtol=1e-12)
    assert np.all(losses >= bowl.floor)
    assert bowl.loss_at(bowl.minimum) == bowl.floor


@fast
@given(**PROBLEMS)
def test_the_condition_number_is_that_of_the_data_squared(n, d, seed, loss, fit_intercept):
    X, y, design = problem(n + 4, d, seed, fit_intercept)
    bowl = Bowl.of(X, y, loss, fit_intercept)
    np.testing.assert_allclose(bowl.condition_number, np.linalg.cond(design) ** 2, rtol=1e-8)


def test_flat_directions_do_not_count():
    X, y = np.array([[3.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), np.array([3.0, 1.0])
    bowl = Bowl.of(X, y, HALF_SSE, fit_intercept=False)
    np.testing.assert_allclose(bowl.eigenvalues, [0, 1, 9], rtol=1e-12)
    np.testing.assert_allclose(bowl.condition_number, 9)
    np.testing.assert_allclose(bowl.best_learning_rate, 2 / 10)
    np.testing.assert_allclose(bowl.largest_stable_learning_rate, 2 / 9)


def test_small_eigenvalues_are_not_drowned_by_large_ones():
    # The Hessian of these two columns has a condition number of 4e16: its own eigenvalues would be rounding.
    X, y = np.array([[1.0, 1.0], [1e-8, -1e-8]]), np.zeros(2)
    bowl = Bowl.of(X, y, HALF_SSE, fit_intercept=False)
    np.testing.assert_allclose(bowl.eigenvalues, [2e-16, 2], rtol=1e-6)


@fast
@given(**PROBLEMS)
def test_the_limit_separates_convergence_from_divergence(n, d, seed, loss, fit_intercept):
    X, y, design = problem(n, d, seed, fit_intercept)
    bowl = Bowl.of(X, y, loss, fit_intercept)
    limit, steepest = bowl.largest_stable_learning_rate, bowl.eigenvectors[:, -1]

    def excess(factor):
        """How much of the way to the minimum is left, along the steepest direction, after 300 epochs."""
        parameters, _ = descend(design, y, loss, bowl.minimum + steepest, factor * limit, 300)
        return np.linalg.norm(parameters[-1] - bowl.minimum)

    assert excess(0.98) < 1e-3
    assert excess(1.02) > 1e3
    np.testing.assert_allclose(excess(1.0), 1, rtol=1e-6)


@fast
@given(**PROBLEMS)
def test_no_learning_rate_is_better_than_the_best(n, d, seed, loss, fit_intercept):
    X, y, design = problem(n + 4, d, seed, fit_intercept)  # n > p: no flat direction
    bowl = Bowl.of(X, y, loss, fit_intercept)
    rates = np.linspace(0, 1.1 * bowl.largest_stable_learning_rate, 1001)
    hessian = 2 * loss.factor / (len(y) if loss.mean else 1) * design.T @ design
    slowest = np.linalg.norm(np.eye(len(hessian)) - rates[:, None, None] * hessian, ord=2, axis=(1, 2))
    assert abs(rates[np.argmin(slowest)] - bowl.best_learning_rate) <= rates[1] - rates[0]


@fast
@given(share=st.sampled_from([0, 0.01, 0.3, 0.5, 0.9, 0.999, 1.0, 1.01]), epochs=st.integers(0, 80), **PROBLEMS)
def test_the_path_is_that_of_descent(n, d, seed, loss, fit_intercept, share, epochs):
    X, y, design = problem(n, d, seed, fit_intercept)
    bowl = Bowl.of(X, y, loss, fit_intercept)
    start, rate = np.random.default_rng(seed).normal(0, 3, design.shape[1]), share * bowl.largest_stable_learning_rate
    path = bowl.path(start, rate, epochs)
    parameters, losses = descend(design, y, loss, start, rate, epochs)
    assert path.diverged_at is None
    np.testing.assert_array_equal(path.parameters[0, : len(start)], start)
    np.testing.assert_allclose(path.parameters[:, : len(start)], parameters, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(path.losses, losses, rtol=1e-10, atol=1e-10)
    if fit_intercept:
        trained = train(Network.linear(start[:-1], start[-1]), X, y, loss, rate, epochs)
        np.testing.assert_allclose(path.parameters, trained.parameters, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(path.losses, trained.losses, rtol=1e-10, atol=1e-10)
    else:
        assert not np.any(path.parameters[:, -1])
    k = epochs // 2
    np.testing.assert_allclose(path.network(k).predict(X), design @ parameters[k], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("scaling", ["unit-norm", "standard"])
def test_ten_thousand_epochs_of_diabetes_agree_to_ten_decimals(scaling):
    patients, _ = data.diabetes(scaling)
    design = np.column_stack([patients.X, np.ones(len(patients.y))])
    path = Bowl.of(patients.X, patients.y).path(np.zeros(11), 0.01, 10_000)
    parameters, losses = descend(design, patients.y, MSE, np.zeros(11), 0.01, 10_000)
    np.testing.assert_allclose(path.parameters, parameters, rtol=0, atol=1e-10)
    np.testing.assert_allclose(path.losses, losses, rtol=1e-12)


def test_one_step_lands_where_the_rate_is_one_over_the_curvature():
    path = Bowl.of([[1.0]], [3.0], HALF_SSE, fit_intercept=False).path([7.0], 1.0, 3)
    np.testing.assert_allclose(path.parameters[:, 0], [7, 3, 3, 3], rtol=1e-15)
    np.testing.assert_allclose(path.losses, [8, 0, 0, 0], atol=1e-15)


def test_at_the_limit_it_bounces_for_ever():
    path = Bowl.of([[1.0]], [3.0], HALF_SSE, fit_intercept=False).path([7.0], 2.0, 3)
    np.testing.assert_allclose(path.parameters[:, 0], [7, -1, 7, -1], rtol=1e-14)
    np.testing.assert_allclose(path.losses, 8, rtol=1e-14)


def test_flat_directions_stay_where_they_started():
    worked = data.worked_example()
    bowl = Bowl.of(worked.X, worked.y)
    flat = bowl.eigenvectors[:, bowl.eigenvalues == 0]
    assert flat.shape == (6, 4)
    start = np.arange(6.0)
    path = bowl.path(start, 0.01, 1000)
    np.testing.assert_allclose((path.parameters - start) @ flat, 0, atol=1e-12)


def test_a_path_that_diverges_ends_and_warns_of_nothing():
    X, y, _ = problem(20, 2, seed=0)
    bowl = Bowl.of(X, y)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        path = bowl.path(np.ones(3), 10 * bowl.largest_stable_learning_rate, 400)
    trained = train(Network.linear([1, 1], 1), X, y, MSE, 10 * bowl.largest_stable_learning_rate, 400)
    assert abs(path.diverged_at - trained.diverged_at) <= 1  # one of the two may overflow a step earlier
    assert len(path.losses) == len(path.parameters) == path.diverged_at
    assert np.all(np.isfinite(path.losses)) and np.all(np.isfinite(path.parameters))
    np.testing.assert_allclose(path.losses[:100], trained.losses[:100], rtol=1e-9)
    np.testing.assert_array_equal(path.network(-1).parameters, path.parameters[-1])


def test_a_steep_direction_without_distance_does_not_explode():
    path = Bowl.of(np.diag([1.0, 3.0]), [0, 0], HALF_SSE, fit_intercept=False).path([1.0, 0.0], 1.5, 2000)
    assert path.diverged_at is None
    np.testing.assert_array_equal(path.parameters[:, 1], 0)
    np.testing.assert_allclose(path.parameters[:5, 0], [1, -0.5, 0.25, -0.125, 0.0625])


PLANE = ([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]], [1.0, 2.0, 3.0])
BOWL = Bowl.of(*PLANE)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Bowl.of([1, 2], [1, 2]), r"^X must be 2-D, got 1-D with shape \(2,\)\.$"),
        (lambda: Bowl.of([[1], [2]], [1]), r"^X and y must have the same number of examples, got 2 and 1\.$"),
        (lambda: Bowl.of([[1], [2]], [[1], [2]]), r"^y must have shape \(n,\), got \(2, 1\)\.$"),
        (lambda: Bowl.of(np.empty((0, 2)), []), r"^X must not be empty, got shape \(0, 2\)\.$"),
        (lambda: Bowl.of([[np.nan]], [1]), r"^X must be finite, got .*(nan|inf).*\.$"),
        (lambda: Bowl.of([[1]], [np.nan]), r"^y must be finite, got .*(nan|inf).*\.$"),
        (lambda: Bowl.of(*PLANE, loss="mse"), r"^loss must be a loss such as losses\.MSE.*, got 'mse'\.$"),
        (lambda: Bowl.of([[0]], [1], fit_intercept=False), r"^X must hold at least one number other than 0, .*\.$"),
        (lambda: BOWL.loss_at([1, 2]), r"^parameters must have 3 columns, got shape \(2,\)\.$"),
        (lambda: BOWL.loss_at(1.0), r"^parameters must have 3 columns, got shape \(\)\.$"),
        (lambda: BOWL.loss_at([1, 2, np.nan]), r"^parameters must be finite, .*\.$"),
        (lambda: BOWL.path([1, 2], 0.1, 5), r"^start must have shape \(3,\), weights then bias, got \(2,\)\.$"),
        (lambda: BOWL.path([[1, 2, 3]], 0.1, 5), r"^start must be 1-D, got 2-D .*\.$"),
        (lambda: BOWL.path([1, 2, np.nan], 0.1, 5), r"^start must be finite, .*\.$"),
        (lambda: BOWL.path([1, 2, 3], -0.1, 5), r"^learning_rate must be .* at least 0, got -0\.1\.$"),
        (lambda: BOWL.path([1, 2, 3], 0.1, -5), r"^epochs must be a whole number of at least 0, got -5\.$"),
        (lambda: BOWL.path([1, 2, 3], 0.1, 5).network(6), r"^epoch must be .* from -6 to 5, got 6\.$"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
