"""The bar that tells how far a work is."""

from wayforward.show import waiting
from wayforward.show.session import SESSION
from wayforward.show.waiting import waited_for


def shown(monkeypatch, session: bool, patience: float) -> list[str]:
    """What a bar tells while three things are done."""
    told = []

    class Bar:
        def update(self, html):
            told.append(html.data)

    def display(html, display_id):
        told.append(html.data)
        return Bar()

    monkeypatch.setattr(waiting, "display", display)
    monkeypatch.setattr(waiting, "PATIENCE", patience)
    (monkeypatch.setenv if session else monkeypatch.delenv)(SESSION, *(["a.ipynb"] if session else [False]))
    assert list(waited_for("abc", "Working")) == ["a", "b", "c"]
    return told


def test_in_a_session_each_thing_done_is_told_and_the_bar_goes_at_the_end(monkeypatch):
    told = shown(monkeypatch, session=True, patience=-1)
    assert [text[text.find("value"):].split('"')[1] for text in told[:-1]] == ["0", "1", "2"]
    assert told[-1] == ""


def test_what_is_done_at_once_shows_no_bar(monkeypatch):
    assert shown(monkeypatch, session=True, patience=60) == []


def test_a_run_shows_no_bar(monkeypatch):
    assert shown(monkeypatch, session=False, patience=-1) == []
