"""In what state a period is, in a word and in sentences, and what of it needs somebody."""

from dataclasses import replace
from pathlib import Path

from portal.tree import BETTER, OPEN, WORSE
from wayforward.portal.changes import Change, changes, sign_of, words_of
from wayforward.portal.periods import AreaPeriod, Published
from wayforward.portal.places import Place
from wayforward.portal.shown_run import Promise, ShownRun
from wayforward.runner.sign_off import Signature, SignOff


def promise(number: int, judged: tuple[str, str]) -> Promise:
    return Promise(number, f"m{number}", f"Promise {number}", 3, *judged, "88.6%")


RUN = ShownRun(Place("a", "2025-26-Q4", "", Path("a")), "Hertfordshire", sha256="ab", as_at="2026-06-30",
               states={"0-panel-report": "completed", "3-back-on-track": "completed"},
               promises=(promise(1, WORSE), promise(2, OPEN)))
FAILED = replace(RUN, states={"0-panel-report": "not run", "3-back-on-track": "timed out"})
PERIOD = AreaPeriod("a", "2025-26-Q4", RUN)
ANN, BO = (Signature(role, name, "2026-07-01", "read page by page", {}) for role, name in (
    ("analyst", "Ann"), ("assurer", "Bo")))
FIRST, SECOND = Published(1, "2026-07-01", "", Path("1"), "ab"), Published(2, "2026-08-01", "", Path("2"), "cd")


def brief(period: AreaPeriod) -> tuple[str, str]:
    return period.state.kind, period.state.brief


def test_a_run_is_a_draft_until_everybody_has_signed():
    assert brief(PERIOD) == ("draft", "draft")
    assert PERIOD.state.told == ("Draft, not assured; nobody has signed.",)
    half = replace(PERIOD, seal=SignOff((ANN, BO), ("approver",), ()))
    assert brief(half) == ("draft", "draft")
    assert half.state.told == ("Draft, not assured; signed by the analyst and assurer, not yet by the approver.",)
    whole = replace(PERIOD, seal=SignOff((ANN, BO), (), ()))
    assert brief(whole) == ("signed", "signed")
    assert whole.state.told == ("Signed by the analyst and assurer; not published.",)


def test_a_broken_seal_is_told_before_all_who_signed():
    broken = replace(PERIOD, seal=SignOff((ANN,), (), ("public/findings.json was changed",)))
    assert brief(broken) == ("broken", "seal broken")
    assert broken.troubles == ("public/findings.json was changed.",)


def test_a_run_is_published_where_an_edition_has_its_findings():
    out = replace(PERIOD, published=(FIRST,))
    assert brief(out) == ("published", "edition 1")
    assert out.state.told == ("Published as edition 1 on 1 July 2026, with these findings.",)
    later = replace(PERIOD, published=(SECOND,))
    assert brief(later) == ("draft", "draft")
    assert later.state.told[-1] == "Its findings are others than those of edition 2."
    assert brief(AreaPeriod("a", "p", replace(RUN, assured=True, place=RUN.place._replace(edition="3")))) == (
        "published", "edition 3")


def test_what_was_refused_failed_or_left_out_is_told():
    refused = replace(PERIOD, standing=replace(RUN, refused=(8, 9)))
    assert brief(refused) == ("draft", "draft, 8 and 9 refused")
    assert refused.troubles == ("Promises 8 and 9 were refused, wholly or in part.",)
    failed = AreaPeriod("a", "p", None, FAILED)
    assert brief(failed) == ("failed", "failed")
    assert failed.troubles == ("3-back-on-track: timed out.",)
    part = AreaPeriod("a", "p", None, replace(FAILED, states={"0-panel-report": "not run", "1-a": "completed"}))
    assert brief(part) == ("part", "in part")
    assert part.troubles == ("A part of a run; not run: 0-panel-report.",)
    assert replace(PERIOD, incomplete=FAILED).troubles == ("A later run: 3-back-on-track: timed out.",)
    assert brief(AreaPeriod("a", "p", replace(RUN, problem="gone"))) == ("unreadable", "not readable")
    assert PERIOD.troubles == ()


def test_a_change_is_another_verdict_or_other_evidence_for_it():
    now = replace(RUN, promises=(promise(1, ("worsening", "strong")), promise(2, OPEN), promise(3, BETTER)))
    assert changes(RUN, now) == [Change(1, "Promise 1", "Getting worse, on some evidence",
                                        "Getting worse, on strong evidence")]
    assert str(changes(RUN, now)[0]) == ("1. Promise 1: Getting worse, on some evidence → Getting worse, on strong "
                                         "evidence")
    assert changes(RUN, RUN) == []


def test_a_verdict_that_this_version_does_not_know_is_shown_as_it_stands():
    unknown = promise(1, ("<soaring>", "some"))
    assert (words_of(unknown), sign_of(unknown)) == ("<soaring>", ("?", ""))
    assert sign_of(promise(1, WORSE)) == ("!", "worsening")
