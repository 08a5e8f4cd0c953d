"""The code behind the notebooks of *From a line to a network*. Every file is one idea; start with `network`."""
