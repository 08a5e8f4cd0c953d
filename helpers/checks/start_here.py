"""The check of notebook 00."""

import numpy as np

from helpers.diagnosis import check, diagnose

# fmt: off


@check
def predict(f):
    """Check predict(w, x) = w x."""
    cases = [(2.0, 3.0), (-0.5, np.array([1.0, 2.0, 4.0])), (3.0, np.array([2.125, -1.5, 0.333])), (0.7, -4.5),
             (0.5, np.array([1, 2, 3, 5]))]
    return diagnose(f, cases, lambda w, x: w * x, [
        ("one_example", lambda w, x: w * np.ravel(x)[0],
         "Of several inputs this is right for the first alone. What ends the loop, or takes one of them?"),
        ("plus", lambda w, x: w + x, "This adds the two. What does the panel's line do with x?"),
        ("only_w", lambda w, x: w, "This is `w`, whatever x is. Where does the input come in?"),
        ("only_x", lambda w, x: x, "This is `x`, whatever w is. Where does the weight come in?"),
        ("divided", lambda w, x: x / w, "This divides x by w. What does the line do to x?"),
        ("divided", lambda w, x: w / x, "This divides w by x. What does the line do to x?"),
        ("minus", lambda w, x: -w * x, "This has the right size, and the wrong sign."),
        ("power", lambda w, x: np.float64(x) ** w if np.ndim(x) == 0 else np.asarray(x) ** w,
         "This is x to the power of w. In Python one star multiplies, two stars raise to a power."),
    ], "Right: w times x, for one number and for an array.")
