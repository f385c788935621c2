"""The bar that tells how far a work is."""

import threading

import pytest

from wayforward.show import waiting
from wayforward.show.session import SESSION
from wayforward.show.waiting import waited_for


def shown(monkeypatch, session: bool, patience: float) -> list[str]:
    """What a bar tells while three things are done; with no patience, it has appeared before the first is done."""
    told, appeared = [], threading.Event()

    class Bar:
        def update(self, words):
            told.append(words.data)

    def display(words, display_id):
        told.append(words.data)
        appeared.set()
        return Bar()

    monkeypatch.setattr(waiting, "display", display)
    monkeypatch.setattr(waiting, "PATIENCE", patience)
    (monkeypatch.setenv if session else monkeypatch.delenv)(SESSION, *(["a.ipynb"] if session else [False]))
    done = []
    for each in waited_for("abc", "Working"):
        done.append(each)
        if session and patience == 0:
            assert appeared.wait(60)
    assert done == ["a", "b", "c"]
    return told


def test_in_a_session_a_bar_comes_within_the_first_and_goes_at_the_end(monkeypatch):
    told = shown(monkeypatch, session=True, patience=0)
    assert list(dict.fromkeys(told[:-1])) == ["Working: ░░░ 0 of 3", "Working: █░░ 1 of 3", "Working: ██░ 2 of 3"]
    assert told[-1] == ""


def test_what_is_done_at_once_shows_no_bar(monkeypatch):
    assert shown(monkeypatch, session=True, patience=600) == []


def test_a_run_shows_no_bar(monkeypatch):
    assert shown(monkeypatch, session=False, patience=0) == []


def test_a_bar_goes_when_something_fails(monkeypatch):
    ended = []
    monkeypatch.setenv(SESSION, "a.ipynb")
    monkeypatch.setattr(waiting._Waiting, "end", lambda bar: ended.append(bar))
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    monkeypatch.setattr(waiting, "display", lambda words, display_id: None)

    def work():
        for _ in waited_for("abc", "Working"):
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        work()
    assert len(ended) == 1
