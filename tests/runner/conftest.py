"""A small project in a folder of its own, with notebooks of a few lines."""

import os
import shutil
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from wayforward.runner.parameters import RunParameters

os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])     # the workers of a pool find the tests' own work

PLANS = Path(__file__).parents[2] / "plans"
PARAMETERS = "".join(f'{name} = "{value}"  # a remark\n' for name, value in RunParameters(
    period="2025-26-Q4", area="hertfordshire").model_dump().items())

SAVE = """\
import json, os
from wayforward import project
part = {{"notebook": "{stem}", "findings": {findings}, "narrative": "The story of {stem}.",
        "token": os.environ["WAYFORWARD_TOKEN"], "reads": {{"files": {{}}, "folders": {{}}}},
        "inputs": [{{"path": "data/published/areas.csv", "rows": 3, "sha256": "ab12"}}]}}
(project.resolve(findings) / "{stem}.json").write_text(json.dumps(part))
"""


def counted(numerator: int) -> str:
    """What a notebook finds that counts so many of 64 children from a return."""
    return str([{"number": 1, "headline": True, "origin": "extract", "series": "far", "measure": "m", "title": "Title",
                 "kind": "proportion", "unit": "%", "decimals": 1, "groups": [], "of": "children looked after",
                 "counted": "were far away", "supplied_by": "the return of children looked after",
                 "points": [{"period": "31 March 2026", "end": "2026-03-31", "value": 0.5, "numerator": numerator,
                             "denominator": 64, "unknown": None, "status": "final"}]}])


def official(number: int, series: str) -> str:
    """What a notebook finds that finds one official figure, as Python writes it."""
    return str([{"number": number, "headline": True, "origin": "published", "series": series}])


AREAS = """\
area,name,level,la_code,gss,region,invented
hertfordshire,Hertfordshire,local authority,919,E10000015,east_of_england,no
exampleshire,Exampleshire,local authority,999,E10999999,,yes
england,England,country,,E92000001,,no
"""

PUBLISHED = {
    "areas": AREAS,
    "neighbours": "area,model,rank,neighbour,known,citation\n",
    "sources": "citation,publisher,title,coverage,licence,transcribed_from\nestimates,a,b,c,d,e\n",
    "population": "series,area,calendar,period,value,symbol,as_published,unit,status,note,citation,known,known_by\n"
                  "population_0_17,hertfordshire,mid-year,2024,100,,100,children,final,,estimates,2025-07-15,"
                  "usual calendar\n",
}

YAML = """\
period: "2025-26-Q4"
area: "hertfordshire"
as_at: "2026-06-30"
data: "data"
"""


def write_project(home: Path) -> None:
    """A project without notebooks."""
    for name in ("data/published", "params", "notebooks"):
        (home / name).mkdir(parents=True)
    (home / "environment.yml").touch()
    shutil.copytree(PLANS, home / "plans")
    for name, text in PUBLISHED.items():
        (home / "data" / "published" / f"{name}.csv").write_text(text)
    (home / "params" / "2025-26-Q4.yaml").write_text(YAML)


def write_notebook(home: Path, stem: str, body: str = "1 + 1", findings: str = "[]", save: str | None = None,
                   parameters: str | None = PARAMETERS) -> Path:
    """Writes notebooks/<stem>.ipynb: heading, parameters, `body`, then its findings unless `save` is another text."""
    cells = [new_markdown_cell(f"# Notebook {stem}"),
             new_code_cell(parameters or "x = 1", metadata={"tags": ["parameters"] if parameters else []}),
             new_markdown_cell("## The measure"), new_code_cell(body),
             new_code_cell(SAVE.format(stem=stem, findings=findings) if save is None else save)]
    path = home / "notebooks" / f"{stem}.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """The root of a project without notebooks, which is also the current folder."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def notebook(home):
    """Writes a notebook there (see write_notebook)."""
    return partial(write_notebook, home)
