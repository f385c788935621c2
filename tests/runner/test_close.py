"""The close of a plan as files and from the command line."""

import json
from dataclasses import replace
from functools import cache

import pytest
from typer.testing import CliRunner

from wayforward.cli import app
from wayforward.report import close_page
from wayforward.report.plan_close import close_plan
from wayforward.runner.close import NotProved, write_close


@cache
def closed():
    return close_plan(as_at="2026-11-30")


def test_page_and_values_are_written(tmp_path):
    written = write_close(closed(), tmp_path / "close")
    page = written.page.read_text("utf-8")
    assert sorted(each.name for each in written.page.parent.iterdir()) == [
        "our-way-forward-2021-2026.html", "our-way-forward-2021-2026.json"]
    assert "Draft, not assured." in page and "<script" not in page and page.count("<section") == 16
    assert "it is not signed off, it was not tried whether it gives somebody away, and it is not published" in page
    assert {each.stat().st_mode & 0o777 for each in (written.page, written.values)} == {0o600}
    assert json.loads(written.values.read_text("utf-8")) == closed().as_parts()


def test_what_does_not_prove_is_not_written(tmp_path, monkeypatch):
    """The verdict of the attainment gap told as another."""
    honest = close_page.told
    monkeypatch.setattr(close_page, "told", lambda promise: tuple(
        replace(each, verdict=each.verdict.replace("no clear change", "getting better")) for each in honest(promise)))
    with pytest.raises(NotProved, match="promise 5 ") as refused:
        write_close(closed(), tmp_path / "close")
    assert "says getting better; the finding says “no clear change”" in str(refused.value)
    assert refused.value.exit_code == 4 and not (tmp_path / "close").exists()


def test_from_the_command_line(tmp_path):
    told = CliRunner().invoke(app, ["close", "--as-at", "2026-11-30", "--out", str(tmp_path)])
    assert told.exit_code == 0
    assert "Last figures still to come:" in told.stdout
    assert "7. Care leavers aged 19 to 21 in suitable accommodation, year to 31 March 2026: was due" in told.stdout
    assert (tmp_path / "our-way-forward-2021-2026.json").is_file()


@pytest.mark.parametrize(("given", "told"), [
    (["--area", "atlantis"], "atlantis"), (["--plan", "no-such"], "there is no plan 'no-such'"),
    (["--as-at", "2021-05-01"], "none of its quarters has ended"),
    (["--as-at", "30/11/2026"], "expected a day such as")])
def test_what_is_refused(given, told):
    result = CliRunner().invoke(app, ["close", *given])
    assert result.exit_code == 2 and told in result.stderr
