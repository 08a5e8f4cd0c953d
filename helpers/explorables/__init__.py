"""The explorables: one file per notebook, one function per explorable, each returns a Panel."""

from helpers.explorables.choose_a_loss import twins
from helpers.explorables.diabetes import crystal_ball, diabetes_autopsy, is_it_any_good
from helpers.explorables.fit_a_line import beat_the_machine, five_fates, four_windows, one_step
from helpers.explorables.frameworks import parity_race
from helpers.explorables.many_features import mini_batches, round_the_valley
from helpers.explorables.start_here import tilt_a_line
from helpers.explorables.two_layer_relu import backprop_debugger, graveyard, hinge_workshop

__all__ = [
    "backprop_debugger",
    "beat_the_machine",
    "crystal_ball",
    "diabetes_autopsy",
    "five_fates",
    "four_windows",
    "graveyard",
    "hinge_workshop",
    "is_it_any_good",
    "mini_batches",
    "one_step",
    "parity_race",
    "round_the_valley",
    "tilt_a_line",
    "twins",
]
