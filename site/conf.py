"""Sphinx's settings. MyST-NB, since it reads notebooks as they are stored, and Jupyter's own books are made with it.

The theme is Furo: many projects use it, it brings dark mode, search, a phone's layout and print, and it asks no other
host for anything, fonts included. The PyData and Book themes do more, at several times the size.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the extension mathml, and the names of headings

project = "From a line to a network"
copyright = "the From a line to a network authors: words and pictures CC BY 4.0, code MIT"
language = "en"
smartquotes = False  # the words stay as they are written
extensions = ["myst_nb", "mathml"]

nb_execution_mode = "off"
nb_ipywidgets_js = {}  # would come from another host; panels are shown as their stills
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_heading_slug_func = "book.heading_slug"

html_theme = "furo"
html_title = project
html_math_renderer = "mathml"
html_favicon = "static/icon.svg"
html_static_path = ["static"]
html_css_files = ["book.css"]
html_js_files = [("book.js", {"defer": "defer"})]
html_use_index = False
html_copy_source = False  # the notebooks themselves are there to download
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#00588f",
        "color-brand-content": "#00588f",
        "color-code-background": "#f4f6f8",
    },
    "dark_css_variables": {"color-brand-primary": "#7cc4f5", "color-brand-content": "#7cc4f5"},
}
# Colours that contrast enough for everybody.
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
