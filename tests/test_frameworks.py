"""What the course says of PyTorch, Keras and scikit-learn is so; without the first two there is nothing to ask."""

import os

import numpy as np
import pytest

os.environ |= {"KERAS_BACKEND": "torch", "KERAS_TORCH_DEVICE": "cpu", "OMP_NUM_THREADS": "1"}  # before the import
torch = pytest.importorskip("torch", reason="the extra `frameworks` is not installed")
keras = pytest.importorskip("keras", reason="the extra `frameworks` is not installed")

from common import at, undrawn  # noqa: E402

from helpers import checks, data  # noqa: E402
from helpers.explorables import frameworks  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras and NumPy
RNG = np.random.default_rng(0)


def linear(weight, bias=None):
    """An nn.Linear in float64 with the given weight [out, in] and bias [out]."""
    out, fan_in = weight.shape
    model = torch.nn.Linear(fan_in, out, bias=bias is not None, dtype=torch.float64)
    with torch.no_grad():
        model.weight.copy_(torch.tensor(weight))
        if bias is not None:
            model.bias.copy_(torch.tensor(bias))
    return model


def descend(model, X, y, learning_rate, epochs=1, reduction="mean", zero=True, column=True, sign=1):
    """Train on all of X at once; the first weight after every step, the start first."""
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=learning_rate), torch.nn.MSELoss(reduction=reduction)
    weights, X, y = [model.weight[0, 0].item()], torch.as_tensor(X), torch.as_tensor(y)
    for _ in range(epochs):
        if zero:
            optimizer.zero_grad()
        (sign * loss(model(X), y[:, None] if column else y)).backward()
        optimizer.step()
        weights.append(model.weight[0, 0].item())
    return weights


def test_one_step_of_pytorch_is_the_answer_to_exercise_1():
    def by_torch(weight, bias, X, y, learning_rate):
        model = linear(weight, bias)
        descend(model, X, y, learning_rate)
        return model.weight.detach().numpy(), model.bias.detach().numpy()

    assert checks.linear_step(by_torch).correct


def trained(model, X, y, learning_rate, epochs, steps=int, **twist):
    """What `torch_loop` is to return, or something else."""
    descend(model, X, y, learning_rate, steps(epochs), **twist)
    return model


def twisted(**twist):
    return lambda *case: trained(*case, **twist)


def steps_by_hand(model, X, y, learning_rate, epochs):
    for _ in range(epochs):
        model.zero_grad()
        torch.mean((model(X)[:, 0] - y) ** 2).backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= learning_rate * parameter.grad
    return model


def loss_outside_the_loop(model, X, y, learning_rate, epochs, retain_graph=True):
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=learning_rate), torch.nn.MSELoss()(model(X), y[:, None])
    for _ in range(epochs):
        optimizer.zero_grad()
        loss.backward(retain_graph=retain_graph)
        optimizer.step()
    return model


def emptied_before_the_step(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(epochs):
        torch.nn.MSELoss()(model(X), y[:, None]).backward()
        optimizer.zero_grad()
        optimizer.step()
    return model


@pytest.mark.parametrize("torch_loop", [trained, steps_by_hand])
def test_a_right_torch_loop_passes(torch_loop):
    verdict = checks.torch_loop(torch_loop)
    assert verdict.correct, verdict.message
    assert verdict.misconception is None


@pytest.mark.parametrize(
    ("misconception", "torch_loop"),
    [
        ("piled", twisted(zero=False)),
        ("broadcast", twisted(column=False)),
        ("broadcast_and_piled", twisted(column=False, zero=False)),
        ("no_step", emptied_before_the_step),
        ("no_step", lambda model, *_: model),
        ("one_epoch", twisted(steps=lambda epochs: 1)),
        ("one_too_few", twisted(steps=lambda epochs: epochs - 1)),
        ("one_too_many", twisted(steps=lambda epochs: epochs + 1)),
        ("sum_for_mean", twisted(reduction="sum")),
        ("missing_factor_2", twisted(sign=0.5)),
        ("sign", twisted(sign=-1)),
        ("frozen", loss_outside_the_loop),
        ("no_rate", lambda model, X, y, _, epochs: trained(model, X, y, 0.001, epochs)),
        ("wrong_shape", lambda *case: trained(*case).weight),
        ("raises", lambda model, X, *_: model(X.float())),
    ],
)
def test_a_mistake_in_a_torch_loop_is_named(misconception, torch_loop):
    verdict = checks.torch_loop(torch_loop)
    assert (verdict.correct, verdict.misconception) == (False, misconception), verdict.message
    assert len(verdict.message) > 30


def test_the_check_of_torch_loop_survives_anything():
    for stub in (..., lambda *_: ..., lambda *_: [...], lambda *_: np.mean(...)):
        assert checks.torch_loop(stub).misconception == "not_tried"
    for broken in (3.0, lambda: 1, lambda *_: 1 / 0):
        assert checks.torch_loop(broken).misconception == "raises"
    for result in (None, "x", {}, [[1.0], [2.0, 3.0]], object(), np.zeros((2, 2, 2)), [], max):
        assert checks.torch_loop(lambda *_, result=result: result).misconception == "wrong_shape"


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda *case: loss_outside_the_loop(*case, retain_graph=False), "inside the loop"),
        (lambda model, X, y, *_: (model(X).detach()[:, 0] - y).sum().backward(), "made under `no_grad()`?"),
        (lambda model, X, y, *_: torch.nn.MSELoss(model(X), y), "a second pair of brackets"),
    ],
)
def test_what_pytorch_complains_of_is_explained(slip, words):
    assert words in checks.torch_loop(slip).message


def test_a_dense_layer_with_the_weights_of_exercise_2_predicts_as_the_linear_one():
    weight, bias, X = RNG.normal(size=(3, 4)), RNG.normal(size=3), RNG.normal(size=(5, 4))
    layer = keras.layers.Dense(3)
    layer.build((None, 4))
    layer.set_weights([weight.T, bias])
    expected = linear(weight, bias)(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(keras.ops.convert_to_numpy(layer(X)), expected, rtol=1e-5, atol=1e-5)


def test_the_colleagues_program_is_the_answer_to_exercise_3():
    def by_torch(X, y, learning_rate, epochs):
        model = linear(np.zeros((1, X.shape[1])))
        torch.nn.init.ones_(model.weight)
        descend(model, X, y, learning_rate, epochs, reduction="sum")
        return model.weight.detach().numpy()[0]

    assert checks.their_run(by_torch).correct


def test_without_zero_grad_pytorch_does_what_exercise_5_wants():
    def by_torch(w, x, y, learning_rate, epochs):
        return np.array(descend(linear(np.array([[w]])), x[:, None], y, learning_rate, epochs, zero=False))

    assert checks.without_zero_grad(by_torch).correct


def test_the_starts_of_the_race_are_ones_that_the_libraries_can_draw():
    drawn = torch.nn.Linear(2, 1)
    limit = 1 / np.sqrt(2)
    assert max(drawn.weight.abs().max().item(), drawn.bias.abs().item()) <= limit
    assert np.abs(frameworks.STARTS["PyTorch's"]).max() <= limit
    layer = keras.layers.Dense(1)
    layer.build((None, 2))
    kernel, bias = layer.get_weights()
    assert np.abs(kernel).max() <= np.sqrt(6 / 3)
    assert np.abs(frameworks.STARTS["Keras'"]).max() <= np.sqrt(6 / 3)
    assert bias == frameworks.STARTS["Keras'"][2] == 0


def test_the_pytorch_run_of_the_race_is_what_pytorch_does_with_a_data_loader():
    points, settings = data.noisy_plane(10 * frameworks.BATCH), frameworks.THEIRS["a PyTorch run"]
    *w, b = frameworks.STARTS[settings.start]
    model = linear(np.array([w]), np.array([b]))
    optimizer = torch.optim.SGD(model.parameters(), lr=settings.learning_rate)
    rows = torch.utils.data.TensorDataset(torch.tensor(points.X), torch.tensor(points.y)[:, None])
    for _ in range(60):
        for X, y in torch.utils.data.DataLoader(rows, batch_size=frameworks.BATCH):
            optimizer.zero_grad()
            torch.nn.MSELoss()(model(X), y).backward()
            optimizer.step()
    w1, w2 = model.weight[0].tolist()
    readout = at(undrawn(frameworks.ParityRace), epoch=60)
    assert f"w₁ = {w1:.4g}, w₂ = {w2:.4g}, b = {model.bias.item():.4g}. Ours" in readout
