"""Where the numbers come from: small made-up stories, the published data, and real diabetes patients.

scikit-learn is imported by the two functions that use it: it takes longer to load than all the rest together.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.validation import as_count, as_examples, as_finite, as_names, one_of


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples in rows: X [n, d], targets y [n], the names of the d features and of the target, with units.

    Panels write "mass (kg)" and "stretch (cm)" on their axes, and take the units from the brackets. X and y may be
    lists, arrays, or a DataFrame and a Series of pandas; the name of a single feature may stand alone. ValueError where
    X, y and names do not fit.
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    target_name: str = "y"

    def __post_init__(self):
        X, y = as_examples(self.X, self.y, n_outputs=1)
        names = as_names("feature_names", self.feature_names)
        if len(names) != X.shape[1]:
            raise ValueError(f"X must have {len(names)} features, one per name in feature_names, got {X.shape[1]}.")
        if not isinstance(self.target_name, str):
            raise ValueError(f"target_name must be text, got {self.target_name!r}.")
        for attribute, value in {"X": X, "y": y, "feature_names": names}.items():
            object.__setattr__(self, attribute, value)  # what was a list is an array or a tuple; the class is frozen


class Split(NamedTuple):
    """A training set to learn from and a test set that nothing may learn from."""

    train: Dataset
    test: Dataset


def as_dataset(dataset, n_features=None):
    """Return `dataset` if it is a Dataset, of `n_features` features where that is given, or raise ValueError."""
    if not isinstance(dataset, Dataset):
        remedy = "choose its train or its test" if isinstance(dataset, Split) else "make one by Dataset(X, y, names)"
        raise ValueError(f"dataset must be a Dataset, got {type(dataset).__name__}: {remedy}.")
    if n_features not in (None, dataset.X.shape[1]):
        raise ValueError(f"dataset must be a Dataset with {n_features} features, got one with {dataset.X.shape[1]}.")
    return dataset


def springs(seed=0):
    """Twenty masses (kg) hung on a spring, and its stretch (cm), read off to 0.1 cm; invented, about 4.7 cm per kg."""
    mass = np.arange(1, 21) / 10
    stretch = 4.7 * mass + np.random.default_rng(as_count("seed", seed)).normal(0, 0.6, len(mass))
    return Dataset(mass[:, None], np.round(stretch, 1), ("mass (kg)",), "stretch (cm)")


def spring_lengths(seed=0):
    """The same measurements as `springs`, with the whole length of the spring (cm): it is 10 cm long by itself."""
    hung = springs(seed)
    return Dataset(hung.X, hung.y + 10, hung.feature_names, "length (cm)")


def taxi_rides(n_samples=100, seed=0):
    """Taxi rides: way (km), time (minutes) and price (€); invented, about 3 € + 1.80 € per km + 0.40 € per minute."""
    rng = np.random.default_rng(as_count("seed", seed))
    km = rng.uniform(1, 20, as_count("n_samples", n_samples, minimum=1)).round(1)
    minutes = np.round(4 + 2 * km + rng.uniform(-4, 8, len(km)))
    price = 3 + 1.8 * km + 0.4 * minutes + rng.normal(0, 1, len(km))
    return Dataset(np.column_stack([km, minutes]), price.round(1), ("way (km)", "time (minutes)"), "price (€)")


def plant_growth(seed=0):
    """Forty seedlings, each at its own temperature (°C), and their growth (cm per week); invented, most at 26 °C."""
    temperature = np.arange(1.0, 41.0)
    growth = 8 * np.exp(-(((temperature - 26) / 8) ** 2))
    growth += np.random.default_rng(as_count("seed", seed)).normal(0, 0.4, len(growth))
    return Dataset(temperature[:, None], np.maximum(growth.round(1), 0), ("temperature (°C)",), "growth (cm per week)")


def noisy_line(n_samples=200, slope=3.0, intercept=0.0, noise=0.1, seed=0):
    """y = slope · x + intercept + N(0, noise²), x uniform on [0, 1)."""
    plane = noisy_plane(n_samples, [as_finite("slope", slope, ndim=0)], intercept, noise, seed)
    return Dataset(plane.X, plane.y, ("x",))


def noisy_plane(n_samples=1000, weights=(2.0, -3.0), intercept=5.0, noise=1.0, seed=0):
    """y = X @ weights + intercept + N(0, noise²), each feature uniform on [0, 1)."""
    n_samples, weights = as_count("n_samples", n_samples, minimum=1), as_finite("weights", weights, ndim=1)
    if as_finite("noise", noise, ndim=0) < 0:
        raise ValueError(f"noise must be a standard deviation of at least 0, got {noise!r}.")
    rng = np.random.default_rng(as_count("seed", seed))
    X = rng.uniform(0, 1, (n_samples, len(weights)))
    y = X @ weights + as_finite("intercept", intercept, ndim=0) + rng.normal(0, noise, n_samples)
    return Dataset(X, y, tuple(f"x{i}" for i in range(1, len(weights) + 1)))


def regression_line():
    """The 200 points of Donthi's *Neural Networks with Numpy for Absolute Beginners, Part 2*."""
    from sklearn.datasets import make_regression

    X, y = make_regression(n_samples=200, n_features=1, n_informative=1, n_targets=1, noise=10, random_state=42)
    return Dataset(X, y, ("x",))


def worked_example():
    """Three examples with five features: fewer equations than unknowns, and an exact fit."""
    X = np.arange(1.0, 6.0) + np.arange(3.0)[:, None]
    return Dataset(X, np.array([25.0, 30.0, 35.0]), tuple(f"x{i}" for i in range(1, 6)))


def published_line():
    """The 40 points of Arqam Patel's *NeuralSLR* (CC BY 4.0), as printed there, to 8 decimals."""
    table = np.loadtxt(Path(__file__).with_name("published_line.csv"), delimiter=",", skiprows=1)
    return Dataset(table[:, :1], table[:, 1], ("x",))


def diabetes(scaling="unit-norm", test_size=0.2, seed=42):
    """442 diabetes patients, ten measurements each; the target is the disease's progression after a year.

    Parameters
    ----------
    scaling : "unit-norm" as scikit-learn ships it (each column centred and of length 1 over all 442 patients, so the
        test patients have had a say in it); "standard" scales the raw columns to mean 0 and standard deviation 1
        with the statistics of the training part alone; "raw" leaves the units
    test_size, seed : as `train_test_split` takes them

    Returns
    -------
    Split; ValueError for an unknown scaling, and for what `train_test_split` refuses
    """
    from sklearn.datasets import load_diabetes
    from sklearn.model_selection import train_test_split

    table = load_diabetes(scaled=one_of("scaling", scaling, ("unit-norm", "standard", "raw")) == "unit-norm")
    parts = train_test_split(table.data, table.target, test_size=test_size, random_state=seed)
    X_train, X_test, y_train, y_test = parts
    if scaling == "standard":
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        X_train, X_test = (X_train - mean) / std, (X_test - mean) / std
    names = tuple(table.feature_names)
    return Split(Dataset(X_train, y_train, names), Dataset(X_test, y_test, names))
