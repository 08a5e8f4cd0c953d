"""The explorable of notebook 00: one slider, to see that sliders work."""

from helpers import figures
from helpers.panel import Panel, Question, Task, slider


def tilt_a_line():
    """Drag w and watch the line ŷ = w · x tilt."""
    figure, (ax,) = figures.new_figure(size=(8.8, 3.2))
    ax.set(xlim=(-1, 1), ylim=(-3, 3), xlabel="x", ylabel="ŷ = w · x")
    line = figures.draw_line(ax, 1)

    def update(w):
        line.set_ydata(w * line.get_xdata())
        direction = "rises" if w > 0 else "falls" if w < 0 else "stays level"
        return f"w = {w:.1f}: one step to the right, the line {direction}" + (f" by {abs(w):.1f}." if w else ".")

    return Panel(
        figure,
        [line],
        update,
        {"w": slider("w", 1.0, -3.0, 3.0, 0.1, ".1f")},
        title="A line through the origin that tilts with w",
        question=Question(
            "From left to right, what does the line do when w is negative?",
            ("it rises", "it falls"),
            lambda w: f"At w = {w:.1f} it falls." if w < 0 else None,
        ),
        task=Task("make the line level.", lambda w: "w = 0 is level: x has no say in ŷ." if w == 0 else None),
    )
