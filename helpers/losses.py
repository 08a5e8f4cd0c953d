"""Four squared losses with one valley: a sum or a mean, with ½ in front or without (notebooks 01 and 02).

With the errors e = ŷ − y of n examples (times k outputs, where there are several):

    SSE   Σ e²          gradient   2 e
    ½SSE  ½ Σ e²        gradient     e
    MSE   (1/n) Σ e²    gradient   2 e / n
    ½MSE  1/(2n) Σ e²   gradient     e / n

The gradient is the one with respect to the predictions ŷ; `Network.gradients` carries it back to the parameters.
"""

from dataclasses import dataclass

import numpy as np

from helpers.validation import as_finite, one_of


@dataclass(frozen=True)
class SquaredLoss:
    """A squared loss: `factor` (1 or ½) times the sum or the mean of the squared errors.

    `value` and `gradient` raise ValueError for y and ŷ that are empty, not finite or of different shapes.
    """

    name: str
    factor: float
    mean: bool

    def scale(self, size):
        """What the sum of the squared errors is multiplied by, for `size` errors."""
        return self.factor / size if self.mean else self.factor

    def value(self, y, y_hat):
        """The loss, a float, for y and ŷ of the same shape: [n], or [n, k] for k outputs."""
        return self._value_of(_errors(y, y_hat))

    def gradient(self, y, y_hat):
        """The slope of the loss in every single prediction, in the shape of ŷ."""
        return self._gradient_of(_errors(y, y_hat))

    def _value_of(self, errors, size=None):
        """The loss of the errors ŷ − y, unchecked: for loops that have checked their data once.

        With `size` the share of these errors in the loss of `size` errors: the shares of all parts add up to it.
        """
        total = np.sum(errors**2)
        return float(self.factor * (total / (errors.size if size is None else size) if self.mean else total))

    def _gradient_of(self, errors, size=None):
        """The gradient of the errors ŷ − y, unchecked."""
        return 2 * self.scale(errors.size if size is None else size) * errors


def _errors(y, y_hat):
    y, y_hat = as_finite("y", y, ndim=(1, 2)), as_finite("y_hat", y_hat, ndim=(1, 2))
    if y.shape != y_hat.shape:
        raise ValueError(f"y and y_hat must have the same shape, got {y.shape} and {y_hat.shape}.")
    return y_hat - y


SSE = SquaredLoss("sse", factor=1.0, mean=False)
HALF_SSE = SquaredLoss("half_sse", factor=0.5, mean=False)
MSE = SquaredLoss("mse", factor=1.0, mean=True)
HALF_MSE = SquaredLoss("half_mse", factor=0.5, mean=True)

_BY_NAME = {loss.name: loss for loss in (SSE, HALF_SSE, MSE, HALF_MSE)}


def named(name):
    """The loss called `name`: "sse", "half_sse", "mse" or "half_mse"; ValueError for any other name."""
    return _BY_NAME[one_of("loss", name, _BY_NAME)]


def as_loss(loss):
    """Return `loss` if it is one, or raise ValueError."""
    if not isinstance(loss, SquaredLoss):
        raise ValueError(f"loss must be a loss such as losses.MSE, or losses.named('mse'), got {loss!r}.")
    return loss
