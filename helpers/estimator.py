"""The network as a scikit-learn estimator, to stand beside those in a `Pipeline` (notebooks 04 and 05)."""

import warnings

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, check_random_state, validate_data

from helpers import losses
from helpers.descent import train
from helpers.network import Network


class NetworkRegressor(RegressorMixin, BaseEstimator):
    """A ReLU network trained by gradient descent; without hidden layers, a linear model.

    Parameters
    ----------
    hidden_layer_sizes : units of each hidden layer; () for none
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
        the loss stops being finite
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
        """Train a new network on X [n, d] and y [n]; returns self.

        A run whose loss ends higher than it began, or not finite, warns, and keeps the network of its best epoch.
        """
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        seed = self.random_state
        if not isinstance(seed, int | np.integer):
            seed = check_random_state(seed).randint(2**31 - 1)
        start = Network.initialize((X.shape[1], *self.hidden_layer_sizes, 1), self.init, seed)
        loss = losses.named(self.loss)
        history = train(start, X, y, loss, self.learning_rate, self.epochs, self.batch_size, seed)
        self.loss_curve_, self.network_ = history.losses, start
        diverged = history.diverged_at is not None or history.losses[-1] > history.losses[0]
        if history.losses.size:
            self.network_ = history.network(int(history.losses.argmin()) if diverged else -1)
        if diverged:
            warnings.warn(
                f"Training diverged: with learning_rate={self.learning_rate} the loss grew instead of falling, so the "
                "network of the best epoch is kept. Take a smaller learning rate, or standardise the features.",
                ConvergenceWarning,
                stacklevel=2,
            )
        self.coefs_ = [W for W, _ in self.network_.layers]
        self.intercepts_ = [b for _, b in self.network_.layers]
        if len(self.coefs_) == 1:
            self.coef_, self.intercept_ = self.coefs_[0][:, 0], float(self.intercepts_[0][0])
        return self

    def predict(self, X):
        """ŷ [n] for X [n, d]."""
        check_is_fitted(self)
        return self.network_.predict(validate_data(self, X, dtype=np.float64, reset=False))
