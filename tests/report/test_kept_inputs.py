"""What was read stands as long as nothing of it was written."""

import os
import shutil

import pytest

import wayforward as wf
from wayforward import project


@pytest.fixture
def opened(small, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(small, data)
    return lambda period="2025-26-Q4": wf.open_report(4, period, "hertfordshire", data=str(data)), data


def test_the_same_is_not_worked_out_again(opened):
    again, _ = opened
    assert again().evidence is again().evidence
    assert again()["workforce_diversity"].findings is again()["workforce_diversity"].findings


def test_another_period_is(opened):
    again, _ = opened
    assert again().evidence is not again("2024-25-Q4").evidence


def test_a_figure_that_was_written_anew_is_read_anew(opened):
    again, data = opened
    before = again()
    stored = next(path for path in sorted((data / "published").iterdir()) if path.suffix == ".csv")
    os.utime(stored, ns=(1, 1))
    assert again().evidence is not before.evidence


def test_another_project_is_read_for_itself(opened, monkeypatch, tmp_path):
    again, _ = opened
    before = again()
    (tmp_path / project.MARK).touch()
    for name in ("params", "plans"):
        shutil.copytree(project.root() / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert again().evidence is not before.evidence


def test_what_is_varied_has_a_working_out_of_its_own(opened):
    from dataclasses import replace
    evidence = opened[0]().evidence
    assert replace(evidence, as_at="2026-05-31").examinations is not evidence.examinations


def test_at_most_four_are_kept(opened):
    again, _ = opened
    first = again("2024-25-Q1").evidence
    for period in ("2024-25-Q2", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1"):
        again(period)
    assert again("2024-25-Q1").evidence is not first
