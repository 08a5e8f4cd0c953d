"""The network as a scikit-learn estimator, to stand beside those in a `Pipeline` (notebooks 04 and 05)."""

import warnings
from itertools import islice

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, check_random_state, validate_data

from helpers import losses
from helpers.bowl import Bowl
from helpers.descent import descend
from helpers.network import Network
from helpers.validation import as_count, as_examples, as_finite, in_parts

LARGE = 3  # times the size of what has been standardised


class NetworkRegressor(RegressorMixin, BaseEstimator):
    """A ReLU network trained by gradient descent; without hidden layers, a linear model.

    Parameters
    ----------
    hidden_layer_sizes : units of each hidden layer, as in (8, 4); a number for a single layer; () for none
    learning_rate : η; too large a one ends in a ConvergenceWarning
    epochs : passes through all examples; there is no early stopping
    loss : "mse", "half_mse", "sse" or "half_sse"
    batch_size : examples per step; None takes all of them
    init : "he", "small" or "zeros" (see `Network.initialize`)
    random_state : int, RandomState or None; decides the start and the order of mini-batches. With an int s both are
        those of `Network.initialize(…, seed=s)` and `train(…, seed=s)`

    Attributes
    ----------
    loss_curve_ : array [epochs + 1], the loss on the training data after each epoch; [0] is before any. It ends where
        the loss stops being finite; `partial_fit` makes it longer
    network_ : the trained Network
    coefs_, intercepts_ : its W [fan_in, fan_out] and b [fan_out], a list with one per layer
    coef_, intercept_ : weights [d] and bias of the linear model; without hidden layers only
    n_features_in_, feature_names_in_ : as in all of scikit-learn
    """

    def __init__(
        self,
        hidden_layer_sizes=(),
        learning_rate=0.01,
        epochs=1000,
        loss="mse",
        batch_size=None,
        init="he",
        random_state=None,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.loss = loss
        self.batch_size = batch_size
        self.init = init
        self.random_state = random_state

    def fit(self, X, y):
        """Train a new network on X [n, d] and y [n], NumPy's or Dask's; returns self.

        A run whose loss ends higher than it began, or not finite, warns, and keeps the network of its best epoch.
        """
        X, y = self._validated(X, y)
        epochs, (network, rng) = as_count("epochs", self.epochs), self._start(X)
        curve, lowest, best, last = [], np.inf, network.parameters, network.parameters
        with np.errstate(all="ignore"):
            for loss, last in islice(self._descend(network, X, y, rng), epochs + 1):
                curve.append(loss)
                if loss < lowest:
                    lowest, best = loss, last
        diverged = len(curve) <= epochs or curve[-1] > curve[0]
        self.network_ = network.with_parameters(best if diverged else last)
        self.loss_curve_, self._rng = np.array(curve), rng
        if diverged:
            grew = "grew instead of falling" if curve else "is beyond all numbers from the start"
            self._warn(f"the loss {grew}, and the network of the best epoch is kept", X, y)
        return self

    def partial_fit(self, X, y):
        """Train for one epoch on X [n, d] and y [n], from where the last call of `fit` or this one ended; returns self.

        The first call starts with a new network; on the same examples, k calls do what `fit` does in k epochs. An
        epoch that ends in no finite loss warns, and is taken back.
        """
        first = not hasattr(self, "network_")
        X, y = self._validated(X, y, reset=first)
        network, rng, curve = (*self._start(X), []) if first else (self.network_, self._rng, self.loss_curve_)
        hidden = tuple(len(b) for _, b in network.layers[:-1])
        if hidden != _units(self.hidden_layer_sizes):
            raise ValueError(f"hidden_layer_sizes must stay {hidden} in partial_fit, got {self.hidden_layer_sizes!r}.")
        with np.errstate(all="ignore"):
            states = list(islice(self._descend(network, X, y, rng), 2))
        self.network_ = network.with_parameters(states[-1][1]) if states else network
        self.loss_curve_, self._rng = np.append(curve, [loss for loss, _ in states[0 if first else 1 :]]), rng
        if len(states) < 2:
            self._warn("the loss grew beyond all numbers, and the network before this epoch is kept", X, y)
        return self

    def predict(self, X):
        """ŷ [n] for X [n, d], in parts where X is."""
        check_is_fitted(self)
        X = X if in_parts(X) else validate_data(self, X, dtype=np.float64, order="C", reset=False)
        return self.network_.predict(X)

    @property
    def coefs_(self):
        return [W for W, _ in self.network_.layers]

    @property
    def intercepts_(self):
        return [b for _, b in self.network_.layers]

    @property
    def coef_(self):
        return self._line.W[:, 0]

    @property
    def intercept_(self):
        return float(self._line.b[0])

    @property
    def _line(self):
        if len(self.network_.layers) > 1:
            raise AttributeError("coef_ and intercept_ are there without hidden layers only; see coefs_, intercepts_.")
        return self.network_.layers[0]

    def _validated(self, X, y, reset=True):
        if in_parts(X):  # scikit-learn would fetch them all
            X, y = as_examples(X, y, None if reset else self.n_features_in_, n_outputs=1)
            self.n_features_in_ = X.shape[1]
            return X, y
        X, y = validate_data(self, X, y, dtype=np.float64, order="C", y_numeric=True, reset=reset)
        return X, as_finite("y", y, ndim=1)

    def _start(self, X):
        """A new network for X, and the Generator of the order of mini-batches."""
        seed = self.random_state
        if not isinstance(seed, int | np.integer):
            seed = check_random_state(seed).randint(2**31 - 1)
        sizes = (X.shape[1], *_units(self.hidden_layer_sizes), 1)
        return Network.initialize(sizes, self.init, seed), np.random.default_rng(seed)

    def _descend(self, network, X, y, rng):
        return descend(network, X, y, losses.named(self.loss), self.learning_rate, self.batch_size, rng)

    def _warn(self, what, X, y):
        message = f"Training diverged with learning_rate={self.learning_rate}: {what}. {self._advice(X, y)}"
        warnings.warn(message, ConvergenceWarning, stacklevel=3)

    def _advice(self, X, y):
        """What would help, as far as the sizes of the data and the loss tell."""
        loss, hidden = losses.named(self.loss), _units(self.hidden_layer_sizes)
        remedies = []
        if _size(X) > LARGE:
            remedies.append(f"to standardise the features, which reach {float(np.abs(X).max()):.3g} (StandardScaler)")
        # Without hidden layers a large target makes no step unstable; only its square may be beyond all numbers.
        if _size(y) > (LARGE if hidden else 1e100):
            reach = f"{float(np.abs(y).max()):.3g}"
            remedies.append(f"to standardise the target, which reaches {reach} (TransformedTargetRegressor)")
        if not remedies:
            full_batch = self.batch_size is None or self.batch_size >= len(y)
            known = full_batch and not hidden
            limit = f", below {Bowl.of(X, y, loss).largest_stable_learning_rate:.3g}" if known else ""
            remedies.append(f"a smaller learning rate{limit} (the data are scaled already)")
        if not loss.mean:
            remedies.append(f"a mean as the loss (this sum grows with the {len(y)} examples)")
        return f"What helps: {'; '.join(remedies)}."


def _units(hidden_layer_sizes):
    """The units of each hidden layer, a tuple; ValueError for what is neither a whole number nor a sequence of some."""
    sizes = np.atleast_1d(np.array(hidden_layer_sizes, dtype=object))
    whole = [isinstance(size, int | np.integer) and not isinstance(size, bool) and size > 0 for size in sizes.flat]
    if sizes.ndim > 1 or not all(whole):
        raise ValueError(
            "hidden_layer_sizes must be a whole number of at least 1, such as 8, or a sequence of some, one for each "
            f"hidden layer, such as (8, 4), or () for none; got {hidden_layer_sizes!r}."
        )
    return tuple(int(size) for size in sizes)


@np.errstate(over="ignore")
def _size(array):
    """The root mean square of the largest column: 1 for what has been standardised."""
    return float(np.sqrt(np.mean(array**2, axis=0)).max())
