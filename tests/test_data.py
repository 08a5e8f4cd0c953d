from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers import data
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.network import Network

fast = settings(max_examples=25, deadline=None, derandomize=True)


def test_a_dataset_makes_arrays_of_lists_and_stays_as_it_is():
    dataset = data.Dataset([[1, 2], [3, 4]], [5, 6], ("a", "b"))
    np.testing.assert_array_equal(dataset.X[:, 1], [2.0, 4.0])
    np.testing.assert_array_equal(dataset.y, [5.0, 6.0])
    with pytest.raises(FrozenInstanceError):
        dataset.X = np.zeros((2, 2))


def test_the_spring_gets_longer_by_hookes_law():
    hung = data.springs()
    assert hung.X.shape == (20, 1)
    assert hung.feature_names == ("mass (kg)",)
    np.testing.assert_allclose(hung.X[:, 0], np.linspace(0.1, 2.0, 20))
    np.testing.assert_array_equal(hung.y, np.round(hung.y, 1))
    line = LinearRegression().fit(hung.X, hung.y)
    assert abs(line.coef_[0] - 4.7) < 0.6
    np.testing.assert_allclose(data.spring_lengths().y, hung.y + 10)


def test_a_long_ride_takes_long_and_costs_more():
    taxi = data.taxi_rides()
    assert taxi.X.shape == (100, 2)
    assert taxi.X.min() >= 1
    assert np.corrcoef(taxi.X.T)[0, 1] > 0.9
    exact = LinearRegression().fit(taxi.X, taxi.y)
    np.testing.assert_allclose([*exact.coef_, exact.intercept_], [1.8, 0.4, 3], atol=0.1)


def test_plants_grow_most_in_between():
    plants = data.plant_growth()
    assert plants.X.shape == (40, 1)
    assert plants.y.min() >= 0
    assert abs(plants.X[plants.y.argmax(), 0] - 26) <= 2
    assert max(plants.y[0], plants.y[-1]) < plants.y.max() / 5


@pytest.mark.parametrize(
    "make",
    [data.springs, data.spring_lengths, data.noisy_line, data.noisy_plane, data.taxi_rides, data.plant_growth],
)
def test_the_seed_decides_the_noise(make):
    np.testing.assert_array_equal(make(seed=3).y, make(seed=3).y)
    assert np.any(make(seed=3).y != make(seed=4).y)


@fast
@given(st.integers(1, 50), st.lists(st.floats(-5, 5), min_size=1, max_size=4), st.floats(-5, 5), st.integers(0, 9))
def test_without_noise_a_plane_is_exact(n, weights, intercept, seed):
    plane = data.noisy_plane(n, weights, intercept, noise=0, seed=seed)
    assert plane.X.shape == (n, len(weights))
    assert plane.feature_names == tuple(f"x{i + 1}" for i in range(len(weights)))
    assert np.all((plane.X >= 0) & (plane.X < 1))
    wanted = [sum(w * x for w, x in zip(weights, row, strict=True)) + intercept for row in plane.X]
    np.testing.assert_allclose(plane.y, wanted, atol=1e-12)


def test_noise_is_a_standard_deviation():
    line = data.noisy_line(n_samples=20_000, slope=-2, intercept=1, noise=0.5)
    assert line.feature_names == ("x",)
    residuals = line.y - (1 - 2 * line.X[:, 0])
    assert abs(residuals.std() - 0.5) < 0.01
    assert abs(residuals.mean()) < 0.01
    assert abs(line.X.mean() - 0.5) < 0.01


def test_the_defaults_are_those_of_the_sources():
    line, plane = data.noisy_line(), data.noisy_plane()
    assert (len(line.y), len(plane.y)) == (200, 1000)
    fit = LinearRegression().fit(line.X, line.y)
    np.testing.assert_allclose([*fit.coef_, fit.intercept_], [3, 0], atol=0.1)
    fit = LinearRegression().fit(plane.X, plane.y)
    np.testing.assert_allclose([*fit.coef_, fit.intercept_], [2, -3, 5], atol=0.4)


def test_the_worked_example_is_the_one_printed():
    worked = data.worked_example()
    np.testing.assert_array_equal(worked.X, [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [3, 4, 5, 6, 7]])
    np.testing.assert_array_equal(worked.y, [25, 30, 35])
    assert len(worked.feature_names) == 5


def test_the_published_line_keeps_its_eight_decimals():
    line = data.published_line()
    assert line.X.shape == (40, 1)
    assert (line.X[0, 0], line.y[0]) == (0.03175921, -0.82793079)
    np.testing.assert_allclose(line.y, 5 * line.X[:, 0] - 1, atol=0.04)


def test_the_regression_line_has_two_hundred_points():
    line = data.regression_line()
    assert line.X.shape == (200, 1)
    np.testing.assert_array_equal(line.y, data.regression_line().y)


def test_diabetes_as_shipped_has_columns_of_unit_length():
    split = data.diabetes()
    assert split.train.X.shape == (353, 10)
    assert split.test.X.shape == (89, 10)
    assert split.train.feature_names == ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
    both = np.vstack([split.train.X, split.test.X])
    np.testing.assert_allclose(np.linalg.norm(both, axis=0), 1)
    np.testing.assert_allclose(both.mean(axis=0), 0, atol=1e-12)


def test_diabetes_is_split_as_scikit_learn_splits():
    for scaling, scaled in (("unit-norm", True), ("raw", False)):
        X, y = load_diabetes(return_X_y=True, scaled=scaled)
        for options in ({}, {"test_size": 0.5, "seed": 7}):
            wanted = train_test_split(
                X, y, test_size=options.get("test_size", 0.2), random_state=options.get("seed", 42)
            )
            split = data.diabetes(scaling, **options)
            for got, want in zip((split.train.X, split.test.X, split.train.y, split.test.y), wanted, strict=True):
                np.testing.assert_array_equal(got, want)


def test_standard_scaling_learns_from_the_training_part_alone():
    raw, standard = data.diabetes("raw"), data.diabetes("standard")
    scaler = StandardScaler().fit(raw.train.X)
    np.testing.assert_allclose(standard.train.X, scaler.transform(raw.train.X), atol=1e-12)
    np.testing.assert_allclose(standard.test.X, scaler.transform(raw.test.X), atol=1e-12)
    np.testing.assert_array_equal(standard.train.y, raw.train.y)


@pytest.mark.parametrize("names", ["mass (kg)", ["mass (kg)"], ("mass (kg)",), np.array(["mass (kg)"])])
def test_a_single_name_may_stand_alone(names):
    dataset = data.Dataset([[1], [2]], [5, 6], names)
    assert dataset.feature_names == ("mass (kg)",)
    assert type(dataset.feature_names[0]) is str
    assert dataset.target_name == "y"


def test_as_dataset_returns_what_it_was_given():
    springs = data.springs()
    assert data.as_dataset(springs) is data.as_dataset(springs, n_features=1) is springs


MASKED = np.ma.masked_equal([1.0, 2.0, 3.0], 2)
RECORDS = np.array([(1, 2.0)] * 3, dtype=[("mass", int), ("stretch", float)])
NO_NUMBERS = [
    (
        np.array([1, 2, 3], dtype=object),
        r"dtype object: all of it can be read as numbers, so convert .*astype\(float\)",
    ),
    (np.array([1, None, 3]), r"dtype object: y\[1\] = None is missing; leave its row out, or fill it in"),
    (["1", "?", "3"], r"dtype <U1: y\[1\] = '\?' is text; put a number .* pd.to_numeric\(…, errors='coerce'\)"),
    (["1", "2,5", "3"], r"dtype <U3: y\[1\] = '2,5' has a decimal comma; write a point .*"),
    (["1", "2.5", "3"], r"dtype <U3: all of it can be read as numbers, so convert it with \.astype\(float\)"),
    (np.array([b"1", b"x", b"3"]), r"dtype \|S1: y\[1\] = b'x' is no number but bytes; put a number in its place"),
    (np.array([1, [2], 3], dtype=object), r"dtype object: y\[1\] = \[2\] is no number but list; .*"),
    (np.array(["2020", "2021", "2022"], dtype="M8[Y]"), r"dtype datetime64\[Y\]: turn dates into numbers, .*"),
    (np.array([1, 2, 3], dtype="m8[s]"), r"dtype timedelta64\[s\]: turn times into numbers, .*"),
    (np.array([1, 2j, 3]), r"dtype complex128: take the real part, \.real"),
    (RECORDS, r"dtype \[\('mass', .*\]: take its columns out by name and join them .*"),
    (MASKED, r"dtype float64 with 1 of 3 entries masked: leave their rows out, or .* \.filled\(…\)"),
    ({"mass": [1, 2, 3]}, "dict"),
    ([[1], [2, 3], [4]], "list"),
]


@pytest.mark.parametrize(("y", "message"), NO_NUMBERS)
def test_what_holds_no_numbers_is_named_with_a_remedy(y, message):
    with pytest.raises(ValueError, match=rf"^y must .*, got {message}\.$"):
        data.Dataset([[1], [2], [3]], y, "x")


def test_a_masked_array_that_masks_nothing_is_fine():
    np.testing.assert_array_equal(data.Dataset([[1], [2], [3]], np.ma.array([4, 5, 6]), "x").y, [4, 5, 6])


def test_tables_of_pandas_are_fine_whatever_their_columns():
    pd = pytest.importorskip("pandas")
    columns = {
        "whole": [1, 2, 3],
        "real": np.float32([1, 2, 3]),
        "truth": [True, False, True],
        "nullable": pd.array([1, 2, 3], dtype="Int64"),
        "nullable real": pd.array([1, 2, 3], dtype="Float64"),
        "kinds": pd.Categorical([1, 2, 3]),
    }
    table = pd.DataFrame(columns, index=["a", "b", "c"])
    dataset = data.Dataset(table, table["nullable"], table.columns)
    np.testing.assert_array_equal(dataset.X, [[1, 1, 1, 1, 1, 1], [2, 2, 0, 2, 2, 2], [3, 3, 1, 3, 3, 3]])
    assert (dataset.X.dtype, dataset.y.dtype) == (float, float)
    assert dataset.feature_names == tuple(columns)
    start = Network.initialize((6, 1))
    wanted = train(start, dataset.X, dataset.y, learning_rate=0.01, epochs=5)
    np.testing.assert_array_equal(
        train(start, table, table["nullable"], learning_rate=0.01, epochs=5).losses, wanted.losses
    )
    np.testing.assert_array_equal(start.predict(table), start.predict(dataset.X))
    np.testing.assert_array_equal(Bowl.of(table, table["whole"]).minimum, Bowl.of(dataset.X, dataset.y).minimum)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda pd: pd.array([1, None, 3], dtype="Int64"),
            r"dtype Int64: X\['a'\]\[1\] = <NA> is missing; leave its row .*",
        ),
        (lambda pd: pd.array([1, None, 3], dtype="Float64"), r"dtype Float64: X\['a'\]\[1\] = <NA> is missing; .*"),
        (
            lambda pd: pd.array([True, None, True], dtype="boolean"),
            r"dtype boolean: X\['a'\]\[1\] = <NA> is missing; .*",
        ),
        (lambda pd: pd.Categorical(["m", "f", "m"]), r"dtype category: X\['a'\]\[0\] = 'm' is text; .*"),
        (lambda pd: pd.Categorical([1, None, 3]), r"dtype category: X\['a'\]\[1\] = nan is missing; .*"),
        (lambda pd: ["1", "?", "3"], r"dtype (object|str): X\['a'\]\[1\] = '\?' is text; .*"),
        (lambda pd: ["1,5", "2", "3"], r"dtype (object|str): X\['a'\]\[0\] = '1,5' has a decimal comma; .*"),
        (lambda pd: pd.to_datetime(["2020-01-01"] * 3), r"dtype datetime64\[.s\]: turn dates into numbers, .*"),
        (
            lambda pd: pd.to_datetime(["2020-01-01"] * 3, utc=True),
            r"dtype datetime64\[.s, UTC\]: X.* but Timestamp; .*",
        ),
    ],
)
def test_a_column_that_holds_no_numbers_is_named(make, message):
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame({"fine": [1.0, 2.0, 3.0], "a": make(pd)})
    with pytest.raises(ValueError, match=rf"^X\['a'\] must hold real numbers, got {message}\.$"):
        data.Dataset(table, [1, 2, 3], ("fine", "a"))
    with pytest.raises(ValueError, match=r"^y must hold real numbers, got dtype "):
        data.Dataset([[1], [2], [3]], table["a"], "x")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: data.Dataset([1, 2], [1, 2], ("a",)), r"^X must be 2-D, got 1-D with shape \(2,\)\.$"),
        (lambda: data.Dataset([[1], [2]], [1], ("a",)), r"^X and y must have the same number of .* 2 and 1\.$"),
        (lambda: data.Dataset([[1], [2]], [[1], [2]], ("a",)), r"^y must have shape \(n,\), got \(2, 1\)\.$"),
        (lambda: data.Dataset([[1], [2]], 1, ("a",)), r"^y must be 1-D or 2-D, got 0-D with shape \(\)\.$"),
        (lambda: data.Dataset([[1]], [1], ("a", "b")), r"^X must have 2 features, .*, got 1\.$"),
        (lambda: data.Dataset([[np.nan]], [1], ("a",)), r"^X must be finite, got .*(nan|inf).*\.$"),
        (lambda: data.Dataset([["1"]], [1], ("a",)), r"^X must hold real numbers, got dtype <U1: .*\.$"),
        (lambda: data.Dataset(np.empty((0, 1)), [], ("a",)), r"^X must not be empty, got shape \(0, 1\)\.$"),
        (lambda: data.Dataset(np.empty((1, 0)), [1], ()), r"^X must not be empty, got shape \(1, 0\)\.$"),
        (
            lambda: data.Dataset([[1], [np.nan]], [1, 2], "a"),
            r"^X must be finite, got X\[1, 0\] = nan: leave its row out, .*",
        ),
        (lambda: data.Dataset([[1], [2]], [1, -np.inf], "a"), r"^y must be finite, got y\[1\] = -inf\.$"),
        (
            lambda: data.Dataset([[1, 2]], [1], "ab"),
            r"^X must have 1 features, one per name in feature_names, got 2\.$",
        ),
        (lambda: data.Dataset([[1, 2]], [1], (0, 1)), r"^feature_names must be text, one .*, got \(0, 1\)\.$"),
        (lambda: data.Dataset([[1]], [1], None), r"^feature_names must be text, .*, got None\.$"),
        (lambda: data.Dataset([[1]], [1], "a", 3), r"^target_name must be text, got 3\.$"),
        (lambda: data.as_dataset(np.ones((3, 2))), r"^dataset must be a Dataset, got ndarray: make one by .*\.$"),
        (lambda: data.as_dataset(None), r"^dataset must be a Dataset, got NoneType: .*\.$"),
        (lambda: data.as_dataset(data.diabetes()), r"^dataset must be a Dataset, got Split: choose its train or .*\.$"),
        (lambda: data.as_dataset(data.taxi_rides(), 1), r"^dataset must be .* with 1 features, got one with 2\.$"),
        (lambda: data.springs(seed=-1), r"^seed must be a whole number of at least 0, got -1\.$"),
        (lambda: data.noisy_line(n_samples=0), r"^n_samples must be a whole number of at least 1, got 0\.$"),
        (lambda: data.noisy_line(n_samples=2.5), r"^n_samples must be a whole number .*, got 2\.5\.$"),
        (lambda: data.noisy_line(n_samples=True), r"^n_samples must be a whole number .*, got True\.$"),
        (lambda: data.noisy_line(slope=[1, 2]), r"^slope must be 0-D, got 1-D .*\.$"),
        (lambda: data.noisy_line(slope=np.nan), r"^slope must be finite, .*\.$"),
        (lambda: data.noisy_line(noise=-0.1), r"^noise must be a standard deviation of at least 0, got -0\.1\.$"),
        (lambda: data.noisy_line(seed="x"), r"^seed must be a whole number of at least 0, got 'x'\.$"),
        (lambda: data.noisy_plane(weights=[]), r"^weights must not be empty, .*\.$"),
        (lambda: data.noisy_plane(weights=2.0), r"^weights must be 1-D, got 0-D .*\.$"),
        (lambda: data.noisy_plane(intercept=np.nan), r"^intercept must be finite, .*\.$"),
        (lambda: data.noisy_plane(noise=np.nan), r"^noise must be finite, .*\.$"),
        (lambda: data.diabetes("whitened"), r"^scaling must be one of 'unit-norm', 'standard', 'raw', got 'wh.*\.$"),
        (lambda: data.diabetes(None), r"^scaling must be one of .*, got None\.$"),
        (lambda: data.diabetes(test_size=2.0), "test_size"),
        (lambda: data.diabetes(seed=-1), "random_state"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
