"""What Tab offers between the brackets of a page's calls."""

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import wayforward as wf
from wayforward.report.completion import offered

SERIES = ["far_from_home", "far_from_home_distance_known"]
SET = ["miles=", "former=", "confidential=", "without=", "since=", "baseline=", "neighbours=", "threshold="]


@pytest.fixture(scope="module")
def page():
    return wf.open_report(1, "2025-26-Q4", "hertfordshire")["placed_far_from_home"]


@pytest.mark.parametrize(("method", "inside", "found"), [
    ("vary", "", SET), ("vary", "mi", ["miles="]), ("vary", 'without=["2024"], mi', ["miles="]), ("vary", "miles=", []),
    ("vary", 'without=["2024", ', []), ("vary", 'without=["', []), ("story", '"', SERIES),
    ("data", "series='far_from_home_d", SERIES[1:]), ("chart", "", []),
    ("chart", '"care', []), ("chart", '"far_from_home"', []), ("to_csv", '"', [])])
def test_what_is_offered(page, method, inside, found):
    assert offered(page, method, inside) == found


def test_ipython_offers_these_alone(page):
    shell = InteractiveShell.instance()
    try:
        wf.open_report(1, "2025-26-Q4", "hertfordshire")
        shell.user_ns["page"] = page
        code = "chosen = 1\npage.vary(si"
        with provisionalcompleter():
            found = [(each.text, each.start, each.end) for each in shell.Completer.completions(code, len(code))]
            other = [each.text for each in shell.Completer.completions("isinsta", 7)]
        assert found == [("since=", len(code) - 2, len(code))]
        assert other == ["isinstance"]
    finally:
        InteractiveShell.clear_instance()
