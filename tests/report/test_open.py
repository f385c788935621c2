"""The doors of a report: values that are no text are refused in words, and what is saved tells what it stood on."""

import json
import subprocess
import sys
from datetime import date

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import wayforward as wf
from wayforward import project
from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.finding import to_json
from wayforward.input_tracking import digest, folder_digest
from wayforward.ledger import CellKey, Edition, Ledger, line_of, read
from wayforward.report import inputs
from wayforward.report.findings_folder import ALLOWED
from wayforward.report.open import examine_measure, read_inputs, save, saved
from wayforward.runner.merge import read_part

PARAMETERS = 'period = ""\narea = "hertfordshire"\nas_at = ""\ndata = "data"\nfindings = ""'
OPEN = "import wayforward as wf\npanel = wf.open_panel(period, area, as_at, data, findings)"


def run(folder, *arguments: str) -> list[str]:
    """What the second cell put out as its error when papermill ran it with some arguments."""
    cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), new_code_cell(OPEN)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "in.ipynb")
    ran = subprocess.run([sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb", *arguments], cwd=folder,
                         capture_output=True, text=True)
    assert ran.returncode == 1, ran.stderr
    (error,) = [output for cell in nbformat.read(folder / "out.ipynb", as_version=4).cells
                for output in cell.get("outputs", []) if output.output_type == "error"]
    return error.traceback


def test_everything_that_papermill_or_yaml_made_something_else_is_told_at_once_in_plain_lines(tmp_path):
    (tmp_path / "wrong.yaml").write_text("area: [hertfordshire]\nas_at: 20260630\ndata: yes\nfindings:\n")
    refused, *told = run(tmp_path, "-p", "period", "2021_22", "-f", "wrong.yaml")
    assert refused == "RefusedParameters: the parameters are refused; nothing was read:"
    assert told[0] == ('  - period: expected text such as "2025-26-Q4"; got 202122, a number: '
                       'quote it (papermill -r, or "…" in YAML)')
    assert [line.partition("; ")[2].partition(": ")[0] for line in told[1:]] == [
        "got ['hertfordshire'], a list", "got 20260630, a number", "got True, true or false", "got None"]


@pytest.mark.parametrize(("given", "said"), [
    ({"period": 2025}, "period: .* got 2025, a number"),
    ({"as_at": date(2026, 6, 30)}, r"as_at: expected text such as \"2026-06-30\"; got .*, a day"),
    ({"data": {"a": 1}}, "data: .* a mapping"),
    ({"area": 1.5}, "area: .* got 1.5, a number"),
    ({"as_at": None}, "as_at: .* got None: quote it"),
])
def test_an_ambitions_report_refuses_them_too(given, said):
    with pytest.raises(RefusedParameters, match=said):
        wf.open_report(3, **{"period": "2025-26-Q4", "area": "hertfordshire"} | given)


@pytest.fixture
def evidence():
    return read_inputs("2025-26-Q4", "hertfordshire")


def test_where_to_save_is_a_text_or_nothing(evidence):
    save("", "1-local-community", [], evidence, "")
    with pytest.raises(RefusedParameters, match=r"findings: expected text such as .* got 5, a number"):
        save(5, "1-local-community", [], evidence, "")


RELEASES = {"published/releases.toml": "read when figures are added, by whatever ran before in this process"}


def test_a_saved_part_tells_whose_it_is_what_it_stood_on_and_what_it_cost(tmp_path, evidence, monkeypatch):
    monkeypatch.setenv("WAYFORWARD_TOKEN", "ours")
    monkeypatch.setenv(ALLOWED, str(tmp_path))
    save(str(tmp_path), "1-local-community", [], evidence, "A story")
    part, published = read_part(tmp_path / "1-local-community.json", "ours"), project.resolve("data/published")
    assert part.narrative == "A story"
    read = {name: told for name, told in part.reads.files.items() if name.startswith("published/")}
    assert read | RELEASES == {f"published/{path.name}": digest(path) for path in published.iterdir()} | RELEASES
    assert part.reads.folders["published"] == folder_digest(published)
    assert part.spent.keys() <= {"imports", "figures"}
    assert part.peak_mb is None or part.peak_mb > 50


def test_a_part_tells_which_ledger_it_knew(tmp_path, monkeypatch):
    monkeypatch.setenv(ALLOWED, str(tmp_path))
    path = tmp_path / "hertfordshire" / "ledger.jsonl"
    path.parent.mkdir()
    cell = dict.fromkeys(CellKey._fields, "") | {"measure": "care_leavers", "value": 522}
    path.write_bytes(line_of(Edition("hertfordshire", "2025-26-Q3", 1, "2026-04-01", "ann", "", {}, (cell,)), Ledger()))
    evidence = read_inputs("2025-26-Q4", "hertfordshire", published=str(tmp_path))
    assert list(evidence.ledger.told.values()) == [(522,)]
    save(str(tmp_path), "1-local-community", [], evidence, "")
    assert read_part(tmp_path / "1-local-community.json").ledger == read(path).sha256
    path.write_bytes(path.read_bytes() + b"{}")
    with pytest.raises(RefusedInputs, match=r"hertfordshire/ledger\.jsonl, line 2"):
        read_inputs("2025-26-Q4", "hertfordshire", published=str(tmp_path))


def test_the_published_part_is_what_the_panel_reads(tmp_path, evidence, monkeypatch):
    monkeypatch.setenv(ALLOWED, str(tmp_path))
    found = wf.open_report(3, "2025-26-Q4", "hertfordshire").findings
    save(str(tmp_path), "3-back-on-track", found, evidence, "")
    path = tmp_path / "3-back-on-track.json"
    path.write_bytes(read_part(path).published())
    assert "token" not in json.loads(path.read_text(encoding="utf-8"))
    assert [to_json(each) for each in saved(str(tmp_path), "3-back-on-track")] == [to_json(each) for each in found]
    assert saved(str(tmp_path), "1-local-community") is None


def test_of_returns_files_read_tells_neither_names_nor_rows_nor_fingerprints():
    evidence = read_inputs("2025-26-Q4", "exampleshire")
    examine_measure(evidence.plan.measure("audit_grades"), evidence)
    rows = inputs.checks(evidence).parts[0]._tbl_data.set_index("File")
    [returned] = [name for name in rows.index if name.startswith("Return: ")]
    assert returned.endswith(" files)")
    assert rows.loc[returned].tolist() == ["–", "–"]
    figures = rows.loc["published/areas.csv"]
    assert (figures["Rows"], len(figures["Fingerprint (sha256)"])) == ("1", 12)
