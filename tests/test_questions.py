"""The questions for the room: their right answer is what the panel then shows."""

import csv
import re

import pytest
from common import at
from test_explorables import REACHED

from helpers import explorables
from helpers.classroom import course, questions

# What of the words that the panel ends with is the answer: a text in them, or how to read it off them.
SHOWN = {
    "tilt_a_line": "falls",
    "beat_the_machine": r"smallest at w = (\d+\.\d+)",
    "one_step": lambda said: "shorter" if _steps(said)[1] < _steps(said)[0] else "longer",
    "five_fates": lambda said: "zigzag in" if _zigzags(said) else "another",
    "four_windows": lambda said: "across first, then along the valley" if "crept along it" in said else "another",
    "twins": r"with η = ([\d.]+)",
    "mini_batches": lambda said: min(re.findall(r"([\d.]+)% with (\w+)", said), key=lambda row: float(row[0]))[1],
    "round_the_valley": r"it is (\d+)",
    "parity_race": lambda said: "shrink" if _apart(said)[1] < 0.01 * _apart(said)[0] else "another",
    "crystal_ball": r"after (\d+) million",
    "diabetes_autopsy": r"it is (\d+)",
    "is_it_any_good": r"([\d.]+) apart",
    "hinge_workshop": "stays level",
    "backprop_debugger": r"with (\d) of the seven",
    "add_workers": lambda said: "it depends, perhaps even slower" if "slower" in said else "another",
    "graveyard": lambda said: "none" if ", and 0 of them back" in said else "another",
}


def _steps(said):
    return [abs(float(step)) for step in re.findall(r"is ([+-][\d.]+)", said)]


def _apart(said):
    return [float(number) for number in re.findall(r"([\d.]+)(?: apart| after)", said)]


def _zigzags(said):
    """Whether the weights on the way lie now on this side, now on that, and ever less far away."""
    w = [float(number) for number in re.search(r"w went ([\d., ]+),", said)[1].split(", ")]
    steps = [after - before for before, after in zip(w, w[1:], strict=False)]
    return all(a * b < 0 and abs(b) < abs(a) for a, b in zip(steps, steps[1:], strict=False))


IN_WORDS = {"none": 0, "a million": 1e6, "ten million": 1e7}


def number(text):
    """What an option like "about 4.5" or "ten million" says."""
    if text in IN_WORDS:
        return IN_WORDS[text]
    found = re.search(r"[\d.,]+", text)
    return float(found[0].replace(",", "").rstrip("."))


def answer(name, options, said):
    """The option that these words bear out."""
    how = SHOWN[name]
    if callable(how):
        return how(said)
    if "(" in how:
        shown = float(re.search(how, said)[1]) * (1e6 if name == "crystal_ball" else 1)
        return min(options, key=lambda option: abs(number(option) - shown))
    (option,) = [option for option in options if how in option and how in said]
    return option


@pytest.fixture(scope="module")
def asked():
    return {question.explorable: question for question in questions.questions(course.lessons())}


@pytest.mark.parametrize("name", explorables.__all__)
def test_the_right_answer_is_what_the_panel_then_shows(name, asked):
    panel = getattr(explorables, name)()
    question = asked[name]
    panel.answer(panel.question.options[0])
    at(panel, **REACHED[type(panel)][1])
    assert (question.prompt, question.options) == (panel.question.prompt, tuple(panel.question.options))
    assert question.right == answer(name, question.options, panel.said)


def test_gift_and_csv_say_the_same(asked, tmp_path):
    questions.write(tmp_path, asked.values())
    text = (tmp_path / "questions.gift").read_text(encoding="utf-8")
    blocks = re.findall(r"^::(\w+)::(.+?) \{\n(.+?)\n\}$", text, re.DOTALL | re.MULTILINE)
    with (tmp_path / "questions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["explorable"]: row for row in csv.DictReader(file)}
    assert list(rows) == [name for name, *_ in blocks]
    assert set(rows) == set(explorables.__all__)
    for name, prompt, body in blocks:
        options = re.findall(r"^  ([=~])(.+)$", body, re.MULTILINE)
        assert [sign for sign, _ in options].count("=") == 1
        right = next(k for k, (sign, _) in enumerate(options, 1) if sign == "=")
        assert (unescaped(prompt), str(right)) == (rows[name]["question"], rows[name]["right option"])
        assert [unescaped(option) for _, option in options] == [
            rows[name][f"option {k + 1}"] for k in range(len(options))
        ]
        assert not re.search(r"(?<!\\)[#{}:~=]", prompt)


def unescaped(text):
    return re.sub(r"\\(.)", r"\1", text)
