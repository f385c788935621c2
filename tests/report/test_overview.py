"""What a report and a page show of themselves, and what completes at a prompt."""

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import wayforward as wf
from wayforward.report.panel import Panel


@pytest.fixture(scope="module")
def report():
    return wf.open_report(3, "2025-26-Q4", "hertfordshire")


@pytest.fixture(scope="module")
def completed(report):
    shell = InteractiveShell()
    shell.push({"wf": wf, "report": report, "page": report["attainment_gap"]})

    def complete(code: str) -> list[str]:
        with provisionalcompleter():
            return [found.text for found in shell.Completer.completions(code, len(code))]

    return complete


def test_a_report_names_its_measures_with_their_headlines(report):
    first, _, *lines = repr(report).splitlines()
    assert first.startswith("**Ambition 3: ") and ". Hertfordshire, January to March 2026" in first
    assert [line.split("`")[1] for line in lines] == [f'["{name}"]' for name in report.pages]
    assert "88.6% (year to 31 March 2025), no clear change" in lines[-1]


def test_a_page_shows_its_promise_its_chart_and_its_series(report):
    shown = repr(report["attainment_gap"])
    assert shown.startswith("**5. ") and "Line chart of" in shown
    asked = [line.split('"')[1] for line in shown.splitlines() if line.startswith('- `"')]
    assert asked == [one.series for one in report["attainment_gap"].findings if one.points]


def test_a_page_without_any_figure_says_so():
    assert "No series has a figure." in repr(wf.open_report(1, "2025-26-Q4", "hertfordshire")["journey_footprint"])


def test_a_panel_shows_its_promises(report):
    assert "7. Care leavers in suitable accommodation" in repr(Panel(report.evidence, report.findings))


def test_the_public_names_complete_and_no_others(completed):
    assert completed("wf.") == sorted(wf.__all__)


def test_the_measures_complete(completed, report):
    assert completed('report["') == sorted(report.pages)


def test_nothing_private_of_a_page_completes(completed):
    offered = completed("page.")
    assert {"story", "chart", "table", "findings"} <= set(offered)
    assert [name for name in offered if name.startswith("_")] == []
