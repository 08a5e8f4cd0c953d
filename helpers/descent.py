"""Gradient descent: look which way is down, take a step, repeat (notebook 01)."""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from helpers.losses import MSE, as_loss
from helpers.network import Network
from helpers.validation import as_count, as_learning_rate


@dataclass(frozen=True, eq=False)
class History:
    """What training went through. Index k is the state after k epochs, index 0 the state before any.

    Attributes
    ----------
    losses : array [epochs + 1], the loss on all examples; shorter where training diverged
    parameters : array [epochs + 1, p], in the order of `Network.parameters`
    diverged_at : None, or the first epoch whose loss or parameters are not finite; the arrays end just before it
    start : Network, the one that training started from
    """

    losses: np.ndarray
    parameters: np.ndarray
    diverged_at: int | None
    start: Network

    def network(self, epoch):
        """The network as it was after `epoch` epochs; −1 is the last. ValueError for an epoch that is not there."""
        epochs = len(self.parameters)
        if epoch not in range(-epochs, epochs):
            raise ValueError(f"epoch must be a whole number from {-epochs} to {epochs - 1}, got {epoch!r}.")
        return self.start.with_parameters(self.parameters[int(epoch)])


def train(network, X, y, loss=MSE, learning_rate=0.1, epochs=100, batch_size=None, seed=0):
    """Train a network by (mini-batch) gradient descent.

    ValueError for data that are empty, not finite or do not fit the network, a negative learning rate or number of
    epochs, or a loss that is none; not for divergence, which does not even warn.

    Parameters
    ----------
    network : Network to start from; it is left as it is
    X, y : examples [n, d] and targets [n], or [n, k] for k outputs; NumPy's arrays, or Dask's, of which no more than
        the parts at work are in memory
    loss : the loss whose gradient is followed and which is recorded
    learning_rate : η in p ← p − η · ∂loss/∂p; one beyond the stable limit is allowed, and diverges
    epochs : passes through all examples
    batch_size : examples per step; None takes all of them, so that an epoch is one step. A batch is drawn from all
        parts, so that with Dask every step asks them all: for data that stay in the workers' memory
    seed : seed of the order in which mini-batches are drawn, a new order every epoch

    Returns
    -------
    History
    """
    states = descend(network, X, y, loss, learning_rate, batch_size, seed)
    losses, parameters = [], []
    with np.errstate(all="ignore"):
        for value, flat in islice(states, as_count("epochs", epochs) + 1):
            losses.append(value)
            parameters.append(flat)
    diverged_at = len(losses) if len(losses) <= epochs else None
    return History(np.array(losses), np.reshape(parameters, (-1, network.parameters.size)), diverged_at, network)


def descend(network, X, y, loss=MSE, learning_rate=0.1, batch_size=None, seed=0):
    """Yield (loss, parameters) before any epoch, after one, after two, … for as long as they are finite.

    The loop of `train`, whose arguments these are, for those who keep another record; `seed` may be a Generator.
    """
    X, y = network._examples(X, y)
    loss, learning_rate = as_loss(loss), as_learning_rate(learning_rate)
    batch_size = len(X) if batch_size is None else as_count("batch_size", batch_size, minimum=1)
    rng = seed if isinstance(seed, np.random.Generator) else np.random.default_rng(as_count("seed", seed))
    while True:
        value, gradients = network._loss_and_gradients(X, y, loss)
        parameters = network.parameters
        if not (np.isfinite(value) and np.isfinite(parameters).all()):
            return
        yield value, parameters
        if batch_size >= len(X):
            network = network.step(gradients, learning_rate)
            continue
        for batch in np.split(rng.permutation(len(X)), range(batch_size, len(X), batch_size)):
            _, gradients = network._loss_and_gradients(X[batch], y[batch], loss)
            network = network.step(gradients, learning_rate)
