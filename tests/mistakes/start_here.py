"""What learners write in notebook 00."""

import numpy as np

EXERCISES = {
    "predict(w, x)": {
        "right": ["w * x", "np.multiply(x, w)"],
        "plus": ["w + x"], "only_w": ["w"], "only_x": ["x"], "divided": ["x / w", "w / x"],
        "minus": ["-w * x"], "power": ["np.float64(x) ** w"],
    },
}  # fmt: skip
