"""What the course says of PyTorch, Keras and scikit-learn is so; without the first two there is nothing to ask."""

import os

import numpy as np
import pytest

os.environ |= {"KERAS_BACKEND": "torch", "KERAS_TORCH_DEVICE": "cpu", "OMP_NUM_THREADS": "1"}  # before the import
torch = pytest.importorskip("torch", reason="the extra `frameworks` is not installed")
keras = pytest.importorskip("keras", reason="the extra `frameworks` is not installed")

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


def descend(model, X, y, learning_rate, epochs=1, reduction="mean", zero=True):
    """Train on all of X at once; the first weight after every step, the start first."""
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=learning_rate), torch.nn.MSELoss(reduction=reduction)
    weights = [model.weight[0, 0].item()]
    for _ in range(epochs):
        if zero:
            optimizer.zero_grad()
        loss(model(torch.tensor(X)), torch.tensor(y)[:, None]).backward()
        optimizer.step()
        weights.append(model.weight[0, 0].item())
    return weights


def test_one_step_of_pytorch_is_the_answer_to_exercise_1():
    def by_torch(weight, bias, X, y, learning_rate):
        model = linear(weight, bias)
        descend(model, X, y, learning_rate)
        return model.weight.detach().numpy(), model.bias.detach().numpy()

    assert checks.linear_step(by_torch).correct


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
    panel = frameworks.parity_race()
    panel.answer(None)
    panel.controls["epoch"].value = 60
    assert f"w₁ = {w1:.4g}, w₂ = {w2:.4g}, b = {model.bias.item():.4g}. Ours" in panel.readout
