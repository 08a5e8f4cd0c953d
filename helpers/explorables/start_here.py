"""The explorable of notebook 00: one slider, to see that sliders work."""

from types import SimpleNamespace

from helpers import figures
from helpers.controls import slider
from helpers.panel import Panel, Question, Task


class TiltALine(Panel):
    """Drag w and watch the line ŷ = w · x tilt."""

    title = "A line through the origin that tilts with w"
    question = Question(
        "From left to right, what does the line do when w is negative?", ("it rises", "it falls"), "it falls"
    )
    task = Task("make the line level.")

    def make_controls(self):
        return {"w": slider("w", 1.0, -3.0, 3.0, 0.1)}

    def draw(self):
        figure, (ax,) = figures.new_figure(size=(8.8, 3.2))
        ax.set(xlim=(-1, 1), ylim=(-3, 3), xlabel="x", ylabel="ŷ = w · x")
        self.line = figures.draw_line(ax, 1)
        return figure, [SimpleNamespace(artists=[self.line])]

    def show(self, now):
        self.line.set_ydata(now.w * self.line.get_xdata())

    def words(self, now):
        direction = "rises" if now.w > 0 else "falls" if now.w < 0 else "stays level"
        by = f" by {abs(now.w):.1f}." if now.w else "."
        return f"w = {now.w:.1f}: one step to the right, the line {direction}{by}"

    def outcome(self, now):
        return f"At w = {now.w:.1f} it falls." if now.w < 0 else None

    def done(self, now):
        return "w = 0 is level: x has no say in ŷ." if now.w == 0 else None
