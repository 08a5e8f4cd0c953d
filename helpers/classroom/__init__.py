"""What a teacher runs: the report on a class, the editions of the notebooks, the questions for the room.

    python -m helpers.classroom SUBMISSIONS… --out FOLDER

`submissions` finds the notebooks in what a learning platform exports, `guard` runs each in a process of its own
(`execute`, behind a `fence`), `judge` reads from its outputs how far the learner got, `report` tells it of the class.
"""
