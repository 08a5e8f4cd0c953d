"""The checks of notebook 06: a library's step, its shapes and its learning rates, written in NumPy."""

from contextlib import suppress
from itertools import product

import numpy as np

from helpers.attempt import MistakeError
from helpers.diagnosis import COLUMN, TABLES, check, diagnose
from helpers.several import diagnose_parts

_X = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0], [-1.0, 0.5]])
_Y = np.array([4.0, -1.0, 2.5, 3.0])
_SQUARE = np.array([[1.0, -2.0, 0.5], [0.5, 3.0, -1.0], [2.0, 1.0, 1.5]])

# fmt: off


@check
def torch_loop(f):
    """Check torch_loop(model, X, y, learning_rate, epochs) -> the nn.Linear after so many steps of the MSE, in PyTorch.

    The inputs and the answer are compared as arrays: weight (d,) and bias, before and after.
    """
    with suppress(ImportError):  # what these two lines load at their first call shall not count as the learner's time
        import torch
        torch.optim.SGD(torch.nn.Linear(1, 1).parameters(), lr=0.1)

    def trained(weight, bias, X, y, learning_rate, epochs):
        import torch

        model = torch.nn.Linear(len(weight), 1, dtype=torch.float64)
        with torch.no_grad():
            model.weight.copy_(torch.tensor(weight)[None])
            model.bias.fill_(bias)
        result = f(model, torch.tensor(X), torch.tensor(y), learning_rate, epochs)
        if isinstance(result, torch.nn.Linear):
            return np.append(result.weight.detach().numpy()[0], result.bias.detach().numpy())
        if any(part is None or part is ... for part in (result if isinstance(result, tuple | list) else [result])):
            return result  # nothing, or a stub
        raise MistakeError("wrong_shape", "Return the model itself: it holds the weights that your loop has trained.")

    def run(weight, bias, X, y, learning_rate, epochs):
        return descend(weight, bias, X, y, learning_rate, epochs)

    def descend(weight, bias, X, y, learning_rate, epochs, keep=0, scale=lambda n: 2 / n, sign=-1, seen=lambda y: y,
                slope=lambda e: e, moves=(1, 1)):
        p, X, total = np.append(weight, bias), np.column_stack([X, np.ones(len(X))]), 0.0
        moves = np.append(np.full(len(weight), moves[0]), moves[1])
        for _ in range(epochs):
            total = keep * total + scale(len(y)) * np.broadcast_to(slope(X @ p - seen(y)), len(y)) @ X
            p = p + sign * learning_rate * total * moves
        return p

    def one_by_one(weight, bias, X, y, learning_rate, epochs):
        for _, i in product(range(epochs), range(len(y))):
            *weight, bias = descend(weight, bias, X[i : i + 1], y[i : i + 1], learning_rate, 1)
        return np.append(weight, bias)

    def twisted(**twist):
        return lambda *case: descend(*case, **twist)

    column = (
        "`model(X)` is a column (n, 1), and `y` is not: their difference is a table of n times n, every prediction "
        "against every y. Make y a column."
    )
    piled = "The slopes pile up from step to step: `backward` adds to what is there. What empties `.grad`?"
    cases = [(np.array([0.5, -1.0]), 0.25, _X, _Y, 0.05, 4),
             (np.array([1.0, 2.0, -0.5]), -1.0, _SQUARE, _Y[:3], 0.02, 3),
             (np.array([2.0, 1.0]), 0.5, _X, _Y, 0.04, 60),
             (np.array([0.0, 0.5]), 1.0, np.tile(_X, (10, 1)) / np.arange(1, 41)[:, None], np.tile(_Y, 10), 0.1, 3)]
    return diagnose(trained, cases, run, [
        ("piled", twisted(keep=1), piled),
        ("broadcast", twisted(seen=np.mean), column),
        ("broadcast_and_piled", twisted(seen=np.mean, keep=1), f"{column} And: {piled[0].lower()}{piled[1:]}"),
        ("no_step", lambda weight, bias, *_: np.append(weight, bias),
         "The model stands where it stood. `backward()` fills `.grad`, and `optimizer.step()` moves the weights by it: "
         "do both run, in this order, with no `zero_grad()` between them? And was the optimizer made for this model?"),
        ("frozen", lambda *case: (1 - case[-1]) * run(*case[:-1], 0) + case[-1] * run(*case[:-1], 1),
         "All steps follow the first slope. Prediction and loss belong *into* the loop: after a step both are others."),
        ("no_rate", lambda *case: run(*case[:4], 0.001, case[5]),
         "These are steps with η = 0.001, which `SGD` takes if it isn't told another. What is `lr=`?"),
        ("missing_bias", lambda *case: descend(*case, moves=(1, 0)),
         "The bias never moves. Does the optimizer know `model.parameters()`, all of them?"),
        ("absolute", lambda *case: descend(*case, slope=lambda e: np.sign(e) / 2),
         "These are the steps of the mean of the errors without their signs. `nn.MSELoss()` squares them."),
        ("squared_mean", lambda *case: descend(*case, slope=np.mean),
         "These are the steps of the square of the mean error. Which comes first: squaring, or the mean?"),
        ("one_by_one", one_by_one,
         "This takes a step after every example. One epoch is one step here, with the mean over all of them."),
        ("one_epoch", lambda *case: run(*case[:-1], 1), "This is where it stands after a single step."),
        ("one_too_few", lambda *case: run(*case[:-1], case[-1] - 1),
         "One step is missing: does the loop run `epochs` times?"),
        ("one_too_many", lambda *case: run(*case[:-1], case[-1] + 1), "That is one step more than `epochs` says."),
        ("sum_for_mean", twisted(scale=lambda n: 2), "These are the steps of the *sum*. `nn.MSELoss()` is the mean."),
        ("missing_factor_2", twisted(scale=lambda n: 1 / n), "Every step is half as long as it should be."),
        ("sign", twisted(sign=1), "This goes uphill: is the loss turned round?"),
    ], "Right: these are the weights that your own loop would have found.",
        call="torch_loop(model, X, y, learning_rate, epochs)", parts=(f,))


@check
def linear_step(f):
    """Check linear_step(weight, bias, X, y, learning_rate) -> (weight (1, d), bias (1,)) after one step of the MSE."""
    def step(weight, bias, X, y, learning_rate, sign=-1, scale=lambda n: 2 / n, b=1, errors=None):
        e = X @ weight[0] + bias - y if errors is None else errors
        factor = sign * learning_rate * scale(len(y))
        return {"weight": weight + factor * e @ X, "bias": bias + b * factor * e.sum(keepdims=True)}

    def twisted(**twist):
        return lambda *case: step(*case, **twist)

    def broadcast(weight, bias, X, y, learning_rate, scale=lambda n: 2 / n):
        e = X @ weight.T + bias - y
        return {"weight": weight - learning_rate * scale(e.size) * (X.T @ e).sum(axis=1),
                "bias": bias - learning_rate * scale(e.size) * e.sum(keepdims=True)[0]}

    def gradients(weight, bias, X, y, learning_rate):
        e = X @ weight[0] + bias - y
        return {"weight": 2 / len(y) * (e @ X)[None], "bias": 2 / len(y) * e.sum(keepdims=True)}

    def row(*case):
        right = step(*case)
        return {"weight": right["weight"][0], "bias": right["bias"]}

    def column(*case):
        right = step(*case)
        return {"weight": right["weight"].T, "bias": right["bias"]}

    def spread(*case):
        return {"weight": case[0] - (case[0] - step(*case)["weight"]).T, "bias": step(*case)["bias"]}

    def late(weight, *rest):
        moved = step(weight, *rest)["weight"]
        return {"weight": moved, "bias": step(moved, *rest)["bias"]}

    def table(back, over=(0, 1)):
        """The step from a table of n times n errors, which `back` carries to the weights."""
        def wrong(weight, bias, X, y, learning_rate):
            e = X @ weight.T + bias - y
            factor = learning_rate * 2 / len(y)
            return {"weight": weight - factor * back(e, X), "bias": bias - factor * e.sum(axis=over)}
        return wrong

    cases = [(np.array([[0.5, -1.0]]), np.array([0.25]), _X, _Y, 0.1),
             (np.array([[1.0, 2.0, -0.5]]), np.array([-1.0]), _SQUARE, _Y[:3], 0.05)]
    return diagnose_parts(f, cases, lambda weight, bias, X, y, learning_rate: step(weight, bias, X, y, learning_rate), [
        ("sum_for_mean", twisted(scale=lambda n: 2),
         "this is the step of the *sum*, n times too long. `nn.MSELoss()` is a mean unless told otherwise."),
        ("missing_factor_2", twisted(scale=lambda n: 1 / n),
         "this is half a step. `nn.MSELoss` has no ½ in front: where does the 2 of the square go?"),
        ("missing_2_over_n", twisted(scale=lambda n: 1),
         "this is the step of *half* the *sum*. `nn.MSELoss()` is the mean, without a ½."),
        ("sign", twisted(sign=1), "this goes uphill. A step is *minus* η times the slope."),
        ("missing_bias", twisted(b=0),
         "this has not moved. `optimizer.step()` moves everything in `model.parameters()`."),
        ("gradients", gradients, "this is the slope. Wanted is the parameter after the step."),
        ("row", row, "the right numbers, in one dimension. `nn.Linear` keeps one *row* per output: shape (1, d)."),
        ("column", column, "the right numbers, as a column. `nn.Linear` keeps one *row* per output: shape (1, d)."),
        *(("broadcast", wrong,
           "a column of predictions (n, 1) minus y (n,) is a table of n times n differences. Which of the two must "
           "change its shape?")
          for wrong in (broadcast, table(lambda e, X: e.T @ X, over=0), table(lambda e, X: (e @ X)[None]))),
        ("row_minus_column", spread,
         "a row (1, d) minus a column (d, 1) is a table of d times d. Turn the slopes over before the step."),
        ("after_the_step", late, "this uses the weights *after* their step. Both slopes belong to its start."),
        ("no_step", lambda weight, bias, *_: {"weight": weight, "bias": bias}, "this is what came in: no step yet."),
    ], "Right: the four lines of PyTorch in NumPy, shapes and all.",
        call="linear_step(weight, bias, X, y, learning_rate)")


_DIFFERENCES = {
    "start": "the start: `nn.init.ones_` sets every weight to 1",
    "reduction": 'the reduction: `reduction="sum"` leaves out the 1/n',
    "bias": "the bias: with `bias=False` there is none, and it stays 0",
}


@check
def their_run(f):
    """Check their_run(X, y, learning_rate, epochs) -> w, of a run with another start, reduction and bias than ours."""
    def run(X, y, learning_rate, epochs, start=1, reduction=1, bias=0, factor=2, error=np.subtract):
        """`bias` is 0 for none, 1 for one that follows the loss, "mean" for the line that was there."""
        w, b = np.full(X.shape[1], float(start)), 0.0
        scale = factor if reduction else factor / len(y)
        bias_scale = {0: 0, 1: scale, "mean": factor / len(y)}[bias]
        for _ in range(epochs):
            e = error(X @ w + b, y)
            w, b = w - learning_rate * scale * X.T @ e, b - learning_rate * bias_scale * e.sum()
        return w

    def one_by_one(X, y, rate, epochs):
        w = np.ones(X.shape[1])
        for _, i in product(range(epochs), range(len(y))):
            w = w - 2 * rate * (X[i] @ w - y[i]) * X[i]
        return w

    cases = [(_X, _Y, 0.01, 4), (_SQUARE, _Y[:3], 0.02, 3)]
    rows = []
    for start, reduction, bias in product((1, 0), (1, 0), (0, 1, "mean")):
        left = [name for name, wrong in zip(_DIFFERENCES, (not start, not reduction, bias != 0), strict=True) if wrong]
        if left:
            many = "All three differences are" if len(left) == 3 else f"{len(left)} of the three differences are"
            many = "One of the three differences is" if len(left) == 1 else many
            rows.append(("_and_".join(left), lambda *case, s=start, r=reduction, b=bias: run(*case, s, r, b),
                         f"{many} still there: {'; '.join(_DIFFERENCES[name] for name in left)}."))
    return diagnose(f, cases, lambda X, y, learning_rate, epochs: run(X, y, learning_rate, epochs), [
        *rows,
        ("missing_factor_2", lambda *case: run(*case, factor=1),
         "All three differences are found, but every step is half as long as theirs. Where does the 2 go?"),
        *(("column", lambda *case, error=error: run(*case, error=error), COLUMN) for error in TABLES),
        ("one_by_one", one_by_one, "This takes a step after every example. Their run takes one per epoch, for all."),
        ("arrived", lambda X, y, rate, epochs: np.linalg.lstsq(X, y, rcond=None)[0],
         "This is the lowest point itself. After so many epochs their run is still on the way."),
        ("one_epoch", lambda X, y, rate, epochs: run(X, y, rate, 1), "This is where it is after a single epoch."),
        ("no_step", lambda X, y, rate, epochs: run(X, y, rate, 0), "This is the start. How many steps are to follow?"),
    ], "Right: start, reduction and bias. The same data, and not one step in common.")


@check
def equal_rates(f):
    """Check f(learning_rate, batch_size): η for SGDRegressor, MLPRegressor and a sum, to step as the mean does."""
    def rates(rate, m, sgd=2, mlp=2, total=None):
        return np.array([sgd * rate, mlp * rate, rate / m if total is None else total])

    return diagnose(f, [(0.02, 32), (0.1, 50)], lambda learning_rate, batch_size: tuple(
        rates(learning_rate, batch_size)), [
        ("halved", lambda rate, m: rates(rate, m, 0.5, 0.5),
         "The third is right. With ½ in front of the loss its slope is half as steep. Must η be larger or smaller, for "
         "the same step?"),
        ("halved", lambda rate, m: rates(rate, m, 0.5), "The first is the wrong way round: a ½ flattens the slope."),
        ("halved", lambda rate, m: rates(rate, m, 2, 0.5), "The second is the wrong way round: ½ flattens the slope."),
        ("missing_half", lambda rate, m: rates(rate, m, 1, 1),
         "The third is right. Both of scikit-learn's losses have a ½ in front. What does it do to the slope?"),
        ("missing_half", lambda rate, m: rates(rate, m, 2, 1), "The second: `MLPRegressor` has a ½ as well."),
        ("missing_half", lambda rate, m: rates(rate, m, 1, 2), "The first: `SGDRegressor` has a ½ as well."),
        ("multiplied", lambda rate, m: rates(rate, m, total=rate * m),
         "The first two are right. The slope of a sum is `batch_size` times as steep: larger η, or smaller?"),
        ("halved", lambda rate, m: rates(rate, m, 0.5, 0.5, rate * m),
         "All three are the wrong way round. A ½ in front flattens the slope, a sum makes it steeper: which wants the "
         "larger η, for the same step?"),
        ("missing_half", lambda rate, m: rates(rate, m, 1, 1, rate * m),
         "Both of scikit-learn's losses have a ½ in front: what does it do to the slope? And the slope of a sum is "
         "`batch_size` times as steep: larger η, or smaller?"),
        ("missing_n", lambda rate, m: rates(rate, m, total=rate),
         "The first two are right. A sum over the batch is how many times as steep as its mean?"),
        ("extra_factor_2", lambda rate, m: rates(rate, m, total=2 * rate / m),
         "The first two are right. In the third there is no ½: `MSELoss` has none, whatever its reduction."),
        ("same", lambda rate, m: rates(rate, m, 1, 1, rate),
         "With the same η, all three take other steps: what do their losses have in front?"),
        ("divided", lambda rate, m: rates(rate, m, mlp=2 / m),
         "The second: `MLPRegressor` takes the mean of the batch, as you do. What is there to divide by?"),
        ("divided", lambda rate, m: rates(rate, m, sgd=2 / m),
         "The first: the batch of `SGDRegressor` is one example, whatever yours are. What is there to divide by?"),
        ("times_n", lambda rate, m: rates(rate, m, 2 * m),
         "`SGDRegressor` takes one example at a time: its batch is 1, and no n comes in."),
        ("times_n", lambda rate, m: rates(rate, m, 2, 2 * m), "`MLPRegressor` takes the mean, as we do: no n."),
    ], "Right: η times slope is the same step in all of them.")


@check
def keras_weights(f):
    """Check keras_weights(weight, bias) -> (kernel, bias): from nn.Linear's shapes to Dense's."""
    cases = [(np.arange(6.0).reshape(2, 3), np.array([1.0, -1.0])), (_SQUARE, _SQUARE[0]),
             (np.array([[2.0, -3.0]]), np.array([5.0]))]
    return diagnose_parts(f, cases, lambda weight, bias: {"kernel": weight.T, "bias": bias}, [
        ("untouched", lambda weight, bias: {"kernel": weight, "bias": bias},
         "this is as it came. `nn.Linear` has one row per *output*, `Dense` one row per *input*."),
        ("reshaped", lambda weight, bias: {"kernel": weight.reshape(weight.shape[::-1]), "bias": bias},
         "the shape is right, the numbers are in the wrong places. `reshape` reads them in the old order; what turns a "
         "table over?"),
        ("bias_column", lambda weight, bias: {"kernel": weight.T, "bias": bias[:, None]},
         "a bias has one dimension in both libraries. Leave it as it is."),
        ("bias_column", lambda weight, bias: {"kernel": weight.T, "bias": bias[None]},
         "a bias has one dimension in both libraries. Leave it as it is."),
        ("no_bias", lambda weight, bias: {"kernel": weight.T, "bias": np.zeros_like(bias)},
         "where is the bias? It is the same in both."),
    ], "Right: one .T, and nothing for the bias.", call="keras_weights(weight, bias)")


@check
def without_zero_grad(f):
    """Check without_zero_grad(w, x, y, learning_rate, epochs): the weights [epochs + 1] when slopes pile up."""
    def run(w, x, y, rate, epochs, keep=1, grad=lambda w, x, y: 2 * np.mean((w * x - y) * x), first=True):
        weights, total = [w] * first, 0.0
        for _ in range(epochs):
            total = keep * total + grad(w, x, y)
            w = w - rate * total
            weights.append(w)
        return np.array(weights)

    def late(w, x, y, rate, epochs):
        return np.append(w, run(w, x, y, rate, epochs - 1))

    cases = [(0.0, _X[:, 0], _Y, 0.05, 5), (2.0, _X[:, 1], _Y, 0.1, 3), (1, _X[:3, 0], _Y[:3], 0.02, 4)]
    return diagnose(f, cases, lambda w, x, y, learning_rate, epochs: run(w, x, y, learning_rate, epochs), [
        *(("column", lambda *case, error=error: run(
            *case, grad=lambda w, x, y: 2 * np.mean(error(w * x, y) * x)), COLUMN) for error in TABLES),
        ("zeroed", lambda *case: run(*case, keep=0),
         "This is honest descent: every step by its own slope. Without `zero_grad`, what does `backward` add to?"),
        ("missing_factor_2", lambda *case: run(*case, grad=lambda w, x, y: np.mean((w * x - y) * x)),
         "The slopes pile up, but each is half of the right one. Where does the 2 of the square go?"),
        ("sum_for_mean", lambda *case: run(*case, grad=lambda w, x, y: 2 * np.sum((w * x - y) * x)),
         "The slopes pile up, but each is that of the sum. What makes it a mean?"),
        ("sign", lambda *case: run(*case, grad=lambda w, x, y: -2 * np.mean((w * x - y) * x)),
         "This goes uphill. A step is *minus* η times the pile."),
        ("missing_start", lambda *case: run(*case, first=False),
         "The weights are right, but the one at the start is missing. After how many epochs is the first?"),
        ("last_only", lambda *case: run(*case)[-1], "This is the last weight. Wanted are all, the start first."),
        ("step_before_slope", late,
         "The start stands there twice, and the last weight is missing: everything comes one step late. Is a slope "
         "added before each step, and the weight kept after it?"),
        ("twice", lambda *case: run(*case, keep=2), "The pile is doubled every time. What is added, how often?"),
    ], "Right: each step is the sum of all slopes so far.")
