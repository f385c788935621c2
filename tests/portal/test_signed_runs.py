"""A run that is made, signed, published and touched: what its area's page says at each step."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from portal.test_site import text
from runner.conftest import SAVE, official, write_notebook, write_project
from runner.signing import sign_as, signed
from wayforward.portal import make_site
from wayforward.runner.parameters import RunParameters
from wayforward.runner.publish import Publisher, publish
from wayforward.runner.run import run_period

STEM = "1-local-community"
HEADLINE = official(1, "s").replace("}]", ", 'measure': 'm', 'measure_title': 'Homes', 'ambition': 1, 'area': 'Hertford"
                                          "shire', 'verdict': 'worsening', 'evidence': 'some', 'latest': None}]")


@pytest.fixture
def run(tmp_path, monkeypatch) -> Path:
    """A whole run of one notebook, in a project of its own, which is also the current folder."""
    write_project(tmp_path)
    partial(write_notebook, tmp_path)(STEM, save=SAVE.format(stem=STEM, findings=HEADLINE))
    monkeypatch.chdir(tmp_path)
    result = run_period(RunParameters(period="2025-26-Q4", area="hertfordshire"))
    assert result.whole
    return result.folder


def test_each_step_is_told(run):
    def told() -> str:
        return text(make_site(Path("runs"), Path("published"))[1])

    assert "2025-26-Q4: draft As known on 30 June 2026. Draft, not assured; nobody has signed." in told()
    assert "1. Homes Getting worse, on some evidence –" in told()
    sign_as(run, "analyst")
    assert "signed by the analyst, not yet by the assurer and approver." in told()
    for role in ("assurer", "approver"):
        sign_as(run, role)
    assert "2025-26-Q4: signed As known on 30 June 2026. Signed by the analyst, assurer and approver; not published." \
        in told()
    page = run / "public" / f"{STEM}.html"
    kept = page.read_bytes()
    page.write_bytes(kept + b" ")
    assert f"2025-26-Q4: seal broken As known on 30 June 2026. public/{STEM}.html was changed since" in told()
    page.write_bytes(kept)
    publish(run, Path("published"), Publisher("ann", date(2026, 7, 1), "the first"))
    assert "Published as edition 1 on 1 July 2026, with these findings." in told()
    assert "Edition 1 , 1 July 2026: the first" in told()
    assert "ann" not in told().split() and "Ann Ames" not in told()
    assert "2025-26-Q4: edition 1" in text(make_site(Path("published"))[1])


def test_a_sign_off_touched_by_hand_is_told(run):
    signed(run)
    (run / "sign-off.json").write_text("{}")
    assert "sign-off.json is not as it was written" in text(make_site(Path("runs"), Path("published"))[1])
