"""A neural network in one screen; with sizes (1, 1) it is a straight line (notebooks 01 and 05).

Examples are rows. A layer computes z = a @ W + b; hidden layers then bend it, a = max(z, 0) (ReLU), the output
layer does not. Backwards, the chain rule carries the gradient δ of the loss from each z to the layer's own
parameters, dW = aᵀ δ and db = Σ δ, and on to the layer before, δ ← δ Wᵀ where that layer's a > 0.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.losses import MSE
from helpers.validation import as_count, as_examples, as_finite, as_learning_rate, one_of


class Layer(NamedTuple):
    """One layer's parameters, or their gradient: W [fan_in, fan_out] and b [fan_out]."""

    W: np.ndarray
    b: np.ndarray


@dataclass(frozen=True)
class Network:
    """A feed-forward network of `layers`. Nothing changes it: `step` returns a new one."""

    layers: list[Layer]

    def __post_init__(self):
        fan_ins, fan_outs = zip(*[_layer_shape(layer) for layer in self.layers], strict=True)
        if fan_ins[1:] != fan_outs[:-1]:
            raise ValueError(f"Each layer must take what the one before gives, got {fan_outs[:-1]} into {fan_ins[1:]}.")

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
        sizes = [as_count("each of sizes", size, minimum=1) for size in sizes]
        if len(sizes) < 2:
            raise ValueError(f"sizes must name at least the features and the outputs, got {sizes}.")
        spread = {"he": lambda fan_in: np.sqrt(2 / fan_in), "small": lambda _: 0.01, "zeros": lambda _: 0.0}
        spread = spread[one_of("scheme", scheme, spread)]
        rng = np.random.default_rng(seed)
        shapes = zip(sizes, sizes[1:], strict=False)
        return cls([Layer(spread(i) * rng.standard_normal((i, o)), np.zeros(o)) for i, o in shapes])

    @classmethod
    def linear(cls, w, b):
        """The linear model ŷ = X @ w + b as a network of one layer; w is a number or [d], b a number."""
        w, b = as_finite("w", w, ndim=(0, 1)), as_finite("b", b, ndim=0)
        return cls([Layer(w.reshape(-1, 1), b.reshape(1))])

    def forward(self, X):
        """The activations of every layer for X [n, d]: X itself, each hidden layer's [n, units], the output [n, k]."""
        X = as_finite("X", X, ndim=2)
        if X.shape[1] != len(self.layers[0].W):
            raise ValueError(f"X must have {len(self.layers[0].W)} features, one per column, got {X.shape[1]}.")
        return self._forward(X)

    def predict(self, X):
        """ŷ for X [n, d]: [n], or [n, k] for k > 1 outputs."""
        return _outputs(self.forward(X))

    def gradients(self, X, y, loss=MSE):
        """The gradient of the loss on X [n, d] and y ([n], or [n, k]): a list of `Layer`, like `layers`."""
        return self.loss_and_gradients(*self._examples(X, y), loss)[1]

    def step(self, gradients, learning_rate):
        """The network one step down the slope: every parameter p becomes p − learning_rate · ∂loss/∂p."""
        rate = as_learning_rate(learning_rate)
        pairs = zip(self.layers, gradients, strict=True)
        return Network([Layer(layer.W - rate * d.W, layer.b - rate * d.b) for layer, d in pairs])

    @property
    def parameters(self):
        """All parameters in one flat array [p]: layer by layer, W row by row, then b."""
        return np.concatenate([part.ravel() for layer in self.layers for part in layer])

    def with_parameters(self, flat):
        """A network of the same sizes with the parameters `flat` [p], in the order of `parameters`."""
        parts = [part for layer in self.layers for part in layer]
        ends = np.cumsum([part.size for part in parts])
        flat = np.asarray(flat, dtype=float)
        if flat.shape != (ends[-1],):
            raise ValueError(f"flat must have shape ({ends[-1]},), one number per parameter, got {flat.shape}.")
        parts = [flat[end - part.size : end].reshape(part.shape) for part, end in zip(parts, ends, strict=True)]
        return Network([Layer(W, b) for W, b in zip(parts[::2], parts[1::2], strict=True)])

    def loss_and_gradients(self, X, y, loss):
        """The loss and its gradient from one forward and one backward pass, unchecked: for loops."""
        activations = self._forward(X)
        errors = _outputs(activations) - y
        return loss.value_of(errors), self._backward(activations, loss.gradient_of(errors))

    def _examples(self, X, y):
        return as_examples(X, y, n_features=len(self.layers[0].W), n_outputs=len(self.layers[-1].b))

    def _forward(self, X):
        activations = [X]
        for W, b in self.layers[:-1]:
            activations.append(np.maximum(activations[-1] @ W + b, 0))
        W, b = self.layers[-1]
        return [*activations, activations[-1] @ W + b]

    def _backward(self, activations, output_gradient):
        gradients, delta = [], output_gradient.reshape(activations[-1].shape)
        for layer, a in zip(reversed(self.layers), reversed(activations[:-1]), strict=True):
            gradients.append(Layer(a.T @ delta, delta.sum(axis=0)))
            delta = (delta @ layer.W.T) * (a > 0)
        return gradients[::-1]


def _outputs(activations):
    output = activations[-1]
    return output[:, 0] if output.shape[1] == 1 else output


def _layer_shape(layer):
    W, b = layer
    if np.ndim(W) != 2 or np.shape(b) != np.shape(W)[1:]:
        raise ValueError(f"A layer needs W [fan_in, fan_out] and b [fan_out], got {np.shape(W)} and {np.shape(b)}.")
    return W.shape
