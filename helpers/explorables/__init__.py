"""The explorables: one file per notebook, one class per explorable; a notebook calls them by the names below."""

from helpers.explorables.choose_a_loss import Twins as twins
from helpers.explorables.diabetes import CrystalBall as crystal_ball
from helpers.explorables.diabetes import DiabetesAutopsy as diabetes_autopsy
from helpers.explorables.diabetes import IsItAnyGood as is_it_any_good
from helpers.explorables.fit_a_line import BeatTheMachine as beat_the_machine
from helpers.explorables.fit_a_line import FiveFates as five_fates
from helpers.explorables.fit_a_line import FourWindows as four_windows
from helpers.explorables.fit_a_line import OneStep as one_step
from helpers.explorables.frameworks import ParityRace as parity_race
from helpers.explorables.many_features import MiniBatches as mini_batches
from helpers.explorables.many_features import RoundTheValley as round_the_valley
from helpers.explorables.start_here import TiltALine as tilt_a_line
from helpers.explorables.two_layer_relu import BackpropDebugger as backprop_debugger
from helpers.explorables.two_layer_relu import Graveyard as graveyard
from helpers.explorables.two_layer_relu import HingeWorkshop as hinge_workshop

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
