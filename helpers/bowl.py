"""The exact theory of a quadratic loss: everything gradient descent will do to a linear model, before it does it.

With the parameters p (weights, then bias) every squared loss of a linear model is a bowl,

    L(p) = floor + ½ (p − p*)ᵀ H (p − p*),

and a step of gradient descent multiplies the distance to p* along each eigenvector of H, with eigenvalue λ, by
1 − ηλ. So k steps multiply it by (1 − ηλ)ᵏ: the whole path in closed form, without taking a single step
(Goh, *Why Momentum Really Works*, 2017, first part; notebooks 01 to 04). Where λ = 0 the bowl is a trough, and descent
never moves along it.
"""

from dataclasses import dataclass

import numpy as np

from helpers.descent import History
from helpers.losses import MSE, as_loss
from helpers.network import Network
from helpers.parts import add_up
from helpers.validation import as_count, as_examples, as_finite, as_learning_rate, in_parts


@dataclass(frozen=True, eq=False)
class Bowl:
    """The loss of a linear model as a function of its parameters; make one with `Bowl.of`.

    Attributes
    ----------
    hessian : array [p, p], the second derivatives
    eigenvalues : array [p], ascending; those that are zero up to rounding are exactly 0
    eigenvectors : array [p, p], one per column
    minimum : array [p], the least-squares solution; where many fit equally well, the one of least norm, bias included
    floor : the loss at the minimum
    fit_intercept : whether the last parameter is the bias
    """

    hessian: np.ndarray
    eigenvalues: np.ndarray
    eigenvectors: np.ndarray
    minimum: np.ndarray
    floor: float
    fit_intercept: bool

    @classmethod
    def of(cls, X, y, loss=MSE, fit_intercept=True):
        """The bowl of `loss` for X [n, d] and y [n]; without `fit_intercept` the bias stays at 0.

        Data in parts are read once, however many paths follow. ValueError for data that are empty, not finite, do not
        fit together or leave the loss flat everywhere.
        """
        X, y = as_examples(X, y, n_outputs=1)
        size = len(y)
        design, y = _few_rows(X, y, fit_intercept) if in_parts(X) else (_design(X, fit_intercept), y)
        if not design.any():
            raise ValueError("X must hold at least one number other than 0, or the loss is flat everywhere.")
        curvature = 2 * as_loss(loss).scale(size)
        # The Hessian's eigenvalues from the design's singular values: so rounding spares the small ones.
        n, p = design.shape
        _, singular_values, directions = np.linalg.svd(design, full_matrices=n < p)
        solution, rank = _least_squares(design, y)
        singular_values[rank:] = 0
        eigenvalues = np.pad(curvature * singular_values**2, (0, p - len(singular_values)))[::-1]
        minimum = solution - directions[rank:].T @ (directions[rank:] @ solution)
        floor = loss._value_of(design @ minimum - y, size)
        hessian = curvature * (design.T @ design)
        return cls(hessian, eigenvalues, directions[::-1].T.copy(), minimum, floor, fit_intercept)

    @property
    def largest_stable_learning_rate(self):
        """2 / λmax: at it the steepest direction bounces for ever, beyond it diverges (unless it is at its goal)."""
        return 2 / self.eigenvalues[-1]

    @property
    def best_learning_rate(self):
        """2 / (λmin + λmax): the η at which the slowest direction shrinks fastest (λmin > 0, as below)."""
        return 2 / (self._smallest_positive + self.eigenvalues[-1])

    @property
    def condition_number(self):
        """λmax / λmin, how much longer the bowl is than wide, squared; flat directions (λ = 0) do not count."""
        return self.eigenvalues[-1] / self._smallest_positive

    @property
    def _smallest_positive(self):
        return self.eigenvalues[self.eigenvalues > 0][0]

    def loss_at(self, parameters):
        """The loss at `parameters` [..., p]: an array of shape [...]; ValueError for a wrong p or NaN."""
        parameters = as_finite("parameters", parameters)
        if parameters.shape[-1:] != self.minimum.shape:
            raise ValueError(f"parameters must have {len(self.minimum)} columns, got shape {parameters.shape}.")
        return self.floor + 0.5 * ((parameters - self.minimum) @ self.eigenvectors) ** 2 @ self.eigenvalues

    def path(self, start, learning_rate, epochs):
        """The History of full-batch gradient descent from `start` [p], exactly, without descending.

        With intercept it equals full-batch `train` from the same start up to rounding, which an explosion magnifies.
        Without, the bias stays at 0, where `train` would move it.
        ValueError for a start of a wrong shape or with NaN, a negative learning rate or number of epochs.
        """
        start = as_finite("start", start, ndim=1)
        if start.shape != self.minimum.shape:
            raise ValueError(f"start must have shape {self.minimum.shape}, weights then bias, got {start.shape}.")
        rate, epochs = as_learning_rate(learning_rate), as_count("epochs", epochs)
        distance = self.eigenvectors.T @ (start - self.minimum)
        with np.errstate(all="ignore"):
            stride = np.where(distance == 0, 0.0, rate * self.eigenvalues)  # ηλ; 0 · ∞ must stay 0
            # (1 − ηλ)ᵏ by its logarithm: the rounding of 1 − ηλ would count k times.
            log_shrink = np.log1p(np.where(stride < 1, -stride, stride - 2))
            # In place and by einsum: fresh memory and the threads of `@` would take longer than the arithmetic.
            distances = np.outer(log_shrink, np.arange(epochs + 1.0))
            np.exp(distances, out=distances)
            distances[stride > 1, 1::2] *= -1
            distances[:, 0] = 1
            distances *= distance[:, None]
            losses = self.floor + 0.5 * np.einsum("i,ik,ik->k", self.eigenvalues, distances, distances)
            distances -= distance[:, None]
            parameters = np.einsum("ij,jk->ik", self.eigenvectors, distances).T
            parameters += start
        if not self.fit_intercept:
            parameters = np.column_stack([parameters, np.zeros(epochs + 1)])
        diverged_at = None if np.isfinite(losses).all() else int(np.isfinite(losses).argmin())
        weights, bias = (start[:-1], start[-1]) if self.fit_intercept else (start, 0.0)
        return History(losses[:diverged_at], parameters[:diverged_at], diverged_at, Network.linear(weights, bias))


def _design(X, fit_intercept):
    return np.column_stack([X, np.ones(len(X))]) if fit_intercept else X


def _least_squares(design, y):
    """A least-squares solution [p], and how many directions are not flat, both of columns brought to one length.

    (Time stamps are 1e9 times as long as ones. Beside a column 1e14 times as long, one is nothing but rounding.)
    """
    epsilon, lengths = np.finfo(float).eps, np.linalg.norm(design, axis=0)
    lengths[lengths <= 50 * epsilon * lengths.max()] = np.inf
    solution, _, rank, _ = np.linalg.lstsq(design / lengths, y, rcond=10 * max(design.shape) * epsilon)
    return solution / lengths, rank


def _few_rows(X, y, fit_intercept):
    """A design [q, p] and targets [q], q = p + 1, with the bowl of data in parts: the same squares and products.

    One pass adds up all products of two columns. They are squares: a direction is lost in rounding once it is some 1e7
    times as flat as a column is steep (the design itself would carry it to 1e15).
    """

    def products(X, y):
        table = np.column_stack([_design(X, fit_intercept), y])
        return [table.T @ table]

    (squares,) = add_up(products, X, y)
    lengths = np.sqrt(squares.diagonal())
    lengths[lengths == 0] = 1
    eigenvalues, directions = np.linalg.eigh(squares / np.outer(lengths, lengths))
    eigenvalues[eigenvalues < 10 * len(lengths) * np.finfo(float).eps] = 0
    table = np.sqrt(eigenvalues)[:, None] * directions.T * lengths  # tableᵀ table = squares
    return table[:, :-1], table[:, -1]
