"""Draw a figure again and again, fast: what stays is kept as pixels, what moves is drawn on top, and sent as a PNG.

A full drawing by matplotlib takes some fifty milliseconds and a frame made so a few; encoding is fast since the PNG
has a palette of 256 colours.
"""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.figures import COLOURS


class Frames:
    """Pictures of `figure` at a number of dots per inch, with `artists` wherever they have been moved to."""

    def __init__(self, figure, artists, dpi):
        self.figure, self.artists, self.dpi, self.canvas = figure, artists, dpi, FigureCanvasAgg(figure)
        self._draw_background()
        self._palette = _palette(picture(self.canvas))

    def png(self, moving=True):
        """The present picture as the bytes of a PNG, with what moves or without."""
        self.figure.dpi = self.dpi
        if self._limits() != self._background_limits:
            self._draw_background()
        self.canvas.restore_region(self._background)
        renderer = self.canvas.get_renderer()
        for artist in self.artists * moving:
            artist.draw(renderer)
        frame = picture(self.canvas).quantize(palette=self._palette, dither=Image.Dither.NONE)
        return as_png(frame, compress_level=1)

    def _draw_background(self):
        self.figure.dpi = self.dpi
        for artist in self.artists:
            artist.set_animated(True)  # a full drawing leaves them out
        self.canvas.draw()
        self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self._background_limits = self._limits()

    def _limits(self):
        return [(*ax.get_xlim(), *ax.get_ylim()) for ax in self.figure.axes]


def picture(canvas):
    """What is drawn on a canvas, as a Pillow image."""
    size, pixels = canvas.get_width_height(), canvas.buffer_rgba()
    return Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1).convert("RGB")


def as_png(image, compress_level=9):
    """The bytes of a PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=compress_level)
    return buffer.getvalue()


def _palette(image):
    """A palette of 256: the colours of `image`, and every role's colour in 16 tints, for whatever moves."""
    roles = np.array([to_rgb(colour) for colour in COLOURS.values()])
    tints = np.linspace(roles, 1, 16).reshape(-1, 3)
    found = image.quantize(256 - len(tints), method=Image.Quantize.FASTOCTREE).getpalette()
    found = [255 if value >= 253 else value for value in found]  # averaging greys the white
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(255 * tints).round().astype(int).ravel().tolist(), *found])
    return palette
