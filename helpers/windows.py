"""The small views that explorables share. A window takes its Axes, draws on it what stays, and owns what moves.

Every window has `artists`, in the order in which they are drawn, and a method `show` that puts them in their places.
"""

import numpy as np

from helpers import figures
from helpers.figures import COLOURS
from helpers.scales import limits

EXACT = 1e-12  # of the loss at the start: a floor below this is rounding, and the fit exact


class LineWindow:
    """Examples with one feature, and one or more lines ŷ = w x + b through them; 0 is on both axes."""

    def __init__(self, ax, dataset, title, headroom=0.25, styles=({},)):
        x, y = dataset.X[:, 0], dataset.y
        ax.set(title=title, xlim=limits(x, 0.1, zero=True), ylim=limits(y, headroom, zero=True))
        self.points = figures.draw_data(ax, x, y, dataset.feature_names[0], dataset.target_name)
        self.lines = [figures.draw_line(ax, 0, **style) for style in styles]
        self.artists = [self.points, *self.lines]

    def show(self, *parameters):
        """The (w, b) of each line."""
        for line, (w, b) in zip(self.lines, parameters, strict=True):
            line.set_ydata(w * line.get_xdata() + b)


class ParabolaWindow:
    """The loss over one weight, its lowest point, and a walk along the curve."""

    def __init__(self, ax, bowl, ws, title, xlabel, ylabel, path_style="o-"):
        self.loss_at = lambda ws: bowl.loss_at(np.reshape(ws, (-1, 1)))
        self.curve = figures.draw_curve(ax, ws, self.loss_at(ws), xlabel, ylabel)
        top = self.loss_at(ws).max()
        ax.set(title=title, xlim=ws[[0, -1]], ylim=(-0.08 * top, 1.05 * top))
        self.minimum = figures.draw_point(ax, *bowl.minimum, bowl.floor, "minimum")
        (self.path,) = ax.plot([], [], path_style, color=COLOURS["model"], lw=1, ms=4)
        self.here = figures.draw_point(ax, *bowl.minimum, bowl.floor, "model")
        self.artists = [self.path, self.here]

    def show(self, weights):
        """`weights` [k] up to the present one."""
        losses = self.loss_at(weights)
        self.path.set_data(weights, losses)
        self.here.set_data(weights[-1:], losses[-1:])


class PathWindow:
    """A path over two parameters, on Axes that are ready for it: its start, its goal, and where it is."""

    def __init__(self, ax, start, minimum, **path_style):
        figures.draw_point(ax, *start, "start")
        (self.path,) = ax.plot([], [], **{"marker": ".", "color": COLOURS["model"], "lw": 1, **path_style})
        minimum = figures.draw_point(ax, *minimum, "minimum")  # above the path, which would hide it
        self.here = figures.draw_point(ax, *start, "model", mec="white", ms=7)
        self.artists = [self.path, minimum, self.here]

    def show(self, parameters):
        """`parameters` [k, 2] up to the present ones; of long paths every so many-th is drawn."""
        self.path.set_data(*parameters[:: 1 + len(parameters) // 1000].T)
        self.here.set_data(*parameters[-1:].T)


class MapWindow(PathWindow):
    """The loss over two parameters as contours, and the path on it."""

    def __init__(self, ax, loss_at, box, levels, start, minimum, title, names=("w", "b"), **path_style):
        figures.draw_bowl(ax, loss_at, *box, levels)
        ax.set(title=title, xlabel=names[0], ylabel=names[1])
        ax.locator_params(nbins=6)
        ax.ticklabel_format(scilimits=(-3, 5))
        super().__init__(ax, start, minimum, **path_style)


class CurvesWindow:
    """Values over epochs, one curve each, with the levels that they are heading for.

    Parameters
    ----------
    ax, title, epochs, ylim : as they say; further settings of the Axes, as `ylabel` and `yscale`, in `settings`
    goals : dict of a word beside the axis -> the height of its line
    styles : one dict per curve
    names : words that go with the ends of the curves
    mark_end : whether a point marks the end of the first curve
    """

    def __init__(self, ax, title, epochs, ylim, goals=(), styles=({},), names=(), mark_end=True, **settings):
        ax.set(title=title, **{"xlabel": "epoch", "xlim": (0, epochs), **settings, "ylim": ylim})
        for word, height in dict(goals).items():
            figures.draw_goal(ax, height, word)
        self.ylim, sides = ylim, ("top", "bottom")
        self.curves = [ax.plot([], [], **{"color": COLOURS["loss"], **style})[0] for style in styles]
        colours = [curve.get_color() for curve in self.curves]
        self.names = [ax.text(0, 0, f" {n}", color=c, va=v) for n, c, v in zip(names, colours, sides, strict=False)]
        self.ends = [figures.draw_point(ax, 0, 0, "model", mec="white", ms=7) for _ in range(mark_end)]
        self.artists = [*self.curves, *self.names, *self.ends]

    def show(self, *values):
        """The values of each curve [k], from epoch 0 on."""
        ends = [(len(column) - 1, column[-1]) for column in values]
        for curve, column in zip(self.curves, values, strict=True):
            curve.set_data(np.arange(len(column)), column)
        for name, end in zip(self.names, ends, strict=False):
            name.set_position(end)
            name.set_visible(self.ylim[0] < end[1] < self.ylim[1])
        for end in self.ends:
            end.set_data(*np.array(ends[:1]).T)


def box_around(ax, start, minimum):
    """Limits of a map for both parameters that hold `start` and `minimum`, and whether they share one scale.

    With one scale a path crosses contours at right angles, as it does; where it would press one of the two parameters
    into a line, each gets its own. `ax` must have its final size.
    """
    start, minimum = np.asarray(start), np.asarray(minimum)
    away = minimum - start
    size = np.abs(away).max() or 1.0
    (w_low, w_high), (b_low, b_high) = (
        sorted((start[i] - 0.1 * (away[i] or size), start[i] + 1.4 * (away[i] or size))) for i in (0, 1)
    )
    half = 0.5 * (b_high - b_low) * ax.bbox.width / ax.bbox.height
    if 1.05 * abs(away[0]) < half < 20 * abs(away[0]):
        return (minimum[0] - half, minimum[0] + half), (b_low, b_high), True
    return (w_low, w_high), (b_low, b_high), False


class DistanceWindow(CurvesWindow):
    """How far two runs are apart at every epoch, and the band in which they count as the same."""

    def __init__(self, ax, epochs, agree, closest, most, style=(), **settings):
        floor = closest / 10
        title, ylim = "How far apart they are", (floor, most)
        super().__init__(ax, title, epochs, ylim, styles=(dict(style),), mark_end=False, yscale="log", **settings)
        ax.axhspan(floor, agree, color=COLOURS["minimum"], alpha=0.15, lw=0)
        place = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "right", "va": "top"}
        ax.annotate("in this band: the same", (1, agree), (-4, -3), **place)
        self.closest = closest

    def show(self, gaps):
        """The distance [k] from epoch 0 on; what is closer than can be told is drawn at `closest`."""
        super().show(np.maximum(gaps, self.closest))
