"""A neural network in one screen; with sizes (1, 1) it is a straight line (notebooks 01 and 05).

Examples are rows. A layer computes z = a @ W + b; hidden layers then bend it, a = max(z, 0) (ReLU), the output
layer does not. Backwards, the chain rule carries the gradient δ of the loss from each z to the layer's own
parameters, dW = aᵀ δ and db = Σ δ, and on to the layer before, δ ← δ Wᵀ where that layer's a > 0.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers.losses import MSE, as_loss
from helpers.parts import add_up
from helpers.validation import as_count, as_examples, as_finite, as_learning_rate, one_of


class Layer(NamedTuple):
    """One layer's parameters, or their gradient: W [fan_in, fan_out] and b [fan_out]."""

    W: np.ndarray
    b: np.ndarray


@dataclass(frozen=True, eq=False)
class Network:
    """A feed-forward network of `layers`. Nothing changes it: `step` returns a new one.

    Every method raises ValueError for arguments of a wrong shape and for data that are empty or not finite.
    """

    layers: list[Layer]

    def __post_init__(self):
        shapes = [_layer_shape(layer) for layer in self.layers]
        if not shapes or any(fan_out != fan_in for (_, fan_out), (fan_in, _) in pairwise(shapes)):
            raise ValueError(f"layers must each take what the one before gives, got W of the shapes {shapes}.")

    @classmethod
    def initialize(cls, sizes, scheme="he", seed=0):
        """A network with random weights and zero biases.

        Parameters
        ----------
        sizes : features, units of each hidden layer, outputs; (1, 1) is a line, (3, 5, 1) has 5 hidden units
        scheme : "he" draws weights from N(0, 2 / fan_in), which keeps the size of activations through ReLU layers
            (He et al., 2015, eq. 10); "small" draws from N(0, 0.01²); "zeros" sets all to 0
        seed : seed of the random numbers
        """
        if np.ndim(sizes) != 1 or len(sizes) < 2:
            raise ValueError(f"sizes must name at least the features and the outputs, as (1, 1) does, got {sizes!r}.")
        sizes = [as_count("Each of sizes", size, minimum=1) for size in sizes]
        spreads = {"he": lambda fan_in: np.sqrt(2 / fan_in), "small": lambda _: 0.01, "zeros": lambda _: 0.0}
        spread = spreads[one_of("scheme", scheme, spreads)]
        rng = np.random.default_rng(as_count("seed", seed))
        return cls([Layer(rng.normal(0, spread(i), (i, o)), np.zeros(o)) for i, o in pairwise(sizes)])

    @classmethod
    def linear(cls, w, b):
        """The linear model ŷ = X @ w + b as a network of one layer; w is a number or [d], b a number."""
        w, b = as_finite("w", w, ndim=(0, 1)), as_finite("b", b, ndim=0)
        return cls([Layer(w.reshape(-1, 1).copy(), b.reshape(1).copy())])

    def forward(self, X):
        """The activations of every layer for X [n, d]: X itself, each hidden layer's [n, units], the output [n, k]."""
        X = as_finite("X", X, ndim=2)
        if X.shape[1] != len(self.layers[0].W):
            raise ValueError(f"X must have {len(self.layers[0].W)} features, one per column, got {X.shape[1]}.")
        return self._forward(X)

    def predict(self, X):
        """ŷ for X [n, d]: [n], or [n, k] for k > 1 outputs."""
        return _predictions(self.forward(X)[-1])

    def gradients(self, X, y, loss=MSE):
        """The gradient of the loss on X [n, d] and y ([n], or [n, k]): a list of `Layer`, like `layers`."""
        return self._loss_and_gradients(*self._examples(X, y), as_loss(loss))[1]

    def step(self, gradients, learning_rate):
        """The network one step down the slope: every parameter p becomes p − learning_rate · ∂loss/∂p."""
        rate = as_learning_rate(learning_rate)
        shapes, wanted = ([(W.shape, b.shape) for W, b in layers] for layers in (gradients, self.layers))
        if shapes != wanted:
            raise ValueError(f"gradients must have the shapes of the layers, {wanted}, got {shapes}.")
        pairs = zip(self.layers, gradients, strict=True)
        return Network([Layer(W - rate * dW, b - rate * db) for (W, b), (dW, db) in pairs])

    @property
    def parameters(self):
        """All parameters in one flat array [p]: layer by layer, W row by row, then b."""
        return np.concatenate([array.ravel() for layer in self.layers for array in layer])

    def with_parameters(self, flat):
        """A network of the same sizes with the parameters `flat` [p], in the order of `parameters`."""
        arrays = [array for layer in self.layers for array in layer]
        ends = np.cumsum([array.size for array in arrays])
        flat = as_finite("flat", flat, ndim=1)
        if len(flat) != ends[-1]:
            raise ValueError(f"flat must have shape ({ends[-1]},), one number per parameter, got {flat.shape}.")
        pieces = np.split(flat.copy(), ends[:-1])
        return Network(_layers([piece.reshape(array.shape) for piece, array in zip(pieces, arrays, strict=True)]))

    def _loss_and_gradients(self, X, y, loss):
        """The loss and its gradient from one forward and one backward pass, unchecked: for loops."""
        size = y.size
        value, *gradients = add_up(lambda X, y: self._shares(X, y, loss, size), X, y)
        return float(value), _layers(gradients)

    def _shares(self, X, y, loss, size):
        """What these examples add to the loss and to each slope, if in all there are `size` targets."""
        activations = self._forward(X)
        errors = _predictions(activations[-1]) - y
        return [loss._value_of(errors, size), *self._backward(activations, loss._gradient_of(errors, size))]

    def _examples(self, X, y):
        return as_examples(X, y, n_features=len(self.layers[0].W), n_outputs=len(self.layers[-1].b))

    def _forward(self, X):
        activations = [X]
        for W, b in self.layers[:-1]:
            activations.append(np.maximum(activations[-1] @ W + b, 0))
        W, b = self.layers[-1]
        return [*activations, activations[-1] @ W + b]

    def _backward(self, activations, output_gradient):
        """The slopes in all layers' arrays, W, b, W, b, …"""
        deltas = [output_gradient.reshape(activations[-1].shape)]
        for layer, a in zip(self.layers[:0:-1], activations[-2:0:-1], strict=True):
            deltas.append((deltas[-1] @ layer.W.T) * (a > 0))
        inputs = zip(activations[:-1], reversed(deltas), strict=True)
        return [slopes for a, delta in inputs for slopes in (a.T @ delta, delta.sum(axis=0))]


def _layers(arrays):
    """The layers of a list of their arrays, W, b, W, b, …"""
    return list(map(Layer, arrays[::2], arrays[1::2]))


def _predictions(output):
    return output[:, 0] if output.shape[1] == 1 else output


def _layer_shape(layer):
    W, b = layer if isinstance(layer, Layer) else (None, None)
    if getattr(W, "ndim", None) != 2 or getattr(b, "shape", None) != W.shape[1:]:
        raise ValueError(f"layers must be Layer(W [i, o], b [o]) with arrays, got {np.shape(W)} and {np.shape(b)}.")
    return W.shape
