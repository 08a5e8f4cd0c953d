"""Dask's arrays, part by part, give what NumPy's give in one piece, and never are in memory all at once."""

import threading

import numpy as np
import pytest

da = pytest.importorskip("dask.array", reason="the extra `distributed` is not installed")

from helpers import data, losses  # noqa: E402
from helpers.bowl import Bowl  # noqa: E402
from helpers.descent import train  # noqa: E402
from helpers.estimator import NetworkRegressor  # noqa: E402
from helpers.network import Network  # noqa: E402
from helpers.parts import add_up  # noqa: E402

RNG = np.random.default_rng(0)
X = RNG.normal(size=(1000, 3)) * [1, 3, 0.5] + [0, 2, -1]
Y = np.column_stack([X @ [2, -3, 1] + 5 + RNG.normal(size=1000), np.maximum(X[:, 0], 0)])
CUTS = [1000, (100, 900), (0, 333, 0, 333, 334), 37]
CLOSE = {"rtol": 1e-10, "atol": 1e-10}


def cut(array, rows, columns=-1):
    return da.from_array(array, chunks=(rows, columns)[: array.ndim])


@pytest.fixture(autouse=True, params=["synchronous", "threads"])
def scheduler(request):
    import dask

    with dask.config.set(scheduler=request.param):
        yield


@pytest.mark.parametrize("rows", CUTS)
@pytest.mark.parametrize("y", [Y[:, 0], Y], ids=["one output", "two outputs"])
def test_sums_of_parts_are_the_sums(rows, y):
    def sums(X, y):
        return [np.sum(X), X.T @ X, X.T @ y, np.sum(y, axis=0)]

    for in_parts, whole in zip(add_up(sums, cut(X, rows), cut(y, rows)), sums(X, y), strict=True):
        assert np.shape(in_parts) == np.shape(whole)
        np.testing.assert_allclose(in_parts, whole, **CLOSE)


@pytest.mark.parametrize("loss", ["mse", "half_mse", "sse", "half_sse"])
@pytest.mark.parametrize("sizes", [(3, 1), (3, 5, 1), (3, 4, 4, 2)])
def test_train_goes_where_it_goes_in_one_piece(loss, sizes):
    y, loss = Y[:, 0] if sizes[-1] == 1 else Y, losses.named(loss)
    rate = 0.01 if loss.mean else 0.01 / len(X)
    whole, in_parts = (
        train(Network.initialize(sizes), *examples, loss, rate, epochs=20)
        for examples in [(X, y), (cut(X, (100, 900)), cut(y, (100, 900)))]
    )
    assert whole.losses[-1] < whole.losses[0]
    np.testing.assert_allclose(in_parts.losses, whole.losses, **CLOSE)
    np.testing.assert_allclose(in_parts.parameters, whole.parameters, **CLOSE)


def test_mini_batches_are_the_same_batches():
    runs = [
        train(Network.linear(np.zeros(3), 0), *examples, learning_rate=0.02, epochs=2, batch_size=150, seed=3)
        for examples in [(X, Y[:, 0]), (cut(X, 300), cut(Y[:, 0], 400))]
    ]
    np.testing.assert_allclose(runs[1].parameters, runs[0].parameters, **CLOSE)


def test_a_run_in_parts_that_diverges_ends_at_the_same_epoch_without_a_warning():
    runs = [
        train(Network.linear(np.zeros(3), 0), *examples, learning_rate=1e30, epochs=20)
        for examples in [(X, Y[:, 0]), (cut(X, 300), cut(Y[:, 0], 300))]
    ]
    assert runs[0].diverged_at == runs[1].diverged_at > 1


@pytest.mark.parametrize("rows", CUTS)
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("loss", [losses.MSE, losses.HALF_SSE])
def test_the_bowl_is_the_same(rows, fit_intercept, loss):
    same_bowl(X, Y[:, 0], rows, loss, fit_intercept)


@pytest.mark.parametrize("scaling", ["unit-norm", "standard"])
def test_the_bowl_of_the_patients_is_the_same(scaling):
    patients = data.diabetes(scaling).train
    same_bowl(patients.X, patients.y, 100, tolerance=1e-10)


def test_directions_along_which_nothing_changes_are_the_same():
    same_bowl(np.column_stack([X, X[:, 0] - X[:, 1]]), Y[:, 0], 300)
    same_bowl(np.column_stack([X, np.zeros(1000)]), Y[:, 0], 300)
    same_bowl(X[:2], Y[:2, 0], 1)
    same_bowl(X, X @ [1.0, 2.0, 3.0], 300)


def same_bowl(X, y, rows, loss=losses.MSE, fit_intercept=True, tolerance=1e-10):
    whole = Bowl.of(X, y, loss, fit_intercept)
    in_parts = Bowl.of(cut(X, rows), cut(y, rows), loss, fit_intercept)
    steepest, size = whole.eigenvalues[-1], np.abs(whole.minimum).max()
    assert np.abs(in_parts.hessian - whole.hessian).max() < tolerance * steepest
    assert np.abs(in_parts.eigenvalues - whole.eigenvalues).max() < tolerance * steepest
    assert np.array_equal(in_parts.eigenvalues == 0, whole.eigenvalues == 0)
    assert np.abs(in_parts.minimum - whole.minimum).max() < tolerance * size
    assert in_parts.floor == pytest.approx(whole.floor, abs=tolerance * np.sum(y**2) * loss.scale(len(y)))
    start, rate = np.zeros(len(whole.minimum)), whole.best_learning_rate
    paths = [bowl.path(start, rate, 1000).parameters for bowl in (whole, in_parts)]
    assert np.abs(paths[0] - paths[1]).max() < tolerance * size


@pytest.mark.parametrize("hidden", [(), (4,)])
def test_the_estimator_learns_from_parts(hidden):
    models = [
        NetworkRegressor(hidden, epochs=30, random_state=0).fit(*examples)
        for examples in [(X, Y[:, 0]), (cut(X, 300), cut(Y[:, 0], 450))]
    ]
    np.testing.assert_allclose(models[1].loss_curve_, models[0].loss_curve_, **CLOSE)
    predicted = models[1].predict(cut(X, 300))
    assert isinstance(predicted, da.Array)
    np.testing.assert_allclose(predicted, models[0].predict(X), **CLOSE)
    assert models[1].n_features_in_ == 3
    with pytest.raises(ValueError, match="3 features"):
        models[1].partial_fit(cut(X[:, :2], 300), cut(Y[:, 0], 300))


@pytest.mark.parametrize("scale", [1, 1000])
def test_the_advice_on_a_run_that_diverged_is_the_same(scale):
    said = []
    for examples in [(scale * X, Y[:, 0]), (cut(scale * X, 300), cut(Y[:, 0], 300))]:
        with pytest.warns(UserWarning, match="Training diverged") as caught:
            NetworkRegressor(learning_rate=9.0, epochs=5, random_state=0).fit(*examples)
        said.append(str(caught[0].message))
    assert said[0] == said[1]


# No step holds the whole data.


class Alive:
    """Makes parts, and counts how many have been read and how many are alive at once."""

    def __init__(self, parts=50, rows=20):
        self.alive = self.most = self.read = 0
        self.lock, self.parts, self.rows = threading.Lock(), parts, rows

    def array(self, columns):
        chunks = ((self.rows,) * self.parts, (columns,))
        return da.map_blocks(self.make, chunks=chunks, dtype=float, meta=np.empty((0, 0)))

    def make(self, block_id):
        with self.lock:
            self.alive, self.read = self.alive + 1, self.read + 1
            self.most = max(self.most, self.alive)
        part = np.random.default_rng(block_id[0]).normal(size=(self.rows, 3)).view(Counted)
        part.owner = self
        return part


class Counted(np.ndarray):
    """An array that says when it is gone."""

    owner = None

    def __del__(self):
        if self.owner is not None:
            with self.owner.lock:
                self.owner.alive -= 1


@pytest.mark.parametrize(
    ("passes", "learn"),
    [
        (1, lambda X, y: Bowl.of(X, y)),
        (4, lambda X, y: train(Network.linear(np.zeros(3), 0), X, y, epochs=3)),
        (4, lambda X, y: train(Network.initialize((3, 5, 1)), X, y, epochs=3)),
        (4, lambda X, y: NetworkRegressor((5,), epochs=3, random_state=0).fit(X, y)),
        (1, lambda X, y: Network.initialize((3, 5, 1)).gradients(X, y)),
    ],
    ids=["Bowl.of", "train a line", "train a network", "fit", "gradients"],
)
def test_no_step_holds_the_whole_data(passes, learn):
    parts = Alive()
    table = parts.array(3)
    learn(table, table[:, 0])
    assert parts.read == passes * parts.parts
    assert parts.alive == 0
    assert parts.most <= 8  # of 50: one or two for each thread


# What cannot be added up is said in a sentence.


def with_one(array, place, value):
    array = array.copy()
    array[place] = value
    return array


@pytest.mark.parametrize(
    ("X", "y"),
    [
        (with_one(X, (701, 1), np.nan), Y[:, 0]),
        (with_one(X, (0, 0), -np.inf), Y[:, 0]),
        (X, with_one(Y[:, 0], 999, np.nan)),
        (X, with_one(Y[:, 0], 500, np.inf)),
        (X[:0], Y[:0, 0]),
        (X[:, 0], Y[:, 0]),
        (X, Y),
        (X, Y[:999, 0]),
    ],
)
def test_what_is_wrong_with_data_is_said_as_it_is_in_one_piece(X, y):
    def parts(array):
        return cut(array, 300)

    network = Network.initialize((3, 2, 1))
    for learn in (Bowl.of, lambda *examples: train(network, *examples, epochs=1), NetworkRegressor(epochs=1).fit):
        with pytest.raises(ValueError, match=r"\.$|NaN|inf|array|sample|expected") as whole:
            learn(X, y)
        with pytest.raises(ValueError, match=r"\.$") as in_parts:
            learn(parts(X), parts(y))
        if not isinstance(getattr(learn, "__self__", None), NetworkRegressor):  # scikit-learn has its own words
            assert str(in_parts.value) == str(whole.value)


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        (cut(X, 300), Y[:, 0], "X and y must both be in parts, got X from Dask and y from NumPy."),
        (X, cut(Y[:, 0], 300), "X and y must both be in parts, got y from Dask and X from NumPy."),
        (cut(X, 300)[cut(X, 300)[:, 0] > 0], cut(Y[:, 0], 300), "call their compute_chunk_sizes() first."),
        (cut(X, 300).astype(str), cut(Y[:, 0], 300), "convert it with .astype(float)."),
        (cut(X, 300) + 1j, cut(Y[:, 0], 300), "X must hold real numbers, got dtype complex128"),
    ],
    ids=["y whole", "X whole", "unknown rows", "text", "complex"],
)
def test_data_that_are_no_parts_of_one_table_are_refused(X, y, words):
    for learn in (Bowl.of, lambda X, y: train(Network.linear(np.zeros(3), 0), X, y, epochs=1)):
        with pytest.raises(ValueError) as found:
            learn(X, y)
        assert words in str(found.value)


def test_parts_that_do_not_line_up_are_cut_in_the_same_places():
    uneven = cut(X, (100, 900), (1, 2)), cut(Y[:, 0], (0, 650, 350))
    np.testing.assert_allclose(Bowl.of(*uneven).minimum, Bowl.of(X, Y[:, 0]).minimum, **CLOSE)


def test_whole_numbers_and_single_precision_come_as_floats():
    whole = (10 * X).astype(int)
    same_bowl(whole, Y[:, 0], 300)
    assert Bowl.of(cut(X.astype("f4"), 300), cut(Y[:, 0], 300)).minimum.dtype == float
