"""What a run is asked for never leads it to write elsewhere."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runner.conftest import AREAS
from wayforward.areas import local_authorities
from wayforward.errors import RefusedParameters, WayforwardError
from wayforward.plans import plan_folder
from wayforward.report.findings_folder import ALLOWED, part_file
from wayforward.runner.notebook.execute import execute
from wayforward.runner.parameters import RunParameters, check_runs, load_all, write_parameters
from wayforward.runner.period import target_of
from wayforward.runner.run import run_all
from wayforward.runner.run_folder import building, period_lock, write

LEADING = ["..", "../..", "../../etc", "/etc", "/", "~", "~root", "", ".", "...", "2025-26-Q4/..", "2025-26-Q4/../x",
           "2025-26-Q4.", "2025-26-Q4..", "2025-26-Q4 ", "2025-26-Q4\0", "hertfordshire\0", "hertfordshire.",
           "hertfordshire/../..", "..\\..", "C:\\", "C:", "\\\\server\\share", "con", "NUL", "com1", "aux.txt",
           "x" * 5_000,
           "２０２５-26-Q4", "2025‑26‑Q4", "hertfоrdshire", "hertfordshire\u200b", "．．／", "\u2024\u2024/",
           "file:///etc", "%2e%2e%2f",
           "hertfordshire\n", "$HOME", "`id`", "*", "2025-26-Q4*"]
FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


@pytest.mark.parametrize("name", ["period", "area", "plan"])
@pytest.mark.parametrize("value", LEADING)
def test_no_period_area_or_plan_is_a_path(home, name, value):
    asked = {"period": "2025-26-Q4", "area": "hertfordshire"} | {name: value}
    with pytest.raises(RefusedParameters):
        check_runs([RunParameters(**asked)], [])


@pytest.mark.parametrize("value", LEADING)
def test_nor_where_it_is_used_by_itself(home, value):
    with pytest.raises(WayforwardError):
        load_all([value], {})
    with pytest.raises(WayforwardError):
        write_parameters(value, "hertfordshire")
    with pytest.raises(WayforwardError):
        plan_folder(value)


@FOLDER
@given(st.text(max_size=12) | st.text("./\\~2025-6Q4hertfordsi", max_size=12))
def test_nor_is_any_other_text(home, value):
    for name in ("period", "area", "plan"):
        asked = RunParameters(**({"period": "2025-26-Q4", "area": "hertfordshire"} | {name: value}))
        try:
            check_runs([asked], [])
        except RefusedParameters:
            continue
        assert target_of(asked, home / "runs").resolve().parent.parent == home / "runs"


@pytest.mark.parametrize("name", ["..", "../out", "a/b", "con", "lpt1", "Ｈ", "h.", "x" * 61, "a b", "é", "a\\b", "~"])
def test_a_register_whose_area_is_a_path_is_refused(home, name):
    (home / "data" / "published" / "areas.csv").write_text(AREAS.replace("hertfordshire,", f"{name},", 1))
    with pytest.raises(RefusedParameters, match="of which no folder can bear the name"):
        local_authorities("data")


@pytest.mark.parametrize("data", ["..", "/", "nowhere\0", "~", "x" * 5_000, "\\\\server\\share"])
def test_a_data_folder_may_lie_anywhere_and_must_be_one(home, data):
    with pytest.raises(RefusedParameters, match="is not a data folder"):
        local_authorities(data)
    assert local_authorities(str(home / "data")).keys() == local_authorities("data").keys()


@pytest.mark.parametrize("folder", ["..", "../..", "parts/../..", "/etc", "/", "parts\0", "out", "parts/out",
                                    "~/../../.."])
@pytest.mark.parametrize("of_a_run", [True, False])
def test_findings_stay_in_the_folder_of_the_run_or_in_the_project(home, monkeypatch, folder, of_a_run):
    (home / "parts").mkdir()
    for link in (home / "out", home / "parts" / "out"):
        link.symlink_to(home.parent, target_is_directory=True)
    if of_a_run:
        monkeypatch.setenv(ALLOWED, "parts")
        with pytest.raises(RefusedParameters, match="within the folder of its run"):
            part_file("elsewhere", "1-local-community")
    with pytest.raises(RefusedParameters, match="findings: expected a folder within the"):
        part_file(folder, "1-local-community")
    assert part_file("parts", "1-local-community") == home / "parts" / "1-local-community.json"


def test_a_part_that_is_a_link_out_of_the_project_is_not_written(home):
    (home / "1-local-community.json").symlink_to(home.parent / "out.json")
    with pytest.raises(RefusedParameters, match="with no link out of it"):
        part_file(".", "1-local-community")


def test_a_notebook_of_a_run_is_told_the_one_folder_that_it_may_write_into(home, notebook):
    path = notebook("1-local-community", f"import os\nprint(os.environ['{ALLOWED}'].rpartition(os.sep)[2])")
    values = {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "", "data": "data", "findings": "parts"}
    (home / "parts").mkdir()
    assert execute(path, values).nb.cells[4].outputs[0].text == "parts\n"


@pytest.mark.skipif(os.name != "posix", reason="links as Unix has them")
@pytest.mark.parametrize("inside", ["hertfordshire", "hertfordshire/2025-26-Q4", "hertfordshire/revisions", ".locks",
                                    "hertfordshire/revisions/2025-26-Q4", "hertfordshire/2025-26-Q4.incomplete",
                                    "hertfordshire/.2025-26-Q4.building", "hertfordshire/.2025-26-Q4.ready",
                                    ".locks/hertfordshire.2025-26-Q4.owner", ".locks/hertfordshire.2025-26-Q4.lock"])
def test_a_link_within_the_folder_of_runs_is_refused_and_nothing_is_written_where_it_leads(home, notebook, inside):
    notebook("1-local-community")
    out = home / "out"
    out.mkdir()
    (home / "runs" / inside).parent.mkdir(parents=True)
    (home / "runs" / inside).symlink_to(out)
    [result] = run_all([RunParameters(period="2025-26-Q4", area="hertfordshire")])
    assert isinstance(result.stopped, RefusedParameters)
    assert str(result.stopped).startswith(f"runs: {inside}: a link within runs")
    assert not list(out.iterdir())


def test_the_folder_of_runs_may_itself_be_a_link(home):
    (home / "disk").mkdir()
    (home / "runs").symlink_to(home / "disk")
    with period_lock(home / "runs" / "hertfordshire" / "2025-26-Q4"):
        write(building(home / "runs" / "hertfordshire" / "2025-26-Q4") / "a", b"1")
    assert (home / "disk" / "hertfordshire" / ".2025-26-Q4.building" / "a").read_bytes() == b"1"


def test_what_an_interrupted_run_left_holds_no_link(home):
    target = home / "runs" / "hertfordshire" / "2025-26-Q4"
    (building(target) / ".parts").symlink_to(home)
    with pytest.raises(RefusedParameters, match=r"runs: \.parts: a link within"):
        building(target)
