"""Every number of the sources that follows from what they say, to the digits they print; and why the others cannot be.

Where 16 digits are printed the last one or two depend on the processor: those are compared at a relative 1e-11.
"""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.metrics import r2_score

from helpers import data
from helpers.bowl import Bowl
from helpers.descent import train
from helpers.losses import HALF_MSE, HALF_SSE, MSE
from helpers.network import Network


def assert_prints(value, printed):
    """`value` rounded to the decimals of `printed` is `printed`; 16 digits are compared at a relative 1e-11."""
    decimals = len(printed.partition(".")[2])
    if len(printed.replace(".", "").replace("-", "").lstrip("0")) >= 13:
        np.testing.assert_allclose(value, float(printed), rtol=1e-11)
    else:
        assert f"{value:.{decimals}f}" == printed


def assert_all_print(values, printed):
    for value, text in zip(values, printed.split(), strict=True):
        assert_prints(value, text)


class TestDonthi:
    """Suraj Donthi, Neural Networks with Numpy for Absolute Beginners, Part 2: Linear Regression."""

    def test_least_squares(self):
        line = data.regression_line()
        bowl = Bowl.of(line.X, line.y, HALF_MSE)
        assert_all_print(bowl.minimum, "87.3664 1.4285")
        assert_prints(bowl.floor, "50.816")

    def test_sixty_one_epochs_do_not_arrive(self):
        line = data.regression_line()
        history = train(Network.linear(0, 0), line.X, line.y, HALF_MSE, learning_rate=0.05, epochs=61)
        assert history.losses[-1] > 1.05 * Bowl.of(line.X, line.y, HALF_MSE).floor

    def test_two_layers_without_activation_are_one(self):
        rng = np.random.default_rng(0)
        x, W1, b1, W2, b2 = rng.standard_normal((9, 1)), *(rng.standard_normal(s) for s in ((1, 4), 4, (4, 1), 1))
        one = Network.linear((W1 @ W2)[:, 0], (b1 @ W2 + b2)[0])
        np.testing.assert_allclose(one.predict(x), ((x @ W1 + b1) @ W2 + b2)[:, 0], rtol=1e-12, atol=1e-12)


class TestMLDawn:
    """MLDawn, a linear-regression neural network from scratch."""

    def test_the_largest_stable_learning_rate_of_a_sum(self):
        line = data.noisy_line()
        assert_prints(Bowl.of(line.X, line.y, HALF_SSE).largest_stable_learning_rate, "0.0076")

    def test_a_tiny_learning_rate_for_a_sum_is_an_ordinary_one_for_a_mean(self):
        line, start = data.noisy_line(), Network.linear(-2.5, 1)
        of_sum = train(start, line.X, line.y, HALF_SSE, 0.001, epochs=300)
        for loss, rate in ((HALF_MSE, 0.2), (MSE, 0.1)):
            of_mean = train(start, line.X, line.y, loss, rate, epochs=300)
            np.testing.assert_allclose(of_mean.parameters, of_sum.parameters, rtol=1e-10)

    def test_the_limit_of_a_sum_shrinks_as_the_data_grow(self):
        line = data.noisy_line()
        once = Bowl.of(line.X, line.y, HALF_SSE)
        thrice = Bowl.of(np.tile(line.X, (3, 1)), np.tile(line.y, 3), HALF_SSE)
        np.testing.assert_allclose(thrice.largest_stable_learning_rate, once.largest_stable_learning_rate / 3)


class TestPakhale:
    """Tanaya Pakhale, Linear Regression using Neural Networks: A New Way."""

    weight_errors = np.array([1.3665, -3.1610]) - [2, -3]

    def test_the_two_numbers_that_cannot_both_be_true(self):
        # Inputs are independent with one standard deviation s: RMSE² ≥ |weight errors|² s².
        bound = 0.02866 / np.linalg.norm(self.weight_errors)
        assert_prints(bound, "0.044")
        assert_prints(np.sqrt(3) * bound, "0.076")

    def test_on_inputs_uniform_between_0_and_1_they_cost_six_times_that_rmse(self):
        plane = data.noisy_plane(noise=0)
        rmse = np.sqrt(MSE.value(plane.y, Network.linear([1.3665, -3.1610], 4.9344).predict(plane.X)))
        assert rmse > 6 * 0.02866


class TestOneExample:
    """The anonymous notebook's first part: one example, and a loss that would not fall."""

    x, y = np.arange(1.0, 6.0), 25.0

    def history(self):
        start = Network.linear([4.2, 3.6, 1.5, 0.7, 0.1], 0)
        return train(start, self.x[None], [self.y], learning_rate=0.01, epochs=1000)

    def elementwise_loss(self, epoch):
        """What is printed: the mean of (w ∗ x + b − y)², which is no function of the prediction."""
        *w, b = self.history().parameters[epoch]
        return np.mean((w * self.x + b - self.y) ** 2)

    def test_the_printed_loss_is_not_the_one_that_is_followed(self):
        assert_prints(self.elementwise_loss(0), "452.564")
        for epoch in (100, 500, 1000):
            assert_prints(self.elementwise_loss(epoch), "398.9825051020408")
        np.testing.assert_allclose(self.history().network(-1).predict(self.x[None]), 25, rtol=1e-14)
        assert self.history().losses[-1] < 1e-25

    def test_the_final_parameters(self):
        *w, b = self.history().parameters[-1]
        assert_all_print(w, "4.30357143 3.80714286 1.81071429 1.11428571 0.61785714")
        assert_prints(b, "0.10357142857142854")


class TestThreeExamples:
    """The anonymous notebook's second part: three examples, six unknowns, rank two."""

    X, y = data.worked_example().X, data.worked_example().y

    def history(self):
        return train(Network.linear(np.zeros(5), 0), self.X, self.y, learning_rate=0.01, epochs=1000)

    def test_the_trace(self):
        assert_all_print(self.history().losses[[0, 100]], "916.6666666666666 0.35426815994142")

    def test_the_parameters_after_a_thousand_epochs(self):
        printed = "-0.81758997 0.09126705 1.00012407 1.9089811 2.81783812 0.90885702"
        assert_all_print(self.history().parameters[-1], printed)

    def test_descent_from_zero_goes_to_the_exact_fit_of_least_norm(self):
        design, wanted = np.column_stack([self.X, np.ones(3)]), np.array([-9, 1, 11, 21, 31, 10]) / 11
        bowl = Bowl.of(self.X, self.y)
        assert np.linalg.matrix_rank(design) == np.sum(bowl.eigenvalues > 0) == 2
        np.testing.assert_allclose(np.linalg.pinv(design) @ self.y, wanted, rtol=1e-11)
        np.testing.assert_allclose(bowl.minimum, wanted, rtol=1e-11)
        np.testing.assert_allclose(bowl.path(np.zeros(6), 0.01, 10_000).parameters[-1], wanted, rtol=1e-11)


class TestDiabetes:
    """The anonymous notebook's third part: diabetes, η = 0.01, MSE."""

    patients, unseen = data.diabetes()
    leaked_mean = 152.13348416289594

    @staticmethod
    @cache
    def history(bias):
        """Ten thousand epochs from w = 0 and this bias."""
        patients = data.diabetes().train
        return train(Network.linear(np.zeros(10), bias), patients.X, patients.y, learning_rate=0.01, epochs=10_000)

    def r2(self, network):
        return r2_score(self.unseen.y, network.predict(self.unseen.X))

    def test_the_trace_of_its_code(self):
        assert_all_print(self.history(0).losses[[0, 100, 900]], "29711.3229 6409.3275 5445.6376")

    def test_the_trace_that_it_prints(self):
        printed = "6078.967813535314 5997.582985597988 5448.801716577623"
        assert_all_print(self.history(self.leaked_mean).losses[[0, 100, 900]], printed)

    def test_the_start_of_that_trace_has_seen_the_test_set(self):
        _, all_targets = load_diabetes(return_X_y=True)
        assert_prints(all_targets.mean(), "152.13348416289594")
        assert abs(self.patients.y.mean() - self.leaked_mean) > 1

    def test_columns_have_unit_length_not_unit_deviation(self):
        X, _ = load_diabetes(return_X_y=True)
        np.testing.assert_allclose(np.linalg.norm(X, axis=0), 1, rtol=1e-11)
        assert_all_print(X.std(axis=0), " ".join(["0.04757"] * 10))
        assert_prints(1 / np.sqrt(442), "0.04757")

    def test_ten_thousand_epochs_fall_short_of_least_squares(self):
        assert_prints(np.sqrt(self.history(0).losses[-1]), "58.683")
        assert_prints(self.r2(self.history(0).network(-1)), "0.4167")
        bowl = Bowl.of(self.patients.X, self.patients.y)
        assert_prints(bowl.floor, "2868.5497")
        assert_prints(self.r2(Network.linear(bowl.minimum[:-1], bowl.minimum[-1])), "0.4526")

    @pytest.mark.parametrize(
        ("scaling", "smallest", "largest", "condition", "limit"),
        [("unit-norm", "0.0000418", "2.00", "47808", "1.00"), ("standard", "0.0185", "7.94", "430", "0.252")],
    )
    def test_why_it_crawls(self, scaling, smallest, largest, condition, limit):
        patients = data.diabetes(scaling).train
        bowl = Bowl.of(patients.X, patients.y)
        assert_prints(bowl.eigenvalues[0], smallest)
        assert_prints(bowl.eigenvalues[-1], largest)
        assert_prints(bowl.condition_number, condition)
        assert_prints(bowl.largest_stable_learning_rate, limit)

    def test_what_no_scaling_removes(self):
        X, _ = load_diabetes(return_X_y=True)
        assert_prints(np.corrcoef(X[:, 4], X[:, 5])[0, 1], "0.90")

    def test_only_one_of_two_biases_gives_the_trace(self):
        bowl = Bowl.of(self.patients.X, self.patients.y)
        away = np.sqrt(6078.967813535314 - self.patients.y.var())
        low, high = self.patients.y.mean() + np.array([-away, away])
        np.testing.assert_allclose(low, self.leaked_mean, rtol=1e-13)
        at_100, other = (bowl.path(np.append(np.zeros(10), b), 0.01, 100).losses[-1] for b in (low, high))
        assert_prints(at_100, "5997.582985597988")
        assert other > at_100 + 0.05

    def test_neither_random_starts_nor_a_smaller_learning_rate_help(self):
        bowl = Bowl.of(self.patients.X, self.patients.y)
        starts = np.column_stack([np.random.default_rng(0).normal(size=(20, 10)), np.zeros(20)])
        losses = [bowl.path(start, 0.01, 1000).losses[-1] for start in starts]
        np.testing.assert_allclose(losses, self.history(0).losses[1000], rtol=0.005)
        assert bowl.path(np.zeros(11), 0.001, 1000).losses[-1] > 1.1 * self.history(0).losses[1000]

    def test_the_ldl_of_the_patients_was_computed(self):
        X = load_diabetes(scaled=False).data
        s1, s2, s3, s5 = X[:, [4, 5, 6, 8]].T
        off = np.abs(s2 + s3 + np.exp(s5) / 5 - s1)
        assert np.mean(off < 0.01) > 0.98
        assert off.max() < 0.5

    @pytest.mark.parametrize(("bias", "first"), [(0, 1), (leaked_mean, 0)])
    def test_a_relu_on_the_output_bends_nothing_there(self, bias, first):
        # Every prediction is positive, after the first step from zero and always from the mean: max(ŷ, 0) is ŷ.
        design = np.column_stack([self.patients.X, np.ones(len(self.patients.y))])
        assert np.min(self.history(bias).parameters[first:] @ design.T) > 0


class TestHingesThatNeverBend:
    """The anonymous notebook's last part: a 3 → 5 → 1 network whose loss stops at 2."""

    X, y = np.arange(1.0, 10.0).reshape(3, 3), np.array([10.0, 28.0, 40.0])

    def train(self, seed, epochs):
        start = Network.initialize((3, 5, 1), seed=seed)
        history = train(start, self.X, self.y, HALF_SSE, 0.001, epochs)  # whose gradient is ŷ − y
        alive = (history.network(0).forward(self.X)[1] > 0).sum(axis=0)
        return alive, history.losses * 2 / len(self.y)  # as MSE

    def test_the_best_straight_line_leaves_exactly_two(self):
        assert_prints(Bowl.of(self.X, self.y).floor, "2.0000000000")

    @pytest.mark.parametrize("seed", [0, 2, 7])
    def test_a_network_without_a_bend_stops_there(self, seed):
        alive, losses = self.train(seed, epochs=2000)
        assert set(alive) <= {0, 3}
        assert np.all(losses >= 2 - 1e-9)
        np.testing.assert_allclose(losses[-1], 2, atol=1e-6)

    def test_one_bend_gets_below(self):
        alive, losses = self.train(seed=14, epochs=20_000)
        assert sum(0 < count < 3 for count in alive) == 1
        assert losses[-1] < 1e-16


class TestPatel:
    """Arqam Patel, NeuralSLR (CC BY 4.0). His data are printed to 8 decimals, which limits what can be compared."""

    rounding = 0.5e-8 * (1 + 5)  # of y − (5x − 1), with x and y off by half a unit of the eighth decimal

    def test_the_trace(self):
        line = data.published_line()
        start = Network.linear(4.99902128170198, -0.9992428118105702)
        history = train(start, line.X, line.y, learning_rate=0.1, epochs=1)
        printed = [0.00013996169856, 0.00013769258694]
        np.testing.assert_allclose(history.losses, printed, rtol=0, atol=2 * np.sqrt(printed[0]) * self.rounding)
        np.testing.assert_allclose(history.parameters[1], [4.9992835280, -0.9996729325], rtol=0, atol=self.rounding)

    def test_the_normal_equation(self):
        line = data.published_line()
        assert_all_print(Bowl.of(line.X, line.y).minimum, "5.00024471 -1.00128367")
        design = np.column_stack([line.X, np.ones(40)])
        assert_all_print(np.linalg.solve(design.T @ design, design.T @ line.y), "5.00024471 -1.00128367")
