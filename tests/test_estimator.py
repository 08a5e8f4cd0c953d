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

from helpers import data
from helpers.descent import train
from helpers.estimator import NetworkRegressor
from helpers.losses import HALF_MSE
from helpers.network import Network

DIABETES = data.diabetes("standard")
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
    ("settings", "scale"),
    [
        ({"learning_rate": 5.0, "epochs": 1000}, 1.0),  # beyond the largest float
        ({"learning_rate": 1.6, "epochs": 5}, 1.0),  # still finite, and growing
        ({"hidden_layer_sizes": (8,), "learning_rate": 50.0, "random_state": 0}, 1.0),
        ({"epochs": 2}, 1e200),  # the first loss is infinite
    ],
)
def test_divergence_warns_and_predictions_stay_numbers(settings, scale):
    model = NetworkRegressor(**settings)
    with pytest.warns(ConvergenceWarning, match="smaller learning rate"):
        model.fit(LINE.X, scale * LINE.y)
    assert np.isfinite(model.predict(LINE.X)).all()
    if scale == 1:
        kept = np.mean((model.predict(LINE.X) - LINE.y) ** 2)
        np.testing.assert_allclose(kept, model.loss_curve_.min())


def test_a_run_that_falls_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        NetworkRegressor(learning_rate=0.5).fit(LINE.X, LINE.y)
        NetworkRegressor(init="zeros", epochs=0).fit(LINE.X, LINE.y)


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
        ({"hidden_layer_sizes": (0,)}, "whole number of at least 1"),
        ({"batch_size": 0}, "batch_size must be"),
    ],
)
def test_bad_settings_are_refused_by_fit(settings, words):
    with pytest.raises(ValueError, match=words):
        NetworkRegressor(**settings).fit(LINE.X, LINE.y)
