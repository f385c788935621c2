"""The portal's pages: whole without a script, every link leads somewhere, the same bytes for the same runs."""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from typer.testing import CliRunner

from portal.tree import BETTER, OPEN, WORSE, write_public, write_run
from wayforward import ledger
from wayforward.assurance import USUAL
from wayforward.cli import app
from wayforward.errors import RefusedParameters
from wayforward.ledger import Edition
from wayforward.portal import make_site
from wayforward.portal.area_page import page_name

HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def runs(tmp_path) -> Path:
    """Two areas: one with a published period, a failed one, and one that was run again; the other invented."""
    folder = tmp_path / "runs"
    write_run(folder, "hertfordshire/2025-26-Q3", (OPEN, OPEN, BETTER))
    write_run(folder, "hertfordshire/revisions/2025-26-Q4/1", (OPEN, OPEN, BETTER))
    write_run(folder, "hertfordshire/2025-26-Q4", (WORSE, OPEN, BETTER), refused=(2,))
    write_run(folder, "hertfordshire/2026-27-Q1.incomplete", (OPEN,), states=("not run", "dead kernel"))
    write_run(folder, "exampleshire/2025-26-Q4", (BETTER,), area="Exampleshire (invented)", invented=True)
    (folder / "exampleshire" / "2025-26-Q4" / "pack").mkdir()
    (folder / "exampleshire" / "2025-26-Q4" / "pack" / "panel-report.docx").touch()
    return folder


@pytest.fixture
def published(tmp_path) -> Path:
    folder = tmp_path / "published"
    write_public(folder / "hertfordshire" / "2025-26-Q4" / "1", (OPEN, OPEN, BETTER), assured=True)
    write_public(folder / "hertfordshire" / "2025-26-Q4" / "2", (WORSE, OPEN, BETTER), assured=True)
    book = ledger.NOTHING_PUBLISHED
    for number, why in enumerate(("", "a mistake <put right>"), start=1):
        edition = Edition("hertfordshire", "2025-26-Q4", number, "2026-07-01", "Ann Ames", why, {}, ())
        with (folder / "hertfordshire" / "ledger.jsonl").open("ab") as file:
            file.write(ledger.line_of(edition, book))
        book = ledger.read(folder / "hertfordshire" / "ledger.jsonl")
    return folder


def text(path: Path) -> str:
    """What a reader sees of a page, and what is read aloud of its signs."""
    whole = html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))
    words = [part for each in whole.iter() if each.tag not in (f"{HTML}style", f"{HTML}title")
             for part in (each.text, each.get("aria-label"), each.tail) if part]
    return " ".join(" ".join(words).split())


def test_every_page_is_whole_without_a_script_and_every_link_leads_somewhere(runs, published):
    pages = [*make_site(runs, published), *make_site(published)]
    assert [path.parent.name for path in pages] == ["runs", "exampleshire", "hertfordshire", "published",
                                                    "hertfordshire"]
    known = {}
    for path in pages:
        whole = html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))
        known[path] = whole, {each.get("id") for each in whole.iter()}
        assert not [*whole.iter(f"{HTML}script"), *whole.iter(f"{HTML}link"), *whole.iter(f"{HTML}img")]
    links = [(path, urlsplit(each.get("href"))) for path, (whole, _) in known.items()
             for each in whole.iter(f"{HTML}a")]
    assert len(links) > 60
    for path, link in links:
        target = Path(os.path.normpath(path.parent / unquote(link.path))) if link.path else path
        assert target.is_file() and not link.scheme
        if link.fragment and target in known:
            assert link.fragment in known[target][1]


def test_the_first_page_says_what_needs_somebody_and_what_is_new(runs, published):
    told = text(make_site(runs, published)[0])
    assert "Areas: 2; periods: 3, 2025-26-Q3 to 2026-27-Q1; runs: 5." in told
    assert "Invented, and nothing of it real: Exampleshire (invented)." in told
    assert "Hertfordshire, 2026-27-Q1 : 3-back-on-track: dead kernel." in told
    assert "Hertfordshire, 2025-26-Q4 : Promise 2 was refused, wholly or in part." in told
    assert "which 2 of 2 areas have. Of 1 with a period before it, verdicts changed, or how sure" in told
    assert "1. Promise 1: No clear change → Getting worse, on some evidence" in told
    assert "Hertfordshire 2025-26-Q4 draft draft, 2 refused failed" in told         # the row of the area
    assert "1. Promise 1: 1 getting better, 1 getting worse" in told


def test_the_page_of_an_area_has_its_verdicts_over_time_and_its_editions(runs, published):
    told = text(make_site(runs, published)[2])
    assert ("1. Promise 1 Getting worse, on some evidence 88.6% (31 March 2026) ≈ No clear change ! Getting worse, on "
            "some evidence 2. Promise 2") in told
    assert "2025-26-Q3 to 2025-26-Q4: one verdict changed, or how sure it is." in told
    assert "Edition 2 , 1 July 2026: a mistake <put right>" in told
    assert "In the next one: one verdict changed, or how sure it is." in told
    assert "2026-27-Q1: failed" in told and "Failed, or in part 3-back-on-track: dead kernel." in told


def test_an_invented_area_says_so_on_its_page(runs, published):
    told = text(make_site(runs, published)[1])
    assert "Exampleshire (invented) Invented: nothing on this page is real." in told
    assert "panel-report.docx" in told


def test_everybody_sees_editions_alone_and_may_read_them(runs, published):
    first, area = make_site(published)
    assert "What was published" in text(first) and "What needs somebody" not in text(first)
    told = text(area)
    assert "2025-26-Q4: edition 2" in told and "Earlier editions of 2025-26-Q4" in told
    assert "Ann Ames" not in told + text(first)
    assert area.stat().st_mode & 0o777 == 0o644
    (published / "www").mkdir()
    write_public(published / "www" / "hertfordshire" / "2025-26-Q4", (WORSE,), assured=True)
    assert "2025-26-Q4: published" in text(make_site(published / "www")[1])
    with pytest.raises(RefusedParameters, match="it holds runs, which stay inside"):
        make_site(runs)


def test_of_what_was_not_signed_off_everybody_sees_nothing(tmp_path):
    write_public(tmp_path / "hertfordshire" / "2025-26-Q4", (("worsening", "some"),))
    told = text(make_site(tmp_path)[1])
    assert "It cannot be read: it does not say that it was signed off" in told and "Getting worse" not in told


def test_the_same_runs_make_the_same_bytes_and_what_is_the_same_is_left_alone(runs, published):
    pages = make_site(runs, published)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in pages}
    assert make_site(runs, published) == pages
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in pages} == before
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in pages)


def test_nothing_that_stays_inside_is_read(runs, published):
    inside = runs / "hertfordshire" / "2025-26-Q4" / "internal"
    inside.mkdir()
    (inside / "findings.json").write_text('{"secret": "four children"}')
    pages = [path.read_bytes() for path in make_site(runs, published)]
    assert not any(b"four children" in page for page in pages)
    before = (runs / "index.html").read_bytes()
    (inside / "findings.json").unlink()
    make_site(runs, published)
    assert (runs / "index.html").read_bytes() == before


def test_words_of_a_file_never_become_markup(tmp_path):
    bad = "<script>alert(1)</script>"
    folder = write_run(tmp_path / "runs", "a b&c/2025-26-Q4", (("\"><img src=x>", "some"),), area=bad)
    content = json.loads((folder / "findings.json").read_text())
    content["findings"][0] |= {"measure_title": bad, "measure": '"><b>', "unit": bad}
    (folder / "findings.json").write_text(json.dumps(content))
    (folder / '3-"><i>.html').touch()
    for path in make_site(tmp_path / "runs", tmp_path / "published"):
        whole = html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))
        assert not [each for name in ("script", "img", "b", "i") for each in whole.iter(HTML + name)]
        assert bad in text(path)


def test_a_folder_without_runs_says_so_and_none_is_refused(tmp_path):
    (tmp_path / "runs").mkdir()
    [page] = make_site(tmp_path / "runs", tmp_path / "published", USUAL)
    assert "There are no runs here yet." in text(page)
    with pytest.raises(RefusedParameters, match="expected a folder of what was published"):
        make_site(tmp_path / "none")


def test_no_link_in_the_folder_is_followed(runs, published, tmp_path):
    (tmp_path / "elsewhere.html").write_text("mine")
    (runs / "hertfordshire" / "index.html").symlink_to(tmp_path / "elsewhere.html")
    with pytest.raises(RefusedParameters, match="a link within runs"):
        make_site(runs, published)
    assert (tmp_path / "elsewhere.html").read_text() == "mine" and not (runs / "index.html").exists()


def test_the_command(runs, published):
    done = CliRunner().invoke(app, ["site", "--runs", str(runs), "--published", str(published)])
    assert done.exit_code == 0 and "runs/index.html, and 2 pages of areas beside it." in done.stdout
    done = CliRunner().invoke(app, ["site", "--of", str(published)])
    assert done.exit_code == 0 and "published/index.html, and 1 pages" in done.stdout
    refused = CliRunner().invoke(app, ["site", "--of", str(runs)])
    assert refused.exit_code == 2 and "it holds runs" in refused.stderr


def test_a_page_has_the_name_that_its_file_begins_with():
    assert [page_name(each) for each in ("0-panel-report.html", "3-back-on-track.html", "other.html")] == [
        "Panel report", "3 Back on track", "other.html"]


def test_the_close_of_a_plan_is_led_to_inside_alone(runs, published):
    for folder in (runs, published):
        (folder / "hertfordshire" / "close").mkdir()
        (folder / "hertfordshire" / "close" / "our-plan.html").write_text("<!DOCTYPE html><title>A close</title>")
    inside = {path.parent.name: text(path) for path in make_site(runs, published)}
    assert "What became of the plan" in inside["hertfordshire"] and "our-plan" in inside["hertfordshire"]
    assert "neither signed nor published" in inside["hertfordshire"]
    assert "What became of the plan" not in inside["exampleshire"] + text(make_site(published)[1])


def test_what_waits_for_a_signature_is_counted_of_the_newest_period_of_which_there_is_a_whole_run(runs, published):
    told = text(make_site(runs, published)[0])
    assert "Drafts of 2025-26-Q4 that wait for a signature: 2 of 2 runs. Exampleshire (invented), 2025-26-Q4" in told
    assert "Drafts of 2025-26-Q3" not in told
    (runs / "exampleshire" / "2025-26-Q4" / "public" / "findings.json").unlink()
    assert "Drafts of 2025-26-Q4 that wait for a signature: 1 of 1 runs." in text(make_site(runs, published)[0])


def test_a_period_of_another_plan_is_not_compared_with_the_one_before(runs, published):
    write_run(runs, "exampleshire/2026-27-Q1", (WORSE,), area="Exampleshire (invented)", invented=True, plan="the-next")
    write_run(runs, "exampleshire/2026-27-Q2", (OPEN,), area="Exampleshire (invented)", invented=True, plan="the-next")
    first, pages = make_site(runs, published)[0], {path.parent.name: text(path) for path in make_site(runs, published)}
    changed = "1. Promise 1: Getting worse, on some evidence → No clear change"
    assert changed in text(first) and changed in pages["exampleshire"]
    assert "Getting better, on strong evidence → " not in text(first) + pages["exampleshire"]
    assert "The verdict of each promise, period by period (the-next)" in pages["exampleshire"]
