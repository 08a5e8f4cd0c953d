"""Exercise checks that name the mistake: not "wrong" but "half of the true slope: where did the 2 go?".

One file per notebook. A check is a function that takes the learner's and returns a `Diagnosis`. To add one, write down
what is right, a few cases and a table of mistakes, rows of (name, function that makes the mistake, message);
`helpers.diagnosis` does the rest.
"""

from helpers.checks.choose_a_loss import (
    breaking_point,
    equal_learning_rate,
    four_losses,
    percentage_error,
    r_squared,
    rmse_and_mae,
    sum_gradient,
)
from helpers.checks.diabetes import (
    baseline_r_squared,
    descend_many,
    paired,
    scale_both,
    starting_bias,
    sum_of_races,
    unit_length,
    whiten,
)
from helpers.checks.fit_a_line import (
    descend,
    epochs_needed,
    gradient,
    largest_learning_rate,
    least_squares,
    line,
    mean_squared_error,
    slope,
    step,
)
from helpers.checks.many_features import (
    condition_number,
    gradient_many,
    landing,
    largest_spread,
    nudge,
    one_epoch,
    predict_many,
    printed_loss,
    standardize,
    unscale,
)
from helpers.checks.start_here import predict
from helpers.diagnosis import Diagnosis, diagnose_gradient

__all__ = [
    "Diagnosis",
    "baseline_r_squared",
    "breaking_point",
    "condition_number",
    "descend",
    "descend_many",
    "diagnose_gradient",
    "epochs_needed",
    "equal_learning_rate",
    "four_losses",
    "gradient",
    "gradient_many",
    "landing",
    "largest_learning_rate",
    "largest_spread",
    "least_squares",
    "line",
    "mean_squared_error",
    "nudge",
    "one_epoch",
    "paired",
    "percentage_error",
    "predict",
    "predict_many",
    "printed_loss",
    "r_squared",
    "rmse_and_mae",
    "scale_both",
    "slope",
    "standardize",
    "starting_bias",
    "step",
    "sum_gradient",
    "sum_of_races",
    "unit_length",
    "unscale",
    "whiten",
]
