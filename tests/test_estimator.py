import copy
import pickle
import tracemalloc
import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from helpers import data, losses
from helpers.descent import train
from helpers.estimator import NetworkRegressor
from helpers.losses import HALF_MSE
from helpers.network import Network

DIABETES, RAW = data.diabetes("standard"), data.diabetes("raw").train
LINE = data.noisy_line()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")  # some checks bring unscaled features
@parametrize_with_checks([NetworkRegressor(), NetworkRegressor((8,), random_state=0)])
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)


def test_without_hidden_layers_it_is_linear_regression():
    X, y = DIABETES.train.X, DIABETES.train.y
    ours = NetworkRegressor(learning_rate=0.2, epochs=10_000).fit(X, y)
    exact = LinearRegression().fit(X, y)
    np.testing.assert_allclose(ours.coef_, exact.coef_, rtol=1e-6)
    np.testing.assert_allclose(ours.intercept_, exact.intercept_, rtol=1e-6)
    np.testing.assert_allclose(ours.predict(DIABETES.test.X), exact.predict(DIABETES.test.X), rtol=1e-6)
    assert ours.coefs_[0].shape == (10, 1)
    assert ours.intercepts_[0].shape == (1,)


@pytest.mark.parametrize("batch_size", [None, 7])
def test_it_does_what_train_does(batch_size):
    settings = {"loss": "half_mse", "learning_rate": 0.05, "epochs": 30, "batch_size": batch_size}
    ours = NetworkRegressor((6, 4), random_state=3, **settings).fit(LINE.X, LINE.y)
    settings["loss"] = HALF_MSE
    run = train(Network.initialize((1, 6, 4, 1), seed=3), LINE.X, LINE.y, seed=3, **settings)
    np.testing.assert_array_equal(ours.loss_curve_, run.losses)
    np.testing.assert_array_equal(ours.predict(LINE.X), run.network(-1).predict(LINE.X))
    assert [W.shape for W in ours.coefs_] == [(1, 6), (6, 4), (4, 1)]
    assert [b.shape for b in ours.intercepts_] == [(6,), (4,), (1,)]
    assert not hasattr(ours, "coef_")


def test_random_state_decides_the_start():
    curves = [
        NetworkRegressor((5,), epochs=3, random_state=state).fit(LINE.X, LINE.y).loss_curve_
        for state in (0, 0, 1, np.random.RandomState(2), np.random.RandomState(2), None)
    ]
    np.testing.assert_array_equal(curves[0], curves[1])
    np.testing.assert_array_equal(curves[3], curves[4])
    assert len({curve[0] for curve in curves}) == 4


@pytest.mark.parametrize(
    ("settings", "X", "y", "advice"),
    [
        # beyond the largest float; still finite, and growing; a limit that the Bowl knows, and those it does not
        ({"learning_rate": 5.0}, LINE.X, LINE.y, "a smaller learning rate, below 0.7"),
        ({"learning_rate": 1.6, "epochs": 5}, LINE.X, LINE.y, "a smaller learning rate, below 0.7"),
        ({"learning_rate": 5.0, "batch_size": 7}, LINE.X, LINE.y, r"a smaller learning rate \(the data are scaled"),
        ({"hidden_layer_sizes": 8, "learning_rate": 50.0}, LINE.X, LINE.y, r"a smaller learning rate \(the data"),
        ({}, RAW.X, RAW.y, r"standardise the features, which reach 301 \(StandardScaler\)\.$"),
        (
            {"hidden_layer_sizes": 8, "learning_rate": 5.0},
            LINE.X,
            100 * LINE.y,
            "standardise the target, which reaches",
        ),
        ({"learning_rate": 5.0}, LINE.X, 100 * LINE.y, "a smaller learning rate, below"),  # a line does not mind
        ({"learning_rate": 1.0, "loss": "sse"}, LINE.X, LINE.y, "learning rate, below 0.00.*a mean as the loss"),
        ({"epochs": 2}, LINE.X, 1e200 * LINE.y, "beyond all numbers from the start.*standardise the target"),
    ],
)
def test_divergence_warns_with_the_advice_that_fits(settings, X, y, advice):
    model = NetworkRegressor(random_state=0, **settings)
    with pytest.warns(ConvergenceWarning, match=advice) as caught:
        model.fit(X, y)
    assert caught[0].filename == __file__
    assert np.isfinite(model.predict(X)).all()
    if len(model.loss_curve_):
        np.testing.assert_allclose(losses.named(model.loss).value(y, model.predict(X)), model.loss_curve_.min())


def test_a_run_that_falls_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        NetworkRegressor(learning_rate=0.5).fit(LINE.X, LINE.y)
        NetworkRegressor(init="zeros", epochs=0).fit(LINE.X, LINE.y)


@pytest.mark.parametrize("sizes", [4, np.int64(4), [4], (np.int32(4),), np.array([4]), np.array(4), range(4, 5)])
def test_hidden_layers_may_be_given_in_every_form(sizes):
    model = NetworkRegressor(sizes, epochs=2, random_state=0).fit(LINE.X, LINE.y)
    wanted = NetworkRegressor((4,), epochs=2, random_state=0).fit(LINE.X, LINE.y)
    np.testing.assert_array_equal(model.predict(LINE.X), wanted.predict(LINE.X))
    assert pickle.loads(pickle.dumps(clone(model))).fit(LINE.X, LINE.y).coefs_[0].shape == (1, 4)


@pytest.mark.parametrize(
    "sizes", [0, -1, 2.0, True, None, "8", "(8, 4)", {8}, (8, 0), [[8, 4]], [8, None], [8, True], (8.0,)]
)
def test_what_is_no_number_of_units_is_refused(sizes):
    with pytest.raises(ValueError, match=r"^hidden_layer_sizes must be a whole number of at least 1, .*\.$"):
        NetworkRegressor(sizes).fit(LINE.X, LINE.y)


def test_a_new_fit_leaves_nothing_of_the_old_one():
    model = NetworkRegressor(epochs=2)
    assert not hasattr(model, "coef_") and not hasattr(model, "coefs_")
    assert model.fit(LINE.X, LINE.y).coef_.shape == (1,)
    model.set_params(hidden_layer_sizes=(4,)).fit(LINE.X, LINE.y)
    assert not hasattr(model, "coef_") and not hasattr(model, "intercept_") and len(model.coefs_) == 2
    model.set_params(hidden_layer_sizes=()).fit(LINE.X, LINE.y)
    copied = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(copied.coef_, model.coef_)
    assert copied.intercept_ == model.intercept_


def test_training_keeps_no_record_of_the_parameters():
    tracemalloc.start()
    NetworkRegressor((64, 64), epochs=200, random_state=0).fit(LINE.X, LINE.y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3e6  # 200 records of 4353 parameters would be 7 MB


@pytest.mark.parametrize("batch_size", [None, 7])
@pytest.mark.parametrize("state", [0, np.random.RandomState(2)])
def test_epochs_one_by_one_are_a_fit(batch_size, state):
    settings = {"hidden_layer_sizes": (6,), "batch_size": batch_size}
    whole = NetworkRegressor(**settings, random_state=copy.deepcopy(state), epochs=5).fit(LINE.X, LINE.y)
    parts = NetworkRegressor(**settings, random_state=copy.deepcopy(state))
    resumed = NetworkRegressor(**settings, random_state=copy.deepcopy(state), epochs=3).fit(LINE.X, LINE.y)
    for _ in range(5):
        parts.partial_fit(LINE.X, LINE.y)
    resumed.partial_fit(LINE.X, LINE.y).partial_fit(LINE.X, LINE.y)
    for model in (parts, resumed):
        np.testing.assert_array_equal(model.loss_curve_, whole.loss_curve_)
        np.testing.assert_array_equal(model.predict(LINE.X), whole.predict(LINE.X))


def test_partial_fit_takes_a_stream_of_examples():
    X, y = DIABETES.train.X, (DIABETES.train.y - 152) / 77
    model = NetworkRegressor(learning_rate=0.05, random_state=0)
    for part in np.array_split(np.tile(np.arange(len(X)), 20), 100):
        model.partial_fit(X[part], y[part])
    assert len(model.loss_curve_) == 101
    assert model.score(X, y) > 0.45


def test_partial_fit_takes_a_diverging_epoch_back():
    model = NetworkRegressor(learning_rate=1.0, batch_size=1, loss="sse").partial_fit(LINE.X, LINE.y)
    kept, curve = model.predict(LINE.X), model.loss_curve_
    model.set_params(learning_rate=1e200)
    with pytest.warns(ConvergenceWarning, match="a smaller learning rate"):
        model.partial_fit(LINE.X, LINE.y)
    np.testing.assert_array_equal(model.predict(LINE.X), kept)
    np.testing.assert_array_equal(model.loss_curve_, curve)


def test_partial_fit_keeps_the_layers():
    model = NetworkRegressor(4).partial_fit(LINE.X, LINE.y)
    with pytest.raises(ValueError, match=r"^hidden_layer_sizes must stay \(4,\) in partial_fit, got 5\.$"):
        model.set_params(hidden_layer_sizes=5).partial_fit(LINE.X, LINE.y)


def test_tables_of_pandas_are_fine():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(DIABETES.train.X, columns=DIABETES.train.feature_names)
    model = NetworkRegressor(epochs=5, random_state=0).fit(table, pandas.Series(DIABETES.train.y))
    arrays = NetworkRegressor(epochs=5, random_state=0).fit(DIABETES.train.X, DIABETES.train.y)
    np.testing.assert_array_equal(model.predict(table), arrays.predict(DIABETES.train.X))
    assert tuple(model.feature_names_in_) == DIABETES.train.feature_names


@pytest.mark.parametrize("y", [["1,5"] * 200, np.array(["1,5"] * 200), np.array(["1,5"] * 200, dtype=object)])
def test_text_for_numbers_is_refused_in_words(y):
    with pytest.raises(ValueError, match="1,5"):
        NetworkRegressor().fit(LINE.X, y)


def test_it_works_in_pipelines_searches_and_clones():
    X, y = data.diabetes("raw").train.X, DIABETES.train.y
    pipeline = make_pipeline(StandardScaler(), NetworkRegressor(learning_rate=0.2, epochs=3000))
    exact = cross_val_score(make_pipeline(StandardScaler(), LinearRegression()), X, y)
    np.testing.assert_allclose(cross_val_score(pipeline, X, y), exact, atol=1e-3)
    search = GridSearchCV(pipeline, {"networkregressor__learning_rate": [1e-5, 0.1]}, cv=3).fit(X, y)
    assert search.best_params_ == {"networkregressor__learning_rate": 0.1}
    fitted = search.best_estimator_[-1]
    assert clone(fitted).get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        clone(fitted).predict(X)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"loss": "mae"}, "loss must be one of"),
        ({"init": "ones"}, "scheme must be one of"),
        ({"learning_rate": -1.0}, "learning_rate must be"),
        ({"epochs": 1.5}, "epochs must be a whole number"),
        ({"batch_size": 0}, "batch_size must be"),
    ],
)
def test_bad_settings_are_refused_by_fit(settings, words):
    with pytest.raises(ValueError, match=words):
        NetworkRegressor(**settings).fit(LINE.X, LINE.y)
