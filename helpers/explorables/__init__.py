"""The explorables: one file per notebook, one class per explorable; notebooks call them by the names below."""

from helpers.explorables import (
    add_machines,
    choose_a_loss,
    diabetes,
    fit_a_line,
    frameworks,
    many_features,
    start_here,
    two_layer_relu,
)

tilt_a_line = start_here.TiltALine
beat_the_machine = fit_a_line.BeatTheMachine
five_fates = fit_a_line.FiveFates
four_windows = fit_a_line.FourWindows
one_step = fit_a_line.OneStep
twins = choose_a_loss.Twins
mini_batches = many_features.MiniBatches
round_the_valley = many_features.RoundTheValley
crystal_ball = diabetes.CrystalBall
diabetes_autopsy = diabetes.DiabetesAutopsy
is_it_any_good = diabetes.IsItAnyGood
backprop_debugger = two_layer_relu.BackpropDebugger
graveyard = two_layer_relu.Graveyard
hinge_workshop = two_layer_relu.HingeWorkshop
parity_race = frameworks.ParityRace
add_workers = add_machines.AddWorkers

__all__ = [
    "add_workers",
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
