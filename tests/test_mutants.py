"""Every check's cases tell the notebook's solution from that solution with one thing in it changed."""

import pytest
from mutants import solutions, survey

SOLUTIONS = solutions()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_mutant_is_rejected_or_right(name):
    if name == "torch_loop":
        pytest.importorskip("torch", reason="the extra `frameworks` is not installed")
    count, _, alive = survey(name, *SOLUTIONS[name])
    assert count > 0
    assert alive == []
