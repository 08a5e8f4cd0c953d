"""The checks of notebook 05: forward and backward through a hidden layer, and the units that bend or are dead."""

import numpy as np

from helpers.attempt import trial
from helpers.diagnosis import check, diagnose
from helpers.quantities import sigmoid, sigmoid_slope
from helpers.several import diagnose_parts

# fmt: off
# Where examples, features and units are equally many, a product without its .T still runs. Elsewhere it raises.
_SQUARE = {
    "W1": np.array([[1.0, -2.0, 0.5], [2.0, 1.0, -1.0], [-1.0, 1.0, 1.0]]), "b1": np.array([0.5, -0.25, 0.75]),
    "W2": np.array([[2.0], [-1.0], [3.0]]), "b2": np.array([0.5]),
    "X": np.array([[1.0, -2.0, 0.5], [-1.0, 1.5, 2.0], [2.0, 1.0, -1.0]]), "y": np.array([2.0, 9.0, -4.0]),
}
_OBLONG = {
    "W1": np.array([[1.0, -2.0, 0.5], [2.0, 1.0, -1.0]]), "b1": np.array([0.5, -0.25, 0.75]),
    "W2": np.array([[2.0], [-1.0], [3.0]]), "b2": np.array([-0.5]),
    "X": np.array([[1.0, -2.0], [-1.0, 1.5], [2.0, 1.0], [-1.5, -1.0]]), "y": np.array([2.0, 9.0, -4.0, 1.0]),
}
_KINK = _OBLONG | {"b1": np.array([0.0, 0.0, 1.0]), "X": np.array([[0.0, 0.0], [1.0, -2.0], [0.5, 3.0]]),
                  "y": np.array([-7.0, 2.0, 1.0])}  # z = 0 where the error isn't
_NUMBERS = np.random.default_rng(2)


def _some(*shape):
    return np.round(_NUMBERS.normal(size=shape), 1)


_WIDE = {"W1": _some(3, 5), "b1": _some(5), "W2": _some(5, 1), "b2": _some(1), "X": _some(6, 3), "y": _some(6)}
_ONE = _OBLONG | {"X": np.array([[1.5, -0.5]]), "y": np.array([3.0])}
_CASES = [tuple(case.values()) for case in (_OBLONG, _SQUARE, _KINK, _ONE, _WIDE)]
_Z = np.array([[1.5, -2.0, 0.25], [-0.5, -1.0, 3.0], [2.0, -0.5, 1.0], [-1.0, -4.0, 0.5]])  # bends, dead, always on
_MANY = np.round(np.random.default_rng(1).normal([0.2, 2.5, -2.5, 0.5, -0.5, 3.0, 1.5], 1.2, (12, 7)), 1)


def _diagnose(f, cases, *table, **names):
    """As `diagnose_parts`; what raises in the first of the cases is judged by the second, if it runs there."""
    found = diagnose_parts(f, cases, *table, **names)
    if found.misconception != "raises" or trial.get():
        return found
    again = diagnose_parts(f, [cases[1], cases[0], *cases[2:]], *table, **names)
    return found if again.misconception == "raises" else again


@check
def relu(f):
    """Check relu(z) = max(z, 0), number by number."""
    cases = [(_Z,), (np.array([-1.5, 0.0, 7.25]),), (np.array([-0.5, -3.0]),), (np.array([1250.0, -300.0]),)]
    return diagnose(f, cases, lambda z: np.where(z > 0, z, 0), [
        ("minimum", lambda z: np.minimum(z, 0), "This keeps what is below 0. Which half stays?"),
        ("absolute", np.abs, "This turns negative numbers into positive ones. What does ReLU make of them?"),
        ("step", lambda z: z > 0, "This is 1 or 0, on or off. Where z is positive, how much gets through?"),
        ("identity", lambda z: z, "This changes nothing. What becomes of negative numbers?"),
        ("one_number", lambda z: np.max(z, axis=0),
         "`np.max(z, 0)` takes the largest of each column; its 0 is an axis. `np.maximum` goes number by number."),
        ("one_number", lambda z: np.max(z),
         "This is one number, the largest of all. `np.max` looks for the largest in one array; `np.maximum` compares "
         "two, number by number."),
        ("one_number", lambda z: max(np.max(z), 0),
         "This is one number, the largest of all. `np.max` looks for the largest in one array; `np.maximum` compares "
         "two, number by number."),
    ], "Right: what is negative becomes 0, the rest goes through.")


@check
def collapse(f):
    """Check collapse(W1, b1, W2, b2) -> (W, b), the one layer that does what two without ReLU do."""
    def one(W1, b1, W2, b2):
        return {"W": W1 @ W2, "b": b1 @ W2 + b2}

    two_outputs = (_OBLONG["W1"], np.array([0.5, -0.25, 1.5]),
                   np.array([[2.0, 1.0], [0.5, -1.0], [-3.0, 2.0]]), np.array([0.5, -1.5]))
    return _diagnose(f, [*(case[:4] for case in (*_CASES[:2], _CASES[-1])), two_outputs], one, [
        ("swapped", lambda W1, b1, W2, b2: {"W": W2.T @ W1, "b": b1 @ W2 + b2},
         "the second layer works on what the first returns. Which comes first in X @ W1 @ W2?"),
        ("swapped", lambda W1, b1, W2, b2: {"W": (W1 @ W2).T, "b": b1 @ W2 + b2},
         "these numbers are right, with rows and columns exchanged. X @ W wants one row for each feature."),
        ("bias_lost", lambda W1, b1, W2, b2: {"W": W1 @ W2, "b": b2},
         "the first layer's bias is lost. It goes through the second layer, too: what becomes of it there?"),
        ("bias_lost", lambda W1, b1, W2, b2: {"W": W1 @ W2, "b": b1 @ W2}, "where is the second layer's bias?"),
        ("bias_through_first", lambda W1, b1, W2, b2: {"W": W1 @ W2, "b": b1 + b2},
         "the first layer's bias is added as it is. It goes through the second layer's weights: what becomes of it?"),
        ("bias_through_second", lambda W1, b1, W2, b2: {"W": W1 @ W2, "b": (b1 + b2) @ W2},
         "the second layer's bias goes through its own weights here. It is added behind them."),
        ("elementwise", lambda W1, b1, W2, b2: {"W": W1 * W2, "b": b1 * W2 + b2},
         "`*` multiplies number by number. The sum over the hidden units is missing: `@` has it."),
        ("added", lambda W1, b1, W2, b2: {"W": W1 + W2.T, "b": b1 + b2},
         "here the two are added. But the second layer works on what the first one returns: put z = X @ W1 + b1 into "
         "z @ W2 + b2, and multiply out."),
    ], "Right: two linear layers are one.", call="collapse(W1, b1, W2, b2)")


@check
def forward(f):
    """Check forward(W1, b1, W2, b2, X) -> (z, a, y_hat)."""
    def ahead(W1, b1, W2, b2, X, hidden=lambda z: np.maximum(z, 0), out=lambda y_hat: y_hat[:, 0]):
        z = X @ W1 + b1
        a = hidden(z)
        return {"z": z, "a": a, "y_hat": out(a @ W2 + b2)}

    def twisted(**twist):
        return lambda *case: ahead(*case, **twist)

    def without(i):
        return lambda *case: ahead(*(0 * part if k == i else part for k, part in enumerate(case)))

    return _diagnose(f, [case[:5] for case in _CASES], lambda W1, b1, W2, b2, X: ahead(W1, b1, W2, b2, X), [
        ("no_relu", twisted(hidden=lambda z: z),
         "nothing was bent here. Does it go on with `a`, which `relu` returns, or with `z`?"),
        ("relu_on_output", twisted(out=lambda y_hat: np.maximum(y_hat[:, 0], 0)),
         "the output is bent as well. A prediction may be negative: only the hidden layer has a ReLU."),
        ("missing_bias", without(1), "the hidden layer's bias, `b1`, is missing."),
        ("missing_bias", without(3), "the output's bias, `b2`, is missing."),
    ], "Right: in, bent, out.", call="forward(W1, b1, W2, b2, X)")


@check
def relu_backward(f):
    """Check relu_backward(da, z) = da where z > 0, else 0."""
    da = np.array([[1.0, 2.0, -3.0], [4.0, -5.0, 6.0], [-7.0, -8.0, 9.0], [0.5, 2.5, -1.5]])
    on_the_kink = np.array([[0.0, 1.5, -1.0]])
    cases = [(da, _Z), (da[:2], -_Z[:2]), (da[:1], on_the_kink), (da[:, :2], _Z[:, 1:])]
    return diagnose(f, cases, lambda da, z: da * (z > 0), [
        ("sign_for_mask", lambda da, z: da * np.sign(z),
         "Where z is negative this sends the gradient back turned round. What is the slope of ReLU there: −1, or 0?"),
        ("no_mask", lambda da, z: da,
         "This lets everything through. Where z is negative, the output stays 0: what is the slope there?"),
        ("mask_from_gradient", lambda da, z: da * (da > 0),
         "This asks whether the gradient is positive. ReLU knows nothing of gradients: what decided, on the way "
         "forward, whether a number got through?"),
        ("only_mask", lambda da, z: z > 0,
         "This is the slope of ReLU alone. What does the chain rule multiply it with?"),
        ("times_z", lambda da, z: da * np.maximum(z, 0),
         "This multiplies by ReLU's output. The chain rule wants its *slope*, which is 1 or 0."),
        ("times_z", lambda da, z: da * z, "This multiplies by z. What is the slope of ReLU: z, or 1 and 0?"),
        *(("upside_down", off, "This lets through where z is negative. Which half came through?")
          for off in (lambda da, z: da * (z < 0), lambda da, z: da * (z <= 0))),
        ("on_at_zero", lambda da, z: da * (z >= 0),
         "At z = 0, on the kink, there is no slope. The choice here is 0, as in PyTorch: z > 0, not z >= 0."),
    ], "Right: the gradient takes the way that the numbers took, and no other.", call="relu_backward(da, z)")


@check
def leaky_relu_backward(f):
    """Check leaky_relu_backward(da, z, leak) = da where z > 0, leak · da elsewhere."""
    da = np.array([[1.0, 2.0, -3.0], [4.0, -5.0, 6.0], [-7.0, -8.0, 9.0], [0.5, 2.5, -1.5]])
    cases = [(da, _Z, 0.1), (da, -_Z, 0.01), (da[:3, :2], _Z[1:, 1:], 0.05),
             (da[:2], np.array([[0.0, 0.05, -0.02], [-0.0, 0.5, 3.0]]), 0.2)]
    return diagnose(f, cases, lambda da, z, leak: da * np.where(z > 0, 1, leak), [
        ("no_leak", lambda da, z, leak: da * (z > 0), "Nothing leaks. What gets through where z is negative?"),
        *(("upside_down", lambda da, z, leak, on=on: da * np.where(on(z), leak, 1), "This leaks where z is positive.")
          for on in (lambda z: z > 0, lambda z: z >= 0)),
        ("on_at_zero", lambda da, z, leak: da * np.where(z >= 0, 1, leak),
         "At z = 0, on the kink, there is no slope. Here it is `leak`: z > 0, not z >= 0."),
        ("off_at_zero", lambda da, z, leak: da * ((z > 0) + leak * (z < 0)),
         "At z = 0, on the kink, nothing gets through. Here `leak` is wanted wherever z > 0 isn't true."),
        ("leaks_everywhere", lambda da, z, leak: da * ((z > 0) + leak),
         "Where z is negative this is right. Where z is positive it lets through more than the whole."),
        ("only_leak", lambda da, z, leak: da * leak, "This leaks everywhere. Where z is positive, all gets through."),
        ("mask_from_gradient", lambda da, z, leak: np.where(da > 0, da, leak * da),
         "This asks whether the gradient is positive. What decided, on the way forward?"),
        ("half_forward", lambda da, z, leak: np.where(z > 0, da, leak * z),
         "Where z is positive this is right. Elsewhere it is the way forward, leak · z. Back goes da, times a slope."),
        ("forward", lambda da, z, leak: np.where(z > 0, z, leak * z),
         "This is the way forward, the leaky ReLU of z. Which slope does it have, and what is multiplied by it?"),
        ("leak_alone", lambda da, z, leak: np.where(z > 0, da, leak),
         "Where z is positive this is right. Elsewhere it is the slope alone: what is multiplied by it?"),
        ("times_z", lambda da, z, leak: da * np.where(z > 0, z, leak * z),
         "This multiplies by what came out. The chain rule wants the slope: 1, or leak."),
        ("sign", lambda da, z, leak: da * np.where(z > 0, 1, -leak),
         "Where z is positive this is right. Elsewhere a = leak · z rises, too: its slope is leak, not −leak."),
        ("only_slope", lambda da, z, leak: np.where(z > 0, 1, leak),
         "This is the slope of the leaky ReLU. What does the chain rule multiply it with?"),
    ], "Right: a little always gets back, so no unit is ever dead for good.", call="leaky_relu_backward(da, z, leak)")


@check
def sigmoid_backward(f):
    """Check sigmoid_backward(da, z) = da · σ'(z), with σ'(z) = σ(z) (1 − σ(z))."""
    da = np.array([[1.0, 2.0, -3.0], [4.0, -5.0, 6.0], [-7.0, -8.0, 9.0], [0.5, 2.5, -1.5]])
    s, slope = sigmoid, sigmoid_slope
    far = np.array([[9.0, -9.0, 0.5], [6.5, -1.25, 12.0]])
    cases = [(da, _Z), (da[:2], -_Z[:2]), (da[2:], far), (da[:3, :2], _Z[1:, 1:])]
    return diagnose(f, cases, lambda da, z: da * slope(z), [
        ("slope_of_a", lambda da, z: da * slope(s(z)),
         "This takes the slope at a = σ(z): the sigmoid was taken twice. In σ(1 − σ), each σ is σ(z), once."),
        ("z_for_a", lambda da, z: da * z * (1 - z),
         "This is z (1 − z). The formula has σ(z) in it, which is what the unit puts out: a (1 − a)."),
        ("only_one_minus", lambda da, z: da * (1 - s(z)), "This has 1 − σ alone. The slope is σ (1 − σ)."),
        ("only_sigma", lambda da, z: da * s(z),
         "This multiplies by the sigmoid itself. Its *slope* is σ (1 − σ): where is the 1 − σ?"),
        ("relu_mask", lambda da, z: da * (z > 0),
         "This is ReLU's mask. The sigmoid is flat nowhere: what is its slope at z?"),
        ("relu_mask", lambda da, z: da * slope(z) * (z > 0),
         "Where z > 0 this is right. But the sigmoid has a slope where z is negative, too: no mask."),
        ("no_slope", lambda da, z: da, "This lets everything through. The bend has a slope, and it is never 1."),
        ("no_slope", lambda da, z: da / 4, "A quarter is the largest slope, at z = 0. What is it at another z?"),
        ("only_slope", lambda da, z: slope(z),
         "This is the slope of the sigmoid alone. What does the chain rule multiply it with?"),
        ("sign", lambda da, z: -da * slope(z),
         "The right size, with the wrong sign. The sigmoid rises everywhere: is it 1 − σ?"),
        ("wrong_sign_inside", lambda da, z: da * s(z) * (1 + s(z)), "This has 1 + σ where 1 − σ belongs."),
        ("brackets", lambda da, z: da * s(z) - s(z),
         "Here 1 − σ stands without its brackets: da · σ · 1 − σ. Multiplied is done first."),
        ("slope_of_gradient", lambda da, z: da * slope(da),
         "This takes the slope at da. What decided, on the way forward, how steep the bend was?"),
        ("slope_of_gradient", lambda da, z: slope(da),
         "This takes the slope at da, and leaves out da itself. Where was the bend, on the way forward?"),
        ("slope_of_tanh", lambda da, z: da * (1 - s(z) ** 2),
         "1 − a² is the slope of another bend, tanh. The sigmoid's is a (1 − a)."),
        ("squared", lambda da, z: da * slope(z) ** 2, "The slope is multiplied in twice."),
        ("squared", lambda da, z: da * s(z) ** 2, "This is σ times σ. The slope is σ times 1 − σ."),
        ("squared", lambda da, z: da * (1 - s(z)) ** 2, "This is 1 − σ times 1 − σ. The slope is σ times 1 − σ."),
        ("mask_from_gradient", lambda da, z: np.maximum(da * slope(z), 0),
         "Where da is positive this is right. But a negative slope goes back like any other: no mask, no ReLU."),
        ("divided", lambda da, z: da / slope(z), "This divides by the slope. The chain rule multiplies."),
        ("added", lambda da, z: da + slope(z), "This adds the slope to da. The chain rule multiplies the two."),
        ("extra_factor_2", lambda da, z: 2 * da * slope(z), "Twice the right one. The 2 of the loss is in da already."),
        ("matrix_product", lambda da, z: da.T @ slope(z),
         "`@` adds up over the examples. The bend works number by number: `*`."),
        ("summed", lambda da, z: (da * slope(z)).sum(axis=0),
         "The right numbers, summed over the examples. Each z has a slope of its own: nothing is added up here."),
        ("only_exponential", lambda da, z: da * np.exp(-z),
         "e⁻ᶻ is only the slope of what stands under the 1. What becomes of 1/u, whose slope is −1/u²?"),
        ("times_z", lambda da, z: da * z * slope(z), "There is a z too many: da times the slope is all."),
        ("times_z", lambda da, z: da * z, "This multiplies by z. What is the slope of the sigmoid?"),
        ("forward", lambda da, z: s(z), "This is the way forward, σ(z). Back goes da, times the slope."),
        ("forward", lambda da, z: s(da), "This sends da forward through the sigmoid. Back goes da, times a slope."),
    ], "Right: the chain rule asks a bend only for its slope.", call="sigmoid_backward(da, z)")


_BIAS = [
    ("not_summed", lambda delta: delta,
     "here is one row per example. The bias was added to every example: over what must be summed?"),
    ("summed_over_units", lambda delta: delta.sum(axis=1),
     "this sums over the units, and leaves one number per example. Which axis holds the examples?"),
    ("summed_over_all", lambda delta: delta.sum(),
     "this sums over units as well as examples. Each unit has a bias of its own."),
    ("mean_for_sum", lambda delta: delta.mean(axis=0),
     "this is a mean. The 1/n is in the loss already: δ has it. Everything behind it adds up."),
]


@check
def layer_backward(f):
    """Check layer_backward(delta, a, W) -> (dW, db, da), for z = a @ W + b and delta = ∂L/∂z."""
    def back(delta, a, W):
        return {"dW": a.T @ delta, "db": delta.sum(axis=0), "da": delta @ W.T}

    def changed(**parts):
        return lambda *case: back(*case) | {name: part(*case) for name, part in parts.items()}

    square_delta = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0], [2.0, -0.75, 1.5]])
    oblong_delta = np.array([[1.0, -2.0], [0.25, 3.0], [2.0, -0.75], [-1.0, 0.5]])
    cases = [(oblong_delta, _Z, np.array([[1.0, 2], [-1, 3], [0.5, -2]])), (square_delta, _SQUARE["X"], _SQUARE["W1"]),
             (_some(6, 2), _some(6, 5), _some(5, 2))]
    return _diagnose(f, cases, back, [
        *((code, changed(db=lambda delta, a, W, part=part: part(delta)), text) for code, part, text in _BIAS),
        ("mean_for_sum", changed(dW=lambda delta, a, W: a.T @ delta / len(a)),
         "this is a mean. The 1/n is in the loss already: δ has it. Everything behind it adds up."),
        ("transposed", changed(dW=lambda delta, a, W: a @ delta, da=lambda delta, a, W: delta @ W),
         "rows and columns are mixed up. Each slope sums over one thing: `dW` over the examples, `da` over the units "
         "that the layer leads to. Where does a .T belong?"),
        ("transposed", changed(dW=lambda delta, a, W: delta.T @ a, da=lambda delta, a, W: W @ delta.T),
         "the right numbers, with rows and columns exchanged. A slope has the shape of what it is the slope of."),
        ("elementwise", changed(dW=lambda delta, a, W: a.T * delta, da=lambda delta, a, W: delta * W.T),
         "`*` multiplies number by number. `@` also adds up: `dW` over the examples, `da` over the outputs."),
        ("wrong_factor", changed(dW=lambda delta, a, W: W.T @ delta, da=lambda delta, a, W: delta @ a.T),
         "`a` and `W` have changed places. The slope of a product in one factor has the *other* one in it."),
    ], "Right: three slopes from one δ.", call="layer_backward(delta, a, W)")


@check
def backward(f):
    """Check backward(W1, b1, W2, b2, X, y) -> (dW1, db1, dW2, db2), of the mean squared error."""
    def back(W1, b1, W2, b2, X, y, factor=lambda n: 2 / n, mask=lambda da, z, X, W2: z > 0,
             error=lambda out, y: out - y, past=lambda d2, W2: d2 @ W2.T, from_a=lambda a, z: a, **parts):
        z = X @ W1 + b1
        a = np.maximum(z, 0)
        d2 = factor(len(y)) * error((a @ W2 + b2)[:, 0], y)[:, None]
        da = past(d2, W2)
        d1 = da * mask(da, z, X, W2)
        slopes = {"dW1": X.T @ d1, "db1": d1.sum(axis=0), "dW2": from_a(a, z).T @ d2, "db2": d2.sum(axis=0)}
        return slopes | {name: part(X, d1, a, d2) for name, part in parts.items()}

    def twisted(**twist):
        return lambda *case: back(*case, **twist)

    def bias(part):
        return twisted(db1=lambda X, d1, a, d2: part(d1), db2=lambda X, d1, a, d2: part(d2))

    def blind(da, z, X, W2):
        return 1

    def by_gradient(da, z, X, W2):
        return da > 0

    factors = [
        ("sum_for_mean", lambda n: 2, "this is n times too large: the slope of a sum. Where is the 1/n of the mean?"),
        ("missing_factor_2", lambda n: 1 / n, "this is half of the right one. Where does the 2 of the square go?"),
        ("missing_2_over_n", lambda n: 1,
         "this carries ŷ − y back as it is, which belongs to *half* the *sum* of the squares. The mean has a 2/n."),
        ("sign", lambda n: -2 / n, "the right size, with the wrong sign. Is the error ŷ − y?"),
    ]
    masks = [
        ("no_mask", twisted(mask=blind),
         "here the mask is missing, or lets everything through. Where z was negative, nothing went forward, and "
         "nothing goes back."),
        ("mask_from_gradient", twisted(mask=by_gradient),
         "the mask is taken from the gradient. What decided, on the way forward, whether a number got through?"),
        ("mask_from_wrong_array", twisted(mask=lambda da, z, X, W2: X > 0),
         "the mask is taken from X. Which array went through the ReLU?"),
        ("mask_from_wrong_array", twisted(mask=lambda da, z, X, W2: W2[:, 0] > 0),
         "the mask is taken from the weights. Which array went through the ReLU?"),
        ("upside_down", twisted(mask=lambda da, z, X, W2: z < 0), "the mask is upside down: it is 1 where z > 0."),
        ("on_at_zero", twisted(mask=lambda da, z, X, W2: z >= 0),
         "where z is 0, on the kink, the mask is 0: z > 0, not z >= 0."),
        ("half_at_zero", twisted(mask=lambda da, z, X, W2: (1.0 * (z > 0) + (z >= 0)) / 2),
         "where z is 0, on the kink, this lets half through, as a nudge to both sides does. The choice here is 0."),
        ("times_a", twisted(mask=lambda da, z, X, W2: np.maximum(z, 0)),
         "this multiplies by ReLU's output. The chain rule wants its slope, which is 1 or 0."),
    ]
    return _diagnose(f, _CASES, lambda W1, b1, W2, b2, X, y: back(W1, b1, W2, b2, X, y), [
        *((code, twisted(factor=factor), text) for code, factor, text in factors),
        *masks,
        *((code, bias(part), text) for code, part, text in _BIAS),
        ("missing_bias", twisted(db1=lambda X, d1, a, d2: np.zeros(d1.shape[1]), db2=lambda X, d1, a, d2: np.zeros(1)),
         "a bias has a slope, too. What multiplies it on the way forward?"),
        ("transposed", twisted(dW1=lambda X, d1, a, d2: X @ d1, dW2=lambda X, d1, a, d2: a @ d2),
         "rows and columns are mixed up: this sums over the wrong thing. Where does a .T belong?"),
        ("transposed", twisted(dW1=lambda X, d1, a, d2: d1.T @ X, dW2=lambda X, d1, a, d2: d2.T @ a),
         "the right numbers, with rows and columns exchanged. A slope has the shape of what it is the slope of."),
        ("missing_weights", twisted(past=lambda d2, W2: d2 @ np.ones_like(W2).T),
         "the error did not go back through `W2`. A unit that counts double in the output has double the blame."),
        ("from_z", twisted(from_a=lambda a, z: z),
         "this multiplies by z. What the output layer got was the bent `a`."),
        ("relu_on_output", twisted(error=lambda out, y: np.maximum(out, 0) - y),
         "the prediction was bent as well. Only the hidden layer has a ReLU."),
        ("relu_on_output", twisted(error=lambda out, y: (out - y) * (out > 0)),
         "the error was masked as well. Only the hidden layer has a ReLU."),
        ("relu_on_output", twisted(error=lambda out, y: (np.maximum(out, 0) - y) * (out > 0)),
         "the prediction was bent, and its gradient masked. Only the hidden layer has a ReLU."),
        ("broadcast", lambda *case: back(*case) | dict(zip(("dW2", "db2"), _column_error(*case), strict=True)),
         "a column (n, 1) minus an array (n,) gives a table of n times n differences. Take `[:, 0]` first."),
        *((code, twisted(factor=factor, mask=mask), f"{where}; and {text}")
          for mask, where in ((blind, "the mask is missing, or lets everything through"),
                              (by_gradient, "the mask is taken from the gradient"))
          for code, factor, text in factors),
    ], "Right: every slope of a two-layer network.", call="backward(W1, b1, W2, b2, X, y)")


def _column_error(W1, b1, W2, b2, X, y):
    a = np.maximum(X @ W1 + b1, 0)
    delta = 2 / len(y) * (a @ W2 + b2 - y)
    return a.T @ delta, delta.sum(axis=0)


_DEEP_CASES = [
    (_OBLONG["W1"], _OBLONG["b1"], np.array([[1.0, -0.5], [-1.5, 2.0], [0.5, 1.0]]),
     np.array([0.5, -0.25]), np.array([[2.0], [-1.5]]), _OBLONG["b2"], _OBLONG["X"], _OBLONG["y"]),
    (_SQUARE["W1"], _SQUARE["b1"], np.array([[0.5, 1.0, -1.5], [-1.0, 0.25, 2.0], [1.5, -0.5, 1.0]]),
     np.array([0.25, -0.5, 1.0]), _SQUARE["W2"], _SQUARE["b2"], _SQUARE["X"], _SQUARE["y"]),
    (_WIDE["W1"], _WIDE["b1"], _some(5, 4), _some(4), _some(4, 1), _WIDE["b2"], _WIDE["X"], _WIDE["y"]),
]


@check
def deep_backward(f):
    """Check deep_backward(W1, b1, W2, b2, W3, b3, X, y): six slopes of the mean squared error, two hidden layers."""
    def back(W1, b1, W2, b2, W3, b3, X, y, factor=lambda n: 2 / n, bend=sigmoid, slopes=(sigmoid_slope,) * 2,
             turn=lambda W: W.T, out=lambda y_hat: y_hat, out_slope=np.ones_like, total=lambda d: d.sum(axis=0),
             turn_a=lambda a: a.T,
             swap=False, from_z=False):
        z1 = X @ W1 + b1
        a1 = bend(z1)
        z2 = a1 @ W2 + b2
        a2 = bend(z2)
        z3 = a2 @ W3 + b3
        d3 = factor(len(y)) * (out(z3[:, 0]) - y)[:, None] * out_slope(z3)
        at1, at2 = (z2, z1) if swap else (z1, z2)
        d2 = (d3 @ W3.T) * slopes[1](at2)
        d1 = (d2 @ turn(W2)) * slopes[0](at1)
        in2, in3 = (z1, z2) if from_z else (a1, a2)
        return {"dW1": turn_a(X) @ d1, "db1": total(d1), "dW2": turn_a(in2) @ d2, "db2": total(d2),
                "dW3": turn_a(in3) @ d3, "db3": total(d3)}

    def twisted(**twist):
        return lambda *case: back(*case, **twist)

    s, right = sigmoid, sigmoid_slope
    flat, mask = np.ones_like, lambda z: z > 0
    of_a, of_z, half = lambda z: right(s(z)), lambda z: z * (1 - z), lambda z: 1 - s(z)
    in_places = [
        ("no_slope", flat, "the sigmoid's slope is missing"),
        ("relu_mask", mask, "here is ReLU's mask, but the bend was a sigmoid"),
        ("slope_of_a", of_a, "the slope is taken at a = σ(z) instead of z: the sigmoid was taken twice"),
        ("z_for_a", of_z, "this has z (1 − z) where a (1 − a) belongs"),
        ("only_one_minus", half, "this has 1 − σ where σ (1 − σ) belongs"),
    ]
    places = [(lambda wrong: (wrong, wrong), "at both bends"), (lambda wrong: (wrong, right), "at the first bend"),
              (lambda wrong: (right, wrong), "at the second bend")]
    return _diagnose(
        f, _DEEP_CASES, lambda W1, b1, W2, b2, W3, b3, X, y: back(W1, b1, W2, b2, W3, b3, X, y), [
        ("sum_for_mean", twisted(factor=lambda n: 2), "n times too large: the slope of a sum. Where is the 1/n?"),
        ("missing_factor_2", twisted(factor=lambda n: 1 / n), "half of the right one. Where is the 2 of the square?"),
        ("missing_2_over_n", twisted(factor=lambda n: 1),
         "this carries ŷ − y back as it is, which belongs to *half* the *sum* of the squares. The mean has a 2/n."),
        ("sign", twisted(factor=lambda n: -2 / n), "the right size, with the wrong sign. Is the error ŷ − y?"),
        *((code, twisted(slopes=both(wrong)), f"{where} {text}.")
          for both, where in places for code, wrong, text in in_places),
        ("from_z", twisted(from_z=True), "this multiplies by z. What the layer got was the bent `a`."),
        ("slopes_swapped", twisted(swap=True), "the bends have changed places: z₂ belongs to the second layer."),
        ("transposed", twisted(turn=lambda W: W), "W₂ takes the slope back without its .T."),
        ("transposed", twisted(turn_a=lambda a: a), "what came in needs a .T: it is the examples that are added up."),
        ("mean_for_sum", twisted(total=lambda d: d.mean(axis=0)),
         "this is a mean. The 1/n is in the loss already: δ has it. Everything behind it adds up."),
        ("relu_forward", twisted(bend=lambda z: np.maximum(z, 0), slopes=(mask, mask)),
         "this is right for ReLUs. Here both hidden layers have a sigmoid."),
        ("no_bend", twisted(bend=lambda z: z, slopes=(flat, flat)),
         "nothing was bent, forward or back. Both hidden layers have a sigmoid."),
        ("sigmoid_on_output", twisted(out=s, out_slope=right),
         "the prediction was bent as well. Only hidden layers have a sigmoid."),
        ("sigmoid_on_output", twisted(out=s), "the prediction was bent as well. Only hidden layers have a sigmoid."),
    ], "Right: three layers, the same three lines for each.", call="deep_backward(W1, b1, W2, b2, W3, b3, X, y)")


@check
def bending_units(f):
    """Check bending_units(z): how many units are on for some examples and off for others."""
    five = np.array([[1.0, -2.0, 3.0, 0.5, -1.0], [2.0, 1.0, -1.0, 0.25, -2.0], [3.0, 4.0, -1.0, 2.0, -3.0]])
    cases = [(_Z,), (five,), (np.array([[1.0, -1.0], [2.0, -2.0]]),), (np.array([[0.0, -1.0], [-1.0, -2.0]]),),
             (np.array([[0.0, 1.0, -2.0], [1.0, -1.0, 3.0], [2.0, 1.0, -1.0]]),), (_MANY,)]

    def on(z):
        return (z > 0).sum(axis=0)

    return diagnose(f, cases, lambda z: np.sum((on(z) > 0) & (on(z) < len(z))), [
        ("on_somewhere", lambda z: np.sum(on(z) > 0),
         "These are the units that are on for at least one example. A unit that is on for all of them bends nothing "
         "there."),
        ("off_somewhere", lambda z: np.sum(on(z) < len(z)),
         "These are the units that are off for at least one example. Off for all of them, a unit bends nothing."),
        ("dead", lambda z: np.sum(on(z) == 0), "These are the units that are off for all examples: they are dead."),
        ("always_on", lambda z: np.sum(on(z) == len(z)),
         "These are the units that are on for all examples: there they are straight lines."),
        ("straight", lambda z: np.sum((on(z) == 0) | (on(z) == len(z))),
         "These are the units that do *not* bend within the data. How many are left?"),
        ("off_at_zero", lambda z: np.sum(z.min(axis=0) * z.max(axis=0) < 0),
         "This is right but for a z of exactly 0: there a unit is off, as it is below 0. Is it here, too?"),
        ("on_at_zero", lambda z: np.sum((z >= 0).any(axis=0) & (z < 0).any(axis=0)),
         "This counts z = 0 as on. There the output is 0, and the mask says off."),
        ("over_rows", lambda z: np.sum(((z > 0).any(axis=1)) & ~(z > 0).all(axis=1)),
         "This looks along the rows, at each example's units. A unit is a column: axis 0 goes down it."),
        ("which", lambda z: (on(z) > 0) & (on(z) < len(z)),
         "These are the right ones, True and False. How many are they?"),
    ], "Right: on for some, off for others.", call="bending_units(z)")


@check
def bend_between(f):
    """Check bend_between(w, x_left, x_right): the bias whose kink lies halfway between two examples."""
    cases = [(np.array([2.0, -1.0, 0.5]), np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])),
             (np.array([1.5]), np.array([-1.0]), np.array([2.0])),
             (np.array([-0.7, 0.33]), np.array([1.0, 2.5]), np.array([3.123, -4.0]))]
    return diagnose(f, cases, lambda w, x_left, x_right: -(x_left + x_right) / 2 @ w, [
        ("sign", lambda w, left, right: (left + right) / 2 @ w,
         "With this bias, z in the middle is twice w · x. What must b be for z to be 0?"),
        ("at_left", lambda w, left, right: -left @ w, "This puts the kink on the first example. Halfway is wanted."),
        ("at_right", lambda w, left, right: -right @ w, "This puts the kink on the second example. Halfway is wanted."),
        ("sum_for_mean", lambda w, left, right: -(left + right) @ w, "Is the middle the sum of two places?"),
        ("place_for_bias", lambda w, left, right: -(left + right) / 2,
         "This is the place itself. At the kink x @ w + b is 0: what is b?"),
        ("elementwise", lambda w, left, right: -w * (left + right) / 2,
         "`*` multiplies number by number, and gives one number per feature. One bias is wanted: `@` adds them up."),
        ("difference", lambda w, left, right: -(right - left) / 2 @ w, "Is half the *difference* the middle?"),
    ], "Right: on one side the unit is on, on the other off.", call="bend_between(w, x_left, x_right)")


@check
def dead_units(f):
    """Check dead_units(z): for each unit, whether it is off on all examples."""
    rarely = -np.ones((150, 4))  # on for a single one of many examples, at the start, in the middle, at the end, never
    rarely[0, 0], rarely[70, 1], rarely[-1, 2] = 2.0, 0.0005, 1.0
    cases = [(_Z,), (-_Z,), (_Z * [1, 0, 1],), (-np.abs(_Z) - 1,), (np.abs(_Z[:, :2]) + 1,), (rarely,),
             (np.array([[-9.0, 2.0], [1.0, -1.0], [2.0, -5.0]]),)]
    return diagnose(f, cases, lambda z: (z <= 0).all(axis=0), [
        ("summed", lambda z: z.sum(axis=0) <= 0,
         "This adds up z. One large negative number can hide an example for which the unit is on: ask each one."),
        ("off_somewhere", lambda z: (z <= 0).any(axis=0),
         "This says whether a unit is off for *some* example. A dead one is off for all of them."),
        ("alive", lambda z: (z > 0).any(axis=0), "These are the living ones. Which are dead?"),
        ("always_on", lambda z: (z > 0).all(axis=0), "These are the units that are always on."),
        ("over_rows", lambda z: (z <= 0).all(axis=1),
         "This says it for each example. A unit is a column: axis 0 goes down it."),
        ("how_many", lambda z: np.sum((z <= 0).all(axis=0)), "This is how many are dead. Which ones?"),
        ("on_at_zero", lambda z: (z < 0).all(axis=0),
         "At z = 0 the output is 0 and the mask says off: a unit whose z are all 0 is dead, too."),
        ("each_number", lambda z: z <= 0, "This says it for each unit and each example. A dead unit is off for *all*."),
    ], "Right: off for every example.", call="dead_units(z)")


@check
def count_parameters(f):
    """Check count_parameters(sizes): weights and biases of a network of the layers `sizes`."""
    def count(sizes, weights=1, biases=1):
        return sum(weights * i * o + biases * o for i, o in zip(sizes, sizes[1:], strict=False))

    cases = [((3, 5, 1),), ((10, 16, 8, 1),), ((1, 1),), ((4, 4, 4, 2),), ((1, 8, 1),), ((3, 3, 1),)]
    return diagnose(f, cases, lambda sizes: count(sizes), [
        ("no_biases", lambda sizes: count(sizes, biases=0), "These are the weights alone. Every unit has a bias, too."),
        ("only_biases", lambda sizes: count(sizes, weights=0), "These are the biases alone. Where are the weights?"),
        ("input_biases", lambda sizes: count(sizes) + sizes[0],
         "The inputs have been given biases, too. They are numbers that come from outside: nothing is added to them."),
        ("input_biases", lambda sizes: count(sizes, biases=0) + sum(sizes[:-1]),
         "This counts a bias for each unit that sends. It is those that receive, hidden and output, that have one."),
        ("one_bias", lambda sizes: count(sizes, biases=0) + len(sizes) - 1,
         "This counts one bias per layer. Every unit of a layer has one of its own."),
        ("two_layers", lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[-2] + 1) * sizes[-1],
         "This counts what leads into the first and into the last layer. How many lead into those between?"),
        ("units", lambda sizes: sum(sizes), "These are the units. How many numbers lead from one layer to the next?"),
    ], "Right: into every unit lead one weight from each unit before it, and a bias.", call="count_parameters(sizes)")
