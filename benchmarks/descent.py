"""How long gradient descent on a linear model takes: python benchmarks/descent.py [--quick]

Milliseconds, the best of several runs, and in brackets how many times as fast as the loop:

    loop          full-batch descent on w and b as one writes it in a notebook, keeping nothing but the losses
    train         helpers.descent.train: the same steps, with a record of every epoch and a watch for divergence
    Bowl.of       the eigenvalues and eigenvectors, needed once for a data set
    Bowl.path     the same record from the closed form, without stepping
    SGDRegressor  scikit-learn's compiled loop; it keeps no record, and an epoch is n steps on one example each, here
                  with a learning rate that takes an epoch about as far (2η / n on half the squared error)
"""

import argparse
import time

import numpy as np
from sklearn.linear_model import SGDRegressor

from helpers import data
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.network import Network

LEARNING_RATE = 0.01


def loop(X, y, epochs):
    n, d = X.shape
    w, b, losses = np.zeros(d), 0.0, []
    for _ in range(epochs):
        error = X @ w + b - y
        losses.append(np.mean(error**2))
        dw, db = 2 / n * X.T @ error, 2 / n * np.sum(error)
        w, b = w - LEARNING_RATE * dw, b - LEARNING_RATE * db
    return w, b, losses


def sgd(X, y, epochs):
    options = {"penalty": None, "learning_rate": "constant", "tol": None, "shuffle": False}
    return SGDRegressor(eta0=2 * LEARNING_RATE / len(y), max_iter=epochs, **options).fit(X, y)


def milliseconds(call, runs):
    """The shortest of `runs` runs: what is above it is the rest of the computer."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def compare(name, dataset, epochs, runs):
    """Time all ways on one data set and print a row; returns how many times Bowl.path is as fast as the loop."""
    X, y, bowl = dataset.X, dataset.y, Bowl.of(dataset.X, dataset.y)
    start = np.zeros(X.shape[1] + 1)
    line = Network.linear(start[:-1], 0)
    ways = [
        milliseconds(lambda: loop(X, y, epochs), runs),
        milliseconds(lambda: train(line, X, y, learning_rate=LEARNING_RATE, epochs=epochs), runs),
        milliseconds(lambda: Bowl.of(X, y), 10 * runs),
        milliseconds(lambda: bowl.path(start, LEARNING_RATE, epochs), 10 * runs),
        milliseconds(lambda: sgd(X, y, epochs), runs),
    ]
    cells = "".join(f"{f'{ms:.2f} ({ways[0] / ms:.3g})':>18}" for ms in ways[1:])
    print(f"{name:>12}{len(y):>7}{epochs:>8}{ways[0]:>10.2f}{cells}")
    return ways[0] / ways[3]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs: rougher figures")
    runs = 2 if parser.parse_args().quick else 7

    print(f"{'data':>12}{'n':>7}{'epochs':>8}{'loop':>10}", end="")
    print("".join(f"{way:>18}" for way in ("train", "Bowl.of", "Bowl.path", "SGDRegressor")))
    for n in (100, 1000, 10_000):
        for epochs in (100, 1000):
            compare("plane", data.noisy_plane(n), epochs, runs)
    patients, epochs = data.diabetes().train, 10_000
    ratio = compare("diabetes", patients, epochs, runs)

    w, b, losses = loop(patients.X, patients.y, epochs)
    path = Bowl.of(patients.X, patients.y).path(np.zeros(11), LEARNING_RATE, epochs)
    trained = train(path.start, patients.X, patients.y, learning_rate=LEARNING_RATE, epochs=epochs)
    differences = {
        "the loop's last parameters": path.parameters[-1] - [*w, b],
        "train's parameters at any epoch": path.parameters - trained.parameters,
        "the loop's losses": path.losses[:-1] - losses,
    }
    print(
        f"\n{epochs:,} epochs of diabetes: Bowl.path is {ratio:.0f} times as fast as the loop, and differs at most by"
    )
    for what, difference in differences.items():
        print(f"    {np.max(np.abs(difference)):.1e} from {what}")


if __name__ == "__main__":
    main()
