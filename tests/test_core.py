"""What holds of all files of the numerical core: each is short, needs no pictures, and changes nothing it is given.

And what a notebook's first line loads."""

import subprocess
import sys

import numpy as np
import pytest
from common import ROOT

from helpers import data, losses
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.gradcheck import numerical_gradient
from helpers.network import Layer, Network

CORE = ("validation", "data", "parts", "losses", "network", "descent", "bowl", "gradcheck")


def loaded_by(program):
    """The packages that a new process has loaded after `program`."""
    program = f"{program}\nimport sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_the_core_imports_no_pictures_and_no_widgets():
    loaded = loaded_by(f"import {', '.join(f'helpers.{name}' for name in CORE)}")
    assert "numpy" in loaded
    assert not loaded & {"matplotlib", "ipywidgets", "IPython", "PIL", "sklearn", "scipy"}


def test_a_notebooks_first_line_leaves_scikit_learn_for_later():
    loaded = loaded_by("from helpers import checks, data, explorables, figures")
    assert "ipywidgets" in loaded
    assert not loaded & {"sklearn", "scipy", "pandas"}


def test_each_file_of_the_core_can_be_read_at_one_sitting():
    lengths = {name: len((ROOT / f"helpers/{name}.py").read_text(encoding="utf-8").splitlines()) for name in CORE}
    assert max(lengths.values()) <= 160, lengths


def read_only(*shape):
    array = np.random.default_rng(0).standard_normal(shape)
    array.flags.writeable = False
    return array


X, Y, W, B, P = read_only(6, 2), read_only(6), read_only(2, 1), read_only(1), read_only(3)
NETWORK = Network([Layer(W, B)])


@pytest.mark.parametrize(
    "call",
    [
        lambda: data.Dataset(X, Y, ("a", "b")),
        lambda: data.noisy_plane(5, weights=P),
        lambda: losses.MSE.value(Y, Y),
        lambda: losses.MSE.gradient(Y, Y),
        lambda: Network.linear(P, 0.0),
        lambda: NETWORK.forward(X),
        lambda: NETWORK.predict(X),
        lambda: NETWORK.step(NETWORK.gradients(X, Y), 0.1),
        lambda: NETWORK.step([Layer(W, B)], 0.1),
        lambda: NETWORK.with_parameters(P),
        lambda: train(NETWORK, X, Y, epochs=3),
        lambda: train(NETWORK, X, Y, epochs=3, batch_size=4),
        lambda: Bowl.of(X, Y),
        lambda: Bowl.of(X, Y, fit_intercept=False),
        lambda: Bowl.of(X, Y).loss_at(P),
        lambda: Bowl.of(X, Y).path(P, 0.1, 3),
        lambda: numerical_gradient(np.sum, P),
    ],
)
def test_nothing_given_is_changed(call):
    call()  # writing into a read-only array raises


def test_a_network_shares_no_memory_with_what_it_was_made_from():
    w, b, flat = np.ones(2), np.array(1.0), np.ones(3)
    linear = Network.linear(w, b)
    filled = linear.with_parameters(flat)
    for array in (w, b, flat, linear.parameters):
        array[...] = 7
    np.testing.assert_array_equal(linear.parameters, np.ones(3))
    np.testing.assert_array_equal(filled.parameters, np.ones(3))


def test_a_historys_network_shares_no_memory_with_it():
    history = train(NETWORK, X, Y, epochs=1)
    history.network(1).layers[0].W[...] = 7
    assert not np.any(history.parameters == 7)
