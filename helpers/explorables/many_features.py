"""The explorables of notebook 03: mini-batches, and the valley that three properties of the inputs make narrow."""

from functools import cache

import numpy as np

from helpers import checks, data, figures
from helpers.bowl import Bowl
from helpers.explorables.own_code import own_or_ours
from helpers.figures import COLOURS
from helpers.panel import Panel, Question, Task, levels, slider
from helpers.windows import CurvesWindow, MapWindow, box_around

W1_W2 = ("w₁", "w₂")


def _gradient(w, b, X, y):
    slopes = (X @ w + b - y) * (2 / len(y))
    return slopes @ X, np.add.reduce(slopes)  # 20,000 calls for batches of 1: `.sum()` would take twice as long


class MiniBatches(Panel):
    """The same data in batches of all, of 32 and of 1 example: the path on the map, and the loss above its floor.

    Both inputs are measured from their means, so that the bias has no say in where the weights are best.
    """

    title = "Mini-batches: the path over the two weights, and the loss above its floor, for three batch sizes"
    play = "epoch"
    runs_own_code = True

    def __init__(self, dataset=None, gradient=None, epochs=20):
        self.own = own_or_ours(("gradient", gradient, checks.gradient_many, _gradient, 2))
        (self.gradient,) = self.own.functions
        dataset = data.as_dataset(dataset or data.noisy_plane(), n_features=2)
        self.X, self.y = dataset.X - dataset.X.mean(axis=0), dataset.y - dataset.y.mean()
        self.bowl, self.n, self.epochs = Bowl.of(self.X, self.y), len(self.y), epochs
        self.descend = cache(self._descend)
        super().__init__()
