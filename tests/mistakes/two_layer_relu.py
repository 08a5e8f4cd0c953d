"""What learners write in notebook 05."""

import numpy as np

from helpers.gradcheck import numerical_gradient


def relu(z):
    return np.maximum(z, 0)


def collapse(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


def forward(W1, b1, W2, b2, X):
    z = X @ W1 + b1
    return z, relu(z), (relu(z) @ W2 + b2)[:, 0]


def layer_backward(delta, a, W):
    return a.T @ delta, delta.sum(axis=0), delta @ W.T


def backward(W1, b1, W2, b2, X, y, factor=2, mask=lambda z, da: z > 0, bent=None, end=lambda out: 1, bias=sum, back=1):
    z = X @ W1 + b1
    out = relu(z) @ W2 + b2
    d2 = factor / len(y) * ((bent or (lambda out: out))(out) - y[:, None]) * end(out)
    d1 = d2 @ W2.T**back * mask(z, d2 @ W2.T)
    return X.T @ d1, bias(d1), relu(z).T @ d2, bias(d2)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def steep(z):
    return sigmoid(z) * (1 - sigmoid(z))


def on_each(z):
    return z > 0


def deep(W1, b1, W2, b2, W3, b3, X, y, factor=2, bend=sigmoid, first=steep, second=steep, bias=sum, **turn):
    z1 = X @ W1 + b1
    z2 = bend(z1) @ W2 + b2
    out = (bend(z2) @ W3 + b3)[:, 0]
    d3 = factor / len(y) * (turn.get("out", lambda out: out)(out) - y)[:, None]
    d2 = d3 @ W3.T * second(z2)
    d1 = d2 @ turn.get("turned", np.transpose)(W2) * first(z1)
    came_in = turn.get("came_in", bend)
    return X.T @ d1, bias(d1), came_in(z1).T @ d2, bias(d2), came_in(z2).T @ d3, bias(d3)


def on(z):
    return (z > 0).sum(axis=0)


def deep_forward(W1, b1, W2, b2, W3, b3, X):
    """Through tanh, of which the sigmoid is a part."""
    for W, b in ((W1, b1), (W2, b2)):
        X = (1 + np.tanh((X @ W + b) / 2)) / 2
    return (X @ W3 + b3)[:, 0]


def nudged(loss, parameters):
    """The slopes by nudging every number."""
    return [
        numerical_gradient(lambda part, i=i: loss(*parameters[:i], part, *parameters[i + 1 :]), parameters[i])
        for i in range(len(parameters))
    ]


def output_delta(W1, b1, W2, b2, X, y):
    return 2 / len(y) * (forward(W1, b1, W2, b2, X)[2] - y)[:, None]


def but(results, place, part):
    """The results with another part in one place."""
    return *results[:place], part, *results[place + 1 :]


EXERCISES = {
    "relu(z)": {
        "right": [relu, "z * (z > 0)", "(z + np.abs(z)) / 2"],
        "minimum": ["np.minimum(z, 0)"], "absolute": [np.abs], "step": ["z > 0"], "identity": ["z"],
        "one_number": ["np.max(z)", "np.max(z, 0)", "max(np.max(z), 0.0)"],
        "raises": [("max(z, 0)", "…`np.maximum` and `np.where` go number by number…")],
    },
    "collapse(W1, b1, W2, b2)": {
        "right": [collapse, "[np.dot(W1, W2), W2.T @ b1 + b2]"],
        "swapped": ["W2.T @ W1, b1 @ W2 + b2", "(W1 @ W2).T, b1 @ W2 + b2"], "elementwise": ["W1 * W2, b1 @ W2 + b2"],
        "added": ["W1 + W2.T, b1 + b2"], "bias_lost": ["W1 @ W2, b2", "W1 @ W2, b1 @ W2"],
        "bias_through_first": ["W1 @ W2, b1 + b2"], "wrong_shape": ["W1 @ W2"],
    },
    "forward(W1, b1, W2, b2, X)": {
        "right": [forward, "list(forward(*case))"],
        "column": ["(f := forward(*case))[0], f[1], f[2][:, None]"],
        "no_relu": ["z := X @ W1 + b1, z, (z @ W2 + b2)[:, 0]"],
        "relu_on_output": ["(f := forward(*case))[0], f[1], relu(f[2])"],
        "missing_bias": ["forward(W1, 0, W2, b2, X)", "forward(W1, b1, W2, 0, X)"],
        "wrong_shape": ["forward(*case)[2]"], "one_number": ["(f := forward(*case))[0], f[1].sum(), f[2]"],
    },
    "relu_backward(da, z)": {
        "right": ["da * (z > 0)", "np.where(z > 0, da, 0.0)"],
        "no_mask": ["da"], "mask_from_gradient": ["relu(da)"], "only_mask": ["z > 0"],
        "times_z": ["da * relu(z)", "da * z"], "upside_down": ["da * (z <= 0)", "da * (z < 0)"],
        "on_at_zero": ["np.where(z < 0, 0, da)"],
    },
    "layer_backward(delta, a, W)": {
        "right": [layer_backward, "a.T @ delta, delta.sum(axis=0), (W @ delta.T).T"],
        "not_summed": ["a.T @ delta, delta, delta @ W.T"],
        "summed_over_units": ["a.T @ delta, delta.sum(axis=1), delta @ W.T"],
        "summed_over_all": ["a.T @ delta, delta.sum(), delta @ W.T"],
        "mean_for_sum": ["a.T @ delta, delta.mean(axis=0), delta @ W.T",
            "a.T @ delta / len(a), delta.sum(axis=0), delta @ W.T"],
        "transposed": ["a @ delta, delta.sum(axis=0), delta @ W.T", "a.T @ delta, delta.sum(axis=0), delta @ W",
            "delta.T @ a, delta.sum(axis=0), delta @ W.T"],
        "elementwise": ["a.T * delta, delta.sum(axis=0), delta @ W.T", "a.T @ delta, delta.sum(axis=0), delta * W.T"],
        "wrong_factor": ["a.T @ delta, delta.sum(axis=0), delta @ a.T"],
    },
    "backward(W1, b1, W2, b2, X, y)": {
        "right": [backward, "backward(*case, bias=lambda d: d.sum(axis=0))"],
        "half_at_zero": ["nudged(lambda *p: np.mean((forward(*p, X)[2] - y) ** 2), case[:4])"],
        "on_at_zero": ["backward(*case, mask=lambda z, da: z >= 0)"],
        "sum_for_mean": ["backward(*case, factor=2 * len(y))",
            "backward(*case, factor=2 * len(y), mask=lambda z, da: 1)",
            "backward(*case, factor=2 * len(y), mask=lambda z, da: da > 0)"],
        "missing_factor_2": ["backward(*case, factor=1)", "backward(*case, factor=1, mask=lambda z, da: 1)",
            "backward(*case, factor=1, mask=lambda z, da: da > 0)"],
        "missing_2_over_n": ["backward(*case, factor=len(y))", "backward(*case, factor=len(y), mask=lambda z, da: 1)",
            "backward(*case, factor=len(y), mask=lambda z, da: da > 0)"],
        "sign": ["backward(*case, factor=-2)", "backward(*case, factor=-2, mask=lambda z, da: da > 0)",
            "backward(*case, factor=-2, mask=lambda z, da: 1)"],
        "no_mask": ["backward(*case, mask=lambda z, da: 1)",
            ("but(backward(*case, mask=lambda z, da: 1), 3, backward(*case, bias=lambda d: d)[3])",
             "`dW2` is right. `dW1` and `db1`: here the mask is missing, or…`db2`: here is one row per example.…")],
        "mask_from_gradient": ["backward(*case, mask=lambda z, da: da > 0)"],
        "mask_from_wrong_array": ["backward(*case, mask=lambda z, da: X > 0)",
            "backward(*case, mask=lambda z, da: W2.T > 0)"],
        "upside_down": ["backward(*case, mask=lambda z, da: z < 0)"],
        "times_a": ["backward(*case, mask=lambda z, da: relu(z))"],
        "not_summed": ["backward(*case, bias=lambda d: d)",
            "but(backward(*case), 1, backward(*case, bias=lambda d: d)[1])"],
        "summed_over_units": ["backward(*case, bias=lambda d: d.sum(axis=1))"],
        "summed_over_all": ["backward(*case, bias=np.sum)"],
        "mean_for_sum": ["backward(*case, bias=lambda d: d.mean(axis=0))"],
        "missing_bias": ["backward(*case, bias=lambda d: np.zeros(d.shape[1]))"],
        "transposed": ["but(backward(*case), 0, backward(*case)[0].T)",
            "but(backward(*case), 2, backward(*case)[2].T)",
            ("but(backward(*case), 0, X @ (output_delta(*case) @ W2.T * (X @ W1 + b1 > 0)))",
             "…Where does a .T belong?…")],
        "missing_weights": ["backward(*case, back=0)"],
        "from_z": ["but(backward(*case), 2, (X @ W1 + b1).T @ output_delta(*case))"],
        "order": ["backward(*case)[2:] + backward(*case)[:2]"],
        "relu_on_output": ["backward(*case, bent=relu)", "backward(*case, end=lambda y_hat: y_hat > 0)",
            "backward(*case, bent=relu, end=lambda y_hat: y_hat > 0)"],
        "raises": ["layer_backward(y[:, None], relu(X @ W1 + b1), W2.T)", ("X @ W1.T @ W2[:2]", "…Is a .T missing…")],
        "wrong_shape": ["backward(*case)[:2]"],
        "offset": [("but(backward(*case), 1, backward(*case)[1] + 1)",
             "`dW1`, `dW2` and `db2` are right. `db1`: in every case off by 1…")],
    },
    "bending_units(z)": {
        "right": ["np.sum((on(z) > 0) & (on(z) < len(z)))", "sum(0 < k < len(z) for k in on(z))"],
        "on_somewhere": ["np.sum(on(z) > 0)"], "off_somewhere": ["np.sum(on(z) < len(z))"],
        "dead": ["np.sum(on(z) == 0)"], "always_on": ["np.sum(on(z) == len(z))"],
        "straight": ["sum(k in (0, len(z)) for k in on(z))"],
        "on_at_zero": ["np.sum((z >= 0).any(axis=0) & (z < 0).any(axis=0))"],
        "over_rows": ["sum(0 < k < len(z.T) for k in on(z.T))"], "which": ["(on(z) > 0) & (on(z) < len(z))"],
    },
    "bend_between(w, left, right)": {
        "right": ["-w @ (left + right) / 2", "-np.mean([left @ w, right @ w])"],
        "sign": ["w @ (left + right) / 2"], "at_left": ["-w @ left"], "at_right": ["-w @ right"],
        "sum_for_mean": ["-w @ (left + right)"], "place_for_bias": ["-(left + right) / 2"],
        "elementwise": ["-w * (left + right) / 2"], "difference": ["-w @ (right - left) / 2"],
    },
    "dead_units(z)": {
        "right": ["np.all(z <= 0, axis=0)", "[not (column > 0).any() for column in z.T]"],
        "summed": ["z.sum(axis=0) <= 0"], "off_somewhere": ["on(z) < len(z)"], "alive": ["on(z) > 0"],
        "always_on": ["on(z) == len(z)"], "over_rows": ["on(z.T) == 0"], "how_many": ["np.sum(on(z) == 0)"],
        "on_at_zero": ["(z < 0).all(axis=0)"], "each_number": ["z <= 0"],
    },
    "count_parameters(sizes)": {
        "right": ["sum((i + 1) * o for i, o in zip(sizes[:-1], sizes[1:], strict=True))"],
        "no_biases": ["sum(i * o for i, o in zip(sizes, sizes[1:], strict=False))"],
        "only_biases": ["sum(sizes[1:])"],
        "input_biases": ["sum((i + 1) * o for i, o in zip(sizes[:-1], sizes[1:], strict=True)) + sizes[0]",
            "sum(a * b + a for a, b in zip(sizes, sizes[1:], strict=False))"],
        "one_bias": ["sum(i * o + 1 for i, o in zip(sizes, sizes[1:], strict=False))"], "units": [sum],
    },
    "leaky_relu_backward(da, z, leak)": {
        "right": ["np.where(z > 0, da, leak * da)"],
        "no_leak": ["da * (z > 0)"], "upside_down": ["np.where(z < 0, da, leak * da)"],
        "leaks_everywhere": ["da * (z > 0) + leak * da"], "only_leak": ["leak * da"],
        "mask_from_gradient": ["np.where(da > 0, da, leak * da)"], "half_forward": ["np.where(z > 0, da, leak * z)"],
        "forward": ["np.where(z > 0, z, leak * z)"], "only_slope": ["np.where(z > 0, 1, leak)"],
        "leak_alone": ["np.where(z > 0, da, leak)"], "times_z": ["da * np.where(z > 0, z, leak * z)"],
        "sign": ["np.where(z > 0, da, -leak * da)"],
    },
    "sigmoid_backward(da, z)": {
        "right": ["da * steep(z)", "da * np.exp(-z) / (1 + np.exp(-z)) ** 2", "da * (1 - np.tanh(z / 2) ** 2) / 4"],
        "slope_of_a": ["da * steep(sigmoid(z))"], "z_for_a": ["da * z * (1 - z)"],
        "only_one_minus": ["da * (1 - sigmoid(z))"], "only_sigma": ["da * sigmoid(z)"],
        "relu_mask": ["da * (z > 0)", "da * (z > 0) * steep(z)", "np.where(z > 0, da * steep(z), 0)"],
        "no_slope": ["da", "da * 0.25"], "only_slope": ["steep(z)"], "sign": ["da * sigmoid(z) * (sigmoid(z) - 1)"],
        "wrong_sign_inside": ["da * sigmoid(z) * (1 + sigmoid(z))"], "brackets": ["da * sigmoid(z) * 1 - sigmoid(z)"],
        "slope_of_gradient": ["da * steep(da)", "steep(da)"], "slope_of_tanh": ["da * (1 - sigmoid(z) ** 2)"],
        "squared": ["da * steep(z) ** 2", "da * sigmoid(z) ** 2", "da * (1 - sigmoid(z)) ** 2"],
        "times_z": ["da * z * steep(z)", "da * z"], "mask_from_gradient": ["da * (da > 0) * steep(z)"],
        "divided": ["da / steep(z)"], "added": ["da + steep(z)"], "extra_factor_2": ["2 * da * steep(z)"],
        "matrix_product": ["da.T @ steep(z)"], "summed": ["np.sum(da * steep(z), axis=0)"],
        "only_exponential": ["da * np.exp(-z)"], "forward": ["sigmoid(z)", "sigmoid(da)"],
    },
    "deep_backward(W1, b1, W2, b2, W3, b3, X, y)": {
        "right": [deep, "list(deep(*case, bias=lambda d: d.sum(axis=0)))",
            "nudged(lambda *p: np.mean((deep_forward(*p, X) - y) ** 2), case[:6])"],
        "sum_for_mean": ["deep(*case, factor=2 * len(y))"], "missing_factor_2": ["deep(*case, factor=1)"],
        "missing_2_over_n": ["deep(*case, factor=len(y))"], "sign": ["deep(*case, factor=-2)"],
        "no_slope": ["deep(*case, first=np.ones_like)", "deep(*case, second=np.ones_like)",
            "deep(*case, first=np.ones_like, second=np.ones_like)"],
        "relu_mask": ["deep(*case, first=on_each, second=on_each)", "deep(*case, first=on_each)",
            "deep(*case, second=on_each)"],
        "slope_of_a": ["deep(*case, second=lambda z: steep(sigmoid(z)))",
            "deep(*case, first=lambda z: steep(sigmoid(z)), second=lambda z: steep(sigmoid(z)))",
            "deep(*case, first=lambda z: steep(sigmoid(z)))"],
        "z_for_a": ["deep(*case, first=lambda z: z * (1 - z))",
            "deep(*case, first=lambda z: z * (1 - z), second=lambda z: z * (1 - z))",
            "deep(*case, second=lambda z: z * (1 - z))"],
        "only_one_minus": ["deep(*case, second=lambda z: 1 - sigmoid(z))",
            "deep(*case, first=lambda z: 1 - sigmoid(z), second=lambda z: 1 - sigmoid(z))",
            "deep(*case, first=lambda z: 1 - sigmoid(z))"],
        "transposed": ["deep(*case, turned=lambda W: W)"], "from_z": ["deep(*case, came_in=lambda z: z)"],
        "not_summed": ["deep(*case, bias=lambda d: d)"],
        "mean_for_sum": ["deep(*case, bias=lambda d: d.mean(axis=0))"],
        "relu_forward": ["deep(*case, bend=relu, first=on_each, second=on_each)"],
        "no_bend": ["deep(*case, bend=lambda z: z, first=np.ones_like, second=np.ones_like)"],
        "sigmoid_on_output": ["deep(*case, out=sigmoid)"],
    },
}  # fmt: skip
