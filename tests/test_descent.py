import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPRegressor

from helpers.descent import train
from helpers.losses import HALF_MSE, HALF_SSE, MSE, SSE
from helpers.network import Layer, Network

ALL = (SSE, HALF_SSE, MSE, HALF_MSE)
GRADIENT_FACTORS = {SSE: lambda n: 2, HALF_SSE: lambda n: 1, MSE: lambda n: 2 / n, HALF_MSE: lambda n: 1 / n}
SHAPES = {"n": st.integers(2, 10), "d": st.integers(1, 4), "seed": st.integers(0, 10**6)}

fast = settings(max_examples=25, deadline=None, derandomize=True)


def linear_data(n=30, d=2, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, d)), rng.standard_normal(n)


@pytest.mark.parametrize("loss", ALL, ids=lambda loss: loss.name)
@fast
@given(**SHAPES)
def test_a_linear_model_is_trained_as_by_a_loop_over_examples(loss, n, d, seed):
    X, y = linear_data(n, d, seed)
    w, b, factor, learning_rate = np.arange(d, dtype=float), 1.0, GRADIENT_FACTORS[loss](n), 0.02
    history = train(Network.linear(w, b), X, y, loss, learning_rate, epochs=8)
    assert history.losses.shape == (9,)
    assert history.parameters.shape == (9, d + 1)
    assert history.diverged_at is None
    for k in range(9):
        np.testing.assert_allclose(history.parameters[k], [*w, b], rtol=1e-9, atol=1e-9)
        dw, db = np.zeros(d), 0.0
        for x, target in zip(X, y, strict=True):
            error = sum(w_i * x_i for w_i, x_i in zip(w, x, strict=True)) + b - target
            dw, db = dw + factor * error * x, db + factor * error
        w, b = w - learning_rate * dw, b - learning_rate * db


@pytest.mark.parametrize("hidden", [(), (3,), (4, 2)])
def test_a_network_is_trained_as_by_scikit_learn(hidden):
    X, y = linear_data()
    plain = {"momentum": 0, "nesterovs_momentum": False, "alpha": 0, "batch_size": len(y), "shuffle": False}
    mlp = MLPRegressor(hidden_layer_sizes=hidden, solver="sgd", learning_rate_init=0.1, random_state=0, **plain)
    mlp.partial_fit(X, y)
    start = Network([Layer(W.copy(), b.copy()) for W, b in zip(mlp.coefs_, mlp.intercepts_, strict=True)])
    history = train(start, X, y, HALF_MSE, learning_rate=0.1, epochs=30)
    for _ in range(30):
        mlp.partial_fit(X, y)
    theirs = [part.ravel() for layer in zip(mlp.coefs_, mlp.intercepts_, strict=True) for part in layer]
    np.testing.assert_allclose(history.parameters[-1], np.concatenate(theirs), rtol=1e-9)
    np.testing.assert_allclose(history.losses[:-1], mlp.loss_curve_[1:], rtol=1e-9)


@pytest.mark.parametrize("loss", ALL, ids=lambda loss: loss.name)
@pytest.mark.parametrize("batch_size", [None, 7])
@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (2, 3, 2)])
def test_each_entry_is_the_state_after_that_many_epochs(loss, batch_size, sizes):
    X, y = linear_data()
    y = y if sizes[-1] == 1 else np.column_stack([y, -y])
    start = Network.initialize(sizes)
    history = train(start, X, y, loss, 0.001, epochs=4, batch_size=batch_size)
    np.testing.assert_array_equal(history.parameters[0], start.parameters)
    for k in range(5):
        network = history.network(k)
        np.testing.assert_array_equal(network.parameters, history.parameters[k])
        np.testing.assert_allclose(history.losses[k], loss.value(y, network.predict(X)), rtol=1e-12)
    assert np.all(np.diff(history.losses) < 0)
    shorter = train(start, X, y, loss, 0.001, epochs=2, batch_size=batch_size)
    np.testing.assert_array_equal(shorter.parameters, history.parameters[:3])


def test_no_epochs_leave_the_start():
    X, y = linear_data()
    for batch_size in (None, 4):
        history = train(Network.linear([1, 2], 3), X, y, epochs=0, batch_size=batch_size)
        np.testing.assert_array_equal(history.parameters, [[1, 2, 3]])
        assert len(history.losses) == 1


def test_training_leaves_its_network_as_it_is():
    X, y = linear_data()
    start = Network.initialize((2, 3, 1))
    before = start.parameters
    history = train(start, X, y, epochs=3, batch_size=8)
    np.testing.assert_array_equal(start.parameters, before)
    assert history.start is start


def test_full_batch_descent_ends_at_least_squares():
    X, y = linear_data()
    wanted = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]
    history = train(Network.linear([9, -9], 9), X, y, learning_rate=0.3, epochs=300)
    np.testing.assert_allclose(history.parameters[-1], wanted, rtol=1e-9)


@fast
@given(batch_size=st.integers(1, 10), **SHAPES)
def test_every_example_is_used_once_an_epoch(batch_size, n, d, seed):
    """With a tiny learning rate the steps of one epoch add up to that along the sum over all examples."""
    X, y = linear_data(n, d, seed)
    start, tiny = Network.linear(np.ones(d), 1), 1e-9
    moved = np.diff(train(start, X, y, SSE, tiny, epochs=1, batch_size=batch_size).parameters, axis=0)[0]
    (whole,) = start.gradients(X, y, SSE)
    np.testing.assert_allclose(-moved / tiny, [*whole.W[:, 0], *whole.b], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("batch_size", "sizes"), [(1, [1] * 10), (4, [4, 4, 2]), (5, [5, 5]), (9, [9, 1])])
def test_mini_batches_have_the_size_asked_for(batch_size, sizes):
    # On the line ŷ = b, with y = 0 and the SSE, a step on m examples multiplies b by 1 − 2ηm.
    history = train(Network.linear(0, 1), np.zeros((10, 1)), np.zeros(10), SSE, 0.01, 1, batch_size=batch_size)
    np.testing.assert_allclose(history.parameters[1], [0, np.prod(1 - 2 * 0.01 * np.array(sizes))], rtol=1e-14)


def test_the_defaults():
    X, y = linear_data()
    start = Network.initialize((2, 3, 1))
    wanted = train(start, X, y, MSE, learning_rate=0.1, epochs=100, batch_size=None, seed=0)
    np.testing.assert_array_equal(train(start, X, y).parameters, wanted.parameters)
    np.testing.assert_array_equal(train(start, X, y).losses, wanted.losses)


def test_the_seed_decides_the_order_of_mini_batches():
    X, y = linear_data()
    first, again, other = (train(Network.linear([0, 0], 0), X, y, batch_size=7, seed=s).parameters for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


def test_every_epoch_has_an_order_of_its_own():
    X, y = linear_data()
    history = train(Network.linear([0, 0], 0), X, y, epochs=2, batch_size=7)
    repeated = train(history.network(1), X, y, epochs=1, batch_size=7)
    assert np.any(repeated.parameters[1] != history.parameters[2])


@pytest.mark.parametrize("batch_size", [30, 31, 10**9])
def test_a_batch_of_all_examples_is_the_full_batch(batch_size):
    X, y = linear_data()
    start = Network.initialize((2, 4, 1))
    whole = train(start, X, y)
    batched = train(start, X, y, batch_size=batch_size, seed=5)
    np.testing.assert_array_equal(batched.parameters, whole.parameters)
    np.testing.assert_array_equal(batched.losses, whole.losses)


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("sizes", [(2, 1), (2, 5, 1), (2, 5, 5, 2)])
def test_divergence_ends_the_arrays_and_warns_of_nothing(sizes, batch_size):
    X, y = linear_data()
    y = y if sizes[-1] == 1 else np.column_stack([y, -y])
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        history = train(Network.initialize(sizes), X, 1e6 * y, SSE, 50.0, epochs=500, batch_size=batch_size)
    assert 0 < history.diverged_at <= 500
    assert len(history.losses) == len(history.parameters) == history.diverged_at
    assert np.all(np.isfinite(history.losses)) and np.all(np.isfinite(history.parameters))
    np.testing.assert_array_equal(history.network(-1).parameters, history.parameters[-1])


def test_divergence_is_told_at_the_first_epoch_that_overflows():
    # ŷ = b, y = 0, ½MSE and η = 1001: every step multiplies b by −1000 and the loss by 10⁶, from ½ on.
    history = train(Network.linear(0, 1), [[0.0]], [0.0], HALF_MSE, learning_rate=1001, epochs=200)
    assert history.diverged_at == 52  # ½ · 10³⁰⁶ is a float, b² = 10³¹² is not
    np.testing.assert_allclose(history.losses, [0.5 * 1e6**k for k in range(52)])


def test_a_parameter_that_overflows_unseen_by_the_loss_is_divergence_too():
    # The hidden unit is dead for X = 1, so that its weight may be anything without the loss knowing.
    start = Network([Layer(np.array([[-np.inf]]), np.zeros(1)), Layer(np.ones((1, 1)), np.zeros(1))])
    history = train(start, [[1.0]], [0.0], epochs=3)
    assert history.diverged_at == 0


def test_a_start_that_has_already_diverged_leaves_empty_arrays():
    history = train(Network.linear([1e200, 0], 0), *linear_data(), epochs=3)
    assert history.diverged_at == 0
    assert history.losses.shape == (0,)
    assert history.parameters.shape == (0, 3)


def test_a_learning_rate_beyond_the_limit_is_no_error():
    X, y = linear_data()
    history = train(Network.linear([0, 0], 0), X, y, learning_rate=3, epochs=10)
    assert history.diverged_at is None
    assert history.losses[-1] > 100 * history.losses[0]


LINE = Network.linear(0, 0)
ONE = ([[1.0], [2.0]], [1.0, 2.0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: train(LINE, [1, 2], [1, 2]), r"^X must be 2-D, got 1-D with shape \(2,\)\.$"),
        (lambda: train(LINE, [[1, 2]], [1]), r"^X must have 1 features, one per column, got 2\.$"),
        (lambda: train(LINE, [[1], [2]], [1]), r"^X and y must have the same number of examples, got 2 and 1\.$"),
        (lambda: train(LINE, [[1], [2]], [[1], [2]]), r"^y must have shape \(n,\), got \(2, 1\)\.$"),
        (lambda: train(LINE, np.empty((0, 1)), []), r"^X must not be empty, got shape \(0, 1\)\.$"),
        (lambda: train(LINE, [[np.nan]], [1]), r"^X must be finite, got .*(nan|inf).*\.$"),
        (lambda: train(LINE, [[1]], [np.inf]), r"^y must be finite, got .*(nan|inf).*\.$"),
        (lambda: train(LINE, *ONE, loss="mse"), r"^loss must be a loss such as losses\.MSE.*, got 'mse'\.$"),
        (lambda: train(LINE, *ONE, learning_rate=-0.1), r"^learning_rate must be .* at least 0, got -0\.1\.$"),
        (lambda: train(LINE, *ONE, learning_rate=None), r"^learning_rate must be .* at least 0, got None\.$"),
        (lambda: train(LINE, *ONE, epochs=-1), r"^epochs must be a whole number of at least 0, got -1\.$"),
        (lambda: train(LINE, *ONE, epochs=1.5), r"^epochs must be a whole number of at least 0, got 1\.5\.$"),
        (lambda: train(LINE, *ONE, batch_size=0), r"^batch_size must be a whole number of at least 1, got 0\.$"),
        (lambda: train(LINE, *ONE, seed=-1), r"^seed must be a whole number of at least 0, got -1\.$"),
        (lambda: train(LINE, *ONE, epochs=3).network(4), r"^epoch must be a whole number from -4 to 3, got 4\.$"),
        (lambda: train(LINE, *ONE, epochs=3).network(-5), r"^epoch must be a whole number from .*, got -5\.$"),
        (lambda: train(LINE, *ONE, epochs=3).network(1.5), r"^epoch must be a whole number from .*, got 1\.5\.$"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
