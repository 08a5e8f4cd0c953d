import warnings
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from helpers.gradcheck import numerical_gradient
from helpers.losses import HALF_MSE, HALF_SSE, MSE, SSE
from helpers.network import Layer, Network

SIZES = st.lists(st.integers(1, 4), min_size=2, max_size=5)
SEEDS = st.integers(0, 10**6)

fast = settings(max_examples=25, deadline=None, derandomize=True)


def network_and_data(sizes, seed, n=5):
    """A random network, biases too, with X and y that fit it."""
    rng = np.random.default_rng(seed)
    network = Network.initialize(sizes)
    network = network.with_parameters(rng.standard_normal(len(network.parameters)))
    k = sizes[-1]
    return network, rng.standard_normal((n, sizes[0])), rng.standard_normal(n if k == 1 else (n, k))


def predict_unit_by_unit(network, x):
    """The forward pass of one example without a single array operation."""
    values = list(x)
    for depth, (W, b) in enumerate(network.layers):
        sums = [sum(v * W[i, j] for i, v in enumerate(values)) + b[j] for j in range(len(b))]
        values = [max(z, 0.0) for z in sums] if depth < len(network.layers) - 1 else sums
    return values


@fast
@given(SIZES, SEEDS)
def test_the_forward_pass_is_that_of_single_units(sizes, seed):
    network, X, y = network_and_data(sizes, seed)
    wanted = [predict_unit_by_unit(network, x) for x in X]
    y_hat = network.predict(X)
    assert y_hat.shape == y.shape
    np.testing.assert_allclose(y_hat.reshape(len(X), -1), wanted, atol=1e-12)
    activations = network.forward(X)
    assert [a.shape for a in activations] == [(len(X), size) for size in sizes]
    np.testing.assert_array_equal(activations[0], X)
    np.testing.assert_array_equal(activations[-1].reshape(y.shape), y_hat)
    assert all(np.all(a >= 0) for a in activations[1:-1])


@pytest.mark.parametrize("sizes", [(2, 3, 1), (3, 4, 2, 2), (1, 2, 2, 2, 1)])
def test_predictions_are_those_of_scikit_learn(sizes):
    network, X, y = network_and_data(sizes, seed=1)
    mlp = MLPRegressor(hidden_layer_sizes=sizes[1:-1], max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mlp.fit(X, y)  # for the shapes alone
    mlp.coefs_, mlp.intercepts_ = [layer.W for layer in network.layers], [layer.b for layer in network.layers]
    np.testing.assert_allclose(network.predict(X), mlp.predict(X), atol=1e-12)


@pytest.mark.parametrize("loss", [SSE, HALF_SSE, MSE, HALF_MSE], ids=lambda loss: loss.name)
@fast
@given(SIZES, SEEDS)
def test_the_gradient_is_the_slope_of_the_loss(loss, sizes, seed):
    network, X, y = network_and_data(sizes, seed)

    def loss_at(flat):
        return loss.value(y, network.with_parameters(flat).predict(X))

    gradients = network.gradients(X, y, loss)
    assert [(W.shape, b.shape) for W, b in gradients] == [(W.shape, b.shape) for W, b in network.layers]
    flat = np.concatenate([part.ravel() for layer in gradients for part in layer])
    np.testing.assert_allclose(flat, numerical_gradient(loss_at, network.parameters), rtol=1e-6, atol=1e-6)


def test_a_line_has_the_gradient_of_the_textbook():
    X, y = np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 2.0, 3.0])
    errors = 3 * X[:, 0] - 1 - y
    (layer,) = Network.linear(3, -1).gradients(X, y)
    np.testing.assert_allclose(layer.W, [[2 / 3 * (errors @ X[:, 0])]])
    np.testing.assert_allclose(layer.b, [2 / 3 * errors.sum()])


def test_without_hidden_layers_nothing_is_bent():
    np.testing.assert_array_equal(Network.linear([2, -3], 5).predict([[0, 0], [1, 0], [0, 4]]), [5, 7, -7])
    np.testing.assert_array_equal(Network.linear(2, -5).predict([[1], [3]]), [-3, 1])


def test_a_unit_at_its_kink_passes_nothing_back():
    still = Network.initialize((2, 3, 1), scheme="zeros")
    (dW1, db1), (dW2, db2) = still.gradients([[1, 2]], [5], HALF_SSE)
    assert not np.any(dW1) and not np.any(db1) and not np.any(dW2)
    np.testing.assert_array_equal(db2, [-5])


@fast
@given(SIZES, SEEDS)
def test_parameters_go_round(sizes, seed):
    network, X, _ = network_and_data(sizes, seed)
    again = Network.initialize(sizes, seed=1).with_parameters(network.parameters)
    np.testing.assert_array_equal(again.parameters, network.parameters)
    np.testing.assert_array_equal(again.predict(X), network.predict(X))


def test_parameters_come_layer_by_layer_rows_of_weights_before_biases():
    first = Layer(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0]))
    second = Layer(np.array([[7.0], [8.0]]), np.array([9.0]))
    network = Network([first, second])
    np.testing.assert_array_equal(network.parameters, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    np.testing.assert_array_equal(network.with_parameters(np.arange(9)).layers[0].W, [[0, 1], [2, 3]])


@fast
@given(SIZES, SEEDS, st.floats(0, 10))
def test_a_step_makes_a_new_network_and_leaves_the_old_one(sizes, seed, learning_rate):
    network, X, y = network_and_data(sizes, seed)
    before = network.parameters
    gradients = network.gradients(X, y, SSE)
    slope = np.concatenate([part.ravel() for layer in gradients for part in layer])
    stepped = network.step(gradients, learning_rate)
    np.testing.assert_array_equal(network.parameters, before)
    np.testing.assert_array_equal(stepped.parameters, before - learning_rate * slope)
    with pytest.raises(FrozenInstanceError):
        network.layers = stepped.layers


def test_initial_weights_have_the_spread_of_their_scheme():
    for scheme, spread in (("he", np.sqrt(2 / 500)), ("small", 0.01)):
        W, b = Network.initialize((500, 400), scheme).layers[0]
        np.testing.assert_allclose(W.std(), spread, rtol=0.02)
        assert abs(W.mean()) < 0.02 * spread
        assert not np.any(b)
    for layer in Network.initialize((3, 4, 2), scheme="zeros").layers:
        for part in layer:
            assert not np.any(part) and not np.any(np.signbit(part))  # no −0 in print


def test_he_weights_keep_the_size_of_the_signal_through_many_layers():
    X = np.random.default_rng(0).standard_normal((200, 300))
    hidden = Network.initialize([300] * 10).forward(X)[1:-1]
    mean_squares = [np.mean(a**2) for a in hidden]
    assert 0.5 < mean_squares[-1] / mean_squares[0] < 2


def test_the_seed_decides_the_weights():
    first, again, other = (Network.initialize((2, 3, 1), seed=seed).parameters for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


LINE = Network.linear(2, 1)
PLANE = Network.linear([2, -3], 5)
PAIR = Network.initialize((2, 3, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Network([]), r"^layers must each take what the one before gives, got .* \[\]\.$"),
        (lambda: Network([*LINE.layers, *PLANE.layers]), r"^layers must each take .* \[\(1, 1\), \(2, 1\)\]\.$"),
        (lambda: Network([(np.ones((1, 1)), np.ones(1))]), r"^layers must be Layer\(.*\.$"),
        (lambda: Network([Layer([[1.0]], [0.0])]), r"^layers must be Layer\(.*\.$"),
        (lambda: Network([Layer(np.ones((2, 3)), np.ones(2))]), r"^layers must .*, got \(2, 3\) and \(2,\)\.$"),
        (lambda: Network([Layer(np.ones(2), np.ones(1))]), r"^layers must .*, got \(2,\) and \(1,\)\.$"),
        (lambda: Network.initialize((3,)), r"^sizes must name at least the features and .*, got \(3,\)\.$"),
        (lambda: Network.initialize(3), r"^sizes must name at least .*, got 3\.$"),
        (lambda: Network.initialize((3, 0, 1)), r"^Each of sizes must be a whole number of at least 1, got 0\.$"),
        (lambda: Network.initialize((3, 1.5)), r"^Each of sizes must be a whole number .*, got 1\.5\.$"),
        (lambda: Network.initialize((1, 1), "xavier"), r"^scheme must be one of 'he', 'small', 'zeros', got .*\.$"),
        (lambda: Network.initialize((1, 1), seed=-1), r"^seed must be a whole number .*, got -1\.$"),
        (lambda: Network.linear([[1]], 0), r"^w must be 0-D or 1-D, got 2-D with shape \(1, 1\)\.$"),
        (lambda: Network.linear([], 0), r"^w must not be empty, .*\.$"),
        (lambda: Network.linear(np.nan, 0), r"^w must be finite, .*\.$"),
        (lambda: Network.linear(1, [0]), r"^b must be 0-D, got 1-D .*\.$"),
        (lambda: LINE.predict([1, 2]), r"^X must be 2-D, got 1-D with shape \(2,\)\.$"),
        (lambda: PLANE.predict([[1, 2, 3]]), r"^X must have 2 features, one per column, got 3\.$"),
        (lambda: PLANE.forward(np.empty((0, 2))), r"^X must not be empty, .*\.$"),
        (lambda: PLANE.forward([[1, np.inf]]), r"^X must be finite, .*\.$"),
        (lambda: PLANE.gradients([[1, 2, 3]], [1]), r"^X must have 2 features, one per column, got 3\.$"),
        (lambda: PLANE.gradients([[1, 2]], [1, 2]), r"^X and y must have the same .*, got 1 and 2\.$"),
        (lambda: PLANE.gradients([[1, 2]], [[1]]), r"^y must have shape \(n,\), got \(1, 1\)\.$"),
        (lambda: PAIR.gradients([[1, 2]], [1]), r"^y must have shape \(n, 2\), got \(1,\)\.$"),
        (lambda: PLANE.gradients([[1, 2]], [np.nan]), r"^y must be finite, .*\.$"),
        (lambda: PLANE.gradients([[1, 2]], [1], "mse"), r"^loss must be a loss such as .*, got 'mse'\.$"),
        (lambda: LINE.step(PLANE.layers, 0.1), r"^gradients must have the shapes of the layers, .*, got .*\.$"),
        (lambda: LINE.step([], 0.1), r"^gradients must have the shapes of the layers, .*, got \[\]\.$"),
        (lambda: LINE.step(LINE.layers, -0.1), r"^learning_rate must be a finite number of at least 0, got -0\.1\.$"),
        (lambda: LINE.step(LINE.layers, np.nan), r"^learning_rate must be .*, got nan\.$"),
        (lambda: LINE.step(LINE.layers, np.inf), r"^learning_rate must be .*, got inf\.$"),
        (lambda: LINE.step(LINE.layers, "fast"), r"^learning_rate must be .*, got 'fast'\.$"),
        (lambda: LINE.step(LINE.layers, 1j), r"^learning_rate must be .*, got 1j\.$"),
        (lambda: LINE.step(LINE.layers, True), r"^learning_rate must be .*, got True\.$"),
        (lambda: LINE.with_parameters([1, 2, 3]), r"^flat must have shape \(2,\), .*, got \(3,\)\.$"),
        (lambda: LINE.with_parameters([[1, 2]]), r"^flat must be 1-D, got 2-D .*\.$"),
        (lambda: LINE.with_parameters([1, np.nan]), r"^flat must be finite, .*\.$"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
