"""Whose is which file, in what learning platforms export."""

import io
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.classroom import submissions

NOTEBOOK = nbformat.writes(new_notebook(cells=[new_code_cell("1")])).encode()


def archive(path, files):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def packed(files):
    buffer = io.BytesIO()
    archive(buffer, files)
    return buffer.getvalue()


def found(*paths):
    return {(submission.learner, submission.file) for submission in submissions.find(paths)}


def test_moodle_names_folders(tmp_path):
    path = archive(
        tmp_path / "class.zip",
        {
            "Ann Lee_101_assignsubmission_file/01_fit_a_line.ipynb": NOTEBOOK,
            "Ann Lee_102_assignsubmission_file_/work.ipynb": NOTEBOOK,
            "Bo Ek_103_assignsubmission_file/essay.docx": b"PK",
            "Bo Ek_103_assignsubmission_file/notes.txt": b"",
            "Cy_104_assignsubmission_file/01.ipynb": NOTEBOOK,
            "Cy_104_assignsubmission_file/data.csv": b"1,2",
            "Cy_104_assignsubmission_file/.ipynb_checkpoints/01-checkpoint.ipynb": NOTEBOOK,
            "__MACOSX/Cy_104_assignsubmission_file/._01.ipynb": b"\0",
        },
    )
    assert found(path) == {
        ("Ann Lee_101", "Ann Lee_101_assignsubmission_file/01_fit_a_line.ipynb"),  # there are two of that name
        ("Ann Lee_102", "Ann Lee_102_assignsubmission_file_/work.ipynb"),
        ("Bo Ek", "Bo Ek_103_assignsubmission_file/essay.docx"),
        ("Cy", "Cy_104_assignsubmission_file/01.ipynb"),
    }


def test_canvas_names_files(tmp_path):
    names = ["leeann_101_2001_01_fit_a_line.ipynb", "ekbo_LATE_103_2002_01_fit_a_line-1.ipynb"]
    path = archive(tmp_path / "submissions.zip", dict.fromkeys(names, NOTEBOOK))
    assert {learner for learner, _ in found(path)} == {"leeann", "ekbo"}


def test_folders_archives_in_them_and_single_notebooks(tmp_path):
    for name in ("dee/01.ipynb", "dee/deep/03.ipynb", "eve.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(NOTEBOOK)
    (tmp_path / "fay").mkdir()
    archive(tmp_path / "fay/work.zip", {"01.ipynb": NOTEBOOK, "inner.zip": packed({"03.ipynb": NOTEBOOK})})
    assert found(tmp_path) == {
        ("dee", "dee/01.ipynb"),
        ("dee", "dee/deep/03.ipynb"),
        ("eve", "eve.ipynb"),
        ("fay", "fay/work/01.ipynb"),
        ("fay", "fay/work/inner/03.ipynb"),
    }
    assert found(tmp_path / "eve.ipynb") == {("eve", "eve.ipynb")}


def test_a_folder_around_all_of_them_is_no_learner(tmp_path):
    path = archive(tmp_path / "a.zip", {"week 1/ann/01.ipynb": NOTEBOOK, "week 1/bo/01.ipynb": NOTEBOOK})
    assert {learner for learner, _ in found(path)} == {"ann", "bo"}


def test_an_archive_may_hold_an_archive_that_is_none_and_names_that_lead_out(tmp_path):
    path = archive(tmp_path / "a.zip", {"ann/b.zip": b"no archive", "../../bo.ipynb": NOTEBOOK})
    assert {file for _, file in found(path)} == {"ann/b.zip", "../../bo.ipynb"}
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]  # nothing is unpacked


def test_a_notebook_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "LARGEST", 1000)
    path = archive(tmp_path / "a.zip", {"big.ipynb": b" " * 10**6})
    (submission,) = submissions.find([path])
    assert len(submission.read()) == 1001
    with pytest.raises(ValueError, match="it is larger than"):
        submission.cells()


def test_notebooks_of_older_jupyters_are_read(tmp_path):
    old = (
        b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"metadata": {}, "cells": [{"cell_type": '
    )
    old += b'"code", "language": "python", "metadata": {}, "collapsed": false, "input": ["1"], "outputs": []}]}]}'
    (tmp_path / "old.ipynb").write_bytes(b"\xef\xbb\xbf" + old)
    (submission,) = submissions.find([tmp_path])
    assert [cell.source for cell in submission.cells()] == ["1"]


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="not there"):
        submissions.find([tmp_path / "nothing"])
