from helpers.explorables.fit_a_line import BeatTheMachine as beat_the_machine, FiveFates as five_fates, FourWindows as four_windows, OneStep as one_step
from helpers.explorables.choose_a_loss import Twins as twins
from helpers.explorables.start_here import TiltALine as tilt_a_line
from helpers.explorables.many_features import MiniBatches as mini_batches, RoundTheValley as round_the_valley
from helpers.explorables.frameworks import ParityRace as parity_race
from helpers.explorables.diabetes import CrystalBall as crystal_ball, DiabetesAutopsy as diabetes_autopsy, IsItAnyGood as is_it_any_good
