"""The bar that tells how far a work is."""

from wayforward.show import waiting
from wayforward.show.session import SESSION
from wayforward.show.waiting import waited_for


def shown(monkeypatch, session: bool, patience: float) -> list[str]:
    """What a bar tells while three things are done."""
    told = []

    class Bar:
        def update(self, words):
            told.append(words.data)

    def display(words, display_id):
        told.append(words.data)
        return Bar()

    monkeypatch.setattr(waiting, "display", display)
    monkeypatch.setattr(waiting, "PATIENCE", patience)
    (monkeypatch.setenv if session else monkeypatch.delenv)(SESSION, *(["a.ipynb"] if session else [False]))
    assert list(waited_for("abc", "Working")) == ["a", "b", "c"]
    return told


def test_in_a_session_each_thing_done_is_told_and_the_bar_goes_at_the_end(monkeypatch):
    told = shown(monkeypatch, session=True, patience=-1)
    assert told[:-1] == ["Working: ░░░ 0 of 3", "Working: █░░ 1 of 3", "Working: ██░ 2 of 3"]
    assert told[-1] == ""


def test_what_is_done_at_once_shows_no_bar(monkeypatch):
    assert shown(monkeypatch, session=True, patience=60) == []


def test_a_run_shows_no_bar(monkeypatch):
    assert shown(monkeypatch, session=False, patience=-1) == []
