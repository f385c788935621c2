"""The six notebooks: the same shape, only prose and one-line calls, and outputs that say what the code says now."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbconvert.filters import markdown2html

from wayforward.plan import load_plan
from wayforward.plans import DEFAULT

ROOT = Path(__file__).parents[1]
PLAN = load_plan(DEFAULT)
PANEL = "0-panel-report"
STEMS = [PANEL, *(ambition.notebook for ambition in PLAN.ambitions)]
AMBITIONS = pytest.mark.parametrize("ambition", PLAN.ambitions, ids=lambda ambition: ambition.notebook)
EVERY = pytest.mark.parametrize("stem", STEMS)
DEFAULTS = {"period": '"2025-26-Q4"', "area": '"hertfordshire"', "as_at": '""', "data": '"data"',
            "plan": f'"{DEFAULT}"', "published": '"published"', "findings": '""'}
TOLD = {"opening", "promise", "definition", "stories", "summary", "in_short", "bees_explained", "what_is_new",
        "still_to_come", "vision"}    # calls of words
NOT_ON_PAPER = {"panel.bees_explained()", "panel.in_short()", "panel.still_to_come()"}    # beside what follows answers
MISSING = ("*Not at hand: ", "*The promise itself has no figure here, ")
MOST_CELLS = 48
MACHINE = r"(?<![\w<])/(home|work|root|tmp|usr|var|mnt|opt|Users)/|[A-Z]:\\|Traceback|0x[0-9a-f]{6}"


def path(stem: str) -> Path:
    return ROOT / "notebooks" / f"{stem}.ipynb"


def cells(stem: str) -> list:
    return nbformat.read(path(stem), as_version=4).cells


def code(stem: str) -> list:
    return [cell for cell in cells(stem) if cell.cell_type == "code"]


def is_parameters(cell) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def outputs(stem: str) -> list:
    return [output for cell in code(stem) for output in cell.outputs]


def headings(stem: str, level: int = 2) -> list[str]:
    marks = "#" * level + " "
    lines = [line for cell in cells(stem) if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return [line.removeprefix(marks) for line in lines if line.startswith(marks)]


def sentences(cell) -> list[str]:
    """The Markdown that a code cell shows."""
    return [output.data["text/markdown"] for output in cell.outputs if "text/markdown" in output.data]


def pages(stem: str) -> dict[str, str]:
    """The measures that a notebook lays out itself, each with the name of its page."""
    opened = (re.match(r'(\w+) = report\["(\w+)"\]', cell.source) for cell in code(stem))
    return {found[2]: found[1] for found in opened if found}


def laid_out(ambition) -> list:
    """An ambition's measures that its notebook lays out itself; the others follow by themselves."""
    return [measure for measure in PLAN.measures_of(ambition.number) if measure.id in pages(ambition.notebook)]


def of_measure(stem: str, measure: str) -> list:
    """The code cells of a measure's section."""
    own = code(stem)
    name = next(found[1] for cell in own if (found := re.match(rf'(\w+) = report\["{measure}"\]', cell.source)))
    return [cell for cell in own if re.match(rf"{name}\b", cell.source)]


def test_there_is_a_notebook_for_the_panel_and_each_ambition():
    assert sorted(file.stem for file in (ROOT / "notebooks").glob("*.ipynb")) == STEMS


# --- form ------------------------------------------------------------------------------------------------------------

@EVERY
def test_it_is_a_valid_notebook_for_the_kernel_python3(stem):
    notebook = nbformat.read(path(stem), as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


@EVERY
def test_the_parameters_have_the_same_names_and_defaults_and_papermill_reads_what_they_mean(stem):
    assert [at for at, cell in enumerate(cells(stem)) if is_parameters(cell)] == [1]
    own = papermill.inspect_notebook(str(path(stem)))
    assert {name: each["default"] for name, each in own.items()} == DEFAULTS
    assert list(own) == list(DEFAULTS)
    assert all(len(each["help"].split()) >= 3 for each in own.values())


def test_the_parameters_cell_is_the_same_text_everywhere():
    assert len({cell.source for stem in STEMS for cell in code(stem) if is_parameters(cell)}) == 1


@EVERY
def test_code_is_one_line_calls(stem):
    sources = [cell.source for cell in code(stem) if not is_parameters(cell)]
    lengths = [len(source.splitlines()) for source in sources]
    assert max(lengths) <= 8
    assert statistics.median(lengths) <= 2
    tree = ast.parse("\n".join(sources))
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.ListComp)
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, made)] == []


@EVERY
def test_code_imports_the_library_and_opens_nothing_itself(stem):
    source = "\n".join(cell.source for cell in code(stem) if not is_parameters(cell))
    statements = [ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    assert [line for line in statements if "import " in line] == ["import wayforward as wf"]
    assert not re.search(r"\bpd\.|\bopen\(|/|\\|^[%!]", source, re.MULTILINE)


@EVERY
def test_it_can_be_held(stem):
    assert len(cells(stem)) <= MOST_CELLS


@EVERY
def test_no_heading_stands_twice_whether_written_or_shown(stem):
    texts = [cell.source for cell in cells(stem) if cell.cell_type == "markdown"]
    lines = "\n".join([*texts, *(text for cell in code(stem) for text in sentences(cell))]).splitlines()
    found = [line for line in lines if re.match("#{1,6} ", line)]
    assert len(found) >= 6
    assert sorted(found) == sorted(set(found))


@EVERY
def test_prose_states_no_number(stem):
    """Numbers come from the figures; only a heading may carry the promise's."""
    prose = [line for cell in cells(stem) if cell.cell_type == "markdown"
             for line in cell.source.splitlines() if not line.startswith("#")]
    assert len(" ".join(prose).split()) > 50
    assert [line for line in prose if re.search(r"\d", line)] == []


@EVERY
def test_prose_names_no_file_folder_or_name_of_the_code(stem):
    prose = [cell.source for cell in cells(stem) if cell.cell_type == "markdown"]
    plain = [re.sub(r'<a id="\w+"></a>', "", text) for text in prose]
    named = re.compile(r"\w/\w|\\|`|\w_\w|\.(py|csv|toml|ipynb|html|json)\b|https?:|\bdef\b")
    assert [found[0] for text in plain if (found := named.search(text))] == []


# --- order -----------------------------------------------------------------------------------------------------------

@AMBITIONS
def test_an_ambition_is_told_in_order(ambition):
    stem, own = ambition.notebook, code(ambition.notebook)
    assert headings(stem, 1) == [f"Ambition {ambition.number}: {ambition.title.rstrip('.')}"]
    assert cells(stem)[0].source.startswith("# ")
    assert own[1].source == ("import wayforward as wf\n\n"
                             f"report = wf.open_report({ambition.number}, period, area, as_at, data, plan, published)\n"
                             "report.opening()")
    assert [cell.source for cell in own[2:4]] == ["report.at_a_glance()", "report.what_is_new()"]
    numbers = [f"{measure.number}. " for measure in laid_out(ambition)]
    told = headings(stem)
    assert [heading[:len(number)] for heading, number in zip(told, numbers, strict=False)] == numbers
    assert told[len(numbers):] == ["What this adds up to", "What this stands on", "What the ambition will look like"]
    assert own[-6].source == f"report.others({', '.join(pages(stem).values())})"     # none that is told is told again
    assert [cell.source for cell in own[-5:]] == ["report.summary()", "report.still_to_come()", "report.inputs()",
                                                  "report.vision()", "report.save(findings)"]


@AMBITIONS
def test_a_measure_is_told_in_order_after_words_a_person_wrote(ambition):
    everything = cells(ambition.notebook)
    starts = [at for at, cell in enumerate(everything) if re.match(r"## \d", cell.source)]
    for at, measure in zip(starts, laid_out(ambition), strict=True):
        words, promise, figures = everything[at:at + 3]
        assert words.source.splitlines()[2].startswith(f'<a id="{measure.id}"></a>')     # links lead here
        assert len(words.source.splitlines()) >= 3 and len(words.source.split(".")) > 2, measure.id
        name = re.fullmatch(rf'(\w+) = report\["{measure.id}"\]\n\1\.promise\(\)', promise.source)[1]
        assert figures.source == f"{name}.figures()"
        calls = [re.search(r"(\w+)\([^()]*\)$", cell.source)[1] for cell in of_measure(ambition.notebook, measure.id)]
        assert list(dict.fromkeys(calls)) == ["promise", "figures", "definition", "what_else", "doubts"]


@AMBITIONS
def test_a_measure_says_once_what_there_is_not(ambition):
    """Without a figure nothing is drawn, nothing is doubted, and one sentence says so where other figures are told;
    else one in each of two cells names what is missing."""
    for measure in laid_out(ambition):
        _, figures, *_, what_else, doubts = of_measure(ambition.notebook, measure.id)
        said = [sum(text.startswith(MISSING) for text in sentences(cell)) for cell in (figures, what_else, doubts)]
        assert said == ([0, 1, 1] if figures.outputs else [0, bool(what_else.outputs), 0]), measure.id
        assert bool(figures.outputs) == bool(doubts.outputs), measure.id


def test_the_panel_is_told_in_order():
    own = [cell.source for cell in code(PANEL)]
    assert own[1] == ("import wayforward as wf\n\n"
                      "panel = wf.open_panel(period, area, as_at, data, findings, plan, published)\n"
                      "panel.opening()")
    assert own[2:6] == ["panel.in_short()", "panel.at_a_glance()", "panel.what_is_new()", "panel.still_to_come()"]
    assert own[-3:] == ["panel.vision()", "panel.checks()", "panel.save(findings)"]
    assert headings(PANEL) == [
        "Questions to ask", "The outcome bees", "How to read the verdicts", "The figures in full", "The stories",
        "What the promises do not reach", "The vision", "Where this comes from"]


@EVERY
def test_tags_say_what_a_page_folds_away_and_what_paper_leaves_out(stem):
    tagged = {tag: [cell.source.splitlines()[0] for cell in cells(stem) if tag in cell.metadata.get("tags", [])]
              for tag in ("folded", "not-printed")}
    told = [cell.source for cell in code(stem)]
    folded = (r"panel\.(multiple_testing|promises|other_figures|who_answers|coverage|uncovered|checks)\("
              if stem == PANEL else r"\.(what_else|doubts|others|inputs)\(")
    assert tagged["folded"] == [source for source in told if re.search(folded, source)]
    last = [cell.source.splitlines()[0] for cell in cells(stem)[:-1]]
    first_left_out = "## How to read the verdicts" if stem == PANEL else "## What this stands on"
    left_out = last[last.index(first_left_out):]
    assert [source for source in tagged["not-printed"] if source not in NOT_ON_PAPER] == left_out


# --- outputs ---------------------------------------------------------------------------------------------------------

@EVERY
def test_it_is_committed_executed_from_top_to_bottom_without_an_error(stem):
    assert [cell.execution_count for cell in code(stem)] == list(range(1, len(code(stem)) + 1))
    assert {output.output_type for output in outputs(stem)} <= {"execute_result", "display_data"}
    silent = [cell.source for cell in code(stem) if not is_parameters(cell) and not cell.outputs]
    may_be = re.compile(r"\.(save\(findings|figures\(.*|what_else\(|doubts\(|others\(.*)\)$")
    assert [source for source in silent if not may_be.search(source)] == []


@EVERY
def test_every_output_has_a_form_in_words_and_every_picture_says_what_it_shows(stem):
    for output in outputs(stem):
        assert output.data["text/plain"].strip()
        if "image/svg+xml" in output.data:
            alt = output.metadata["image/svg+xml"]["alt"]
            assert alt == output.data["text/plain"]
            assert re.fullmatch(r"((Line c|C)hart of .+, Hertfordshire: .+ Verdict: .+\.)"
                                r"|(Control chart \(.+\) of .+, Hertfordshire, .+\.)", alt)


def test_charts_are_shown():
    assert {stem: any("image/svg+xml" in output.data for output in outputs(stem)) for stem in STEMS} == {
        PANEL: False, "1-local-community": True, "2-trauma-informed": False, "3-back-on-track": True,
        "4-proud-workforce": True, "5-early-help": False}


@EVERY
def test_outputs_do_not_say_where_on_a_machine_they_were_made(stem):
    said = "\n".join(text for output in outputs(stem) for kind, text in output.data.items() if kind != "image/svg+xml")
    assert str(ROOT) not in said
    assert not re.search(MACHINE, said)


def said_now(stem: str) -> dict[str, str]:
    """What the notebook's own lines say now, by source: the calls that tell something in words."""
    names, said = {}, {}
    for cell in code(stem):
        *statements, last = ast.parse(cell.source).body
        exec(compile(ast.Module(statements, []), stem, "exec"), names)
        tells = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and last.value.func.attr in TOLD
        if tells:
            said[cell.source] = eval(compile(ast.Expression(last.value), stem, "eval"), names).data
        elif not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), stem, "exec"), names)
    return said


@EVERY
def test_the_committed_outputs_say_what_the_code_says_now(stem):
    committed = {cell.source: sentences(cell)[0] for cell in code(stem) if sentences(cell)}
    now = said_now(stem)
    assert len(now) >= 2
    assert {source: committed[source] for source in now} == now


# --- the sample page -------------------------------------------------------------------------------------------------

SAMPLE = ROOT / "docs" / "sample-panel.html"


def texts_of(page: str, tag: str) -> list[str]:
    return [part.get_text("|", strip=True) for part in BeautifulSoup(page, "html.parser").find_all(tag)]


def test_the_sample_page_says_what_the_committed_panel_says():
    """Every table, the promises with their verdicts among them, and the lists."""
    page, shown = SAMPLE.read_text(encoding="utf-8"), outputs(PANEL)
    tables = [text for output in shown for text in texts_of(output.data.get("text/html", ""), "table")]
    lists = [text for output in shown for text in texts_of(markdown2html(output.data.get("text/markdown", "")), "ul")]
    headlines = [verdict for verdict in tables if "The promises, and the figures that speak of them" in verdict]
    assert len(headlines) == 1 and headlines[0].count("No clear change") >= 5
    page = re.sub("<nav .*?</nav>", "", page, flags=re.DOTALL)
    assert texts_of(page, "table") == tables
    assert texts_of(page, "ul") == lists and len(lists) >= 1


def test_the_sample_page_stands_alone_and_is_small():
    page = SAMPLE.read_text(encoding="utf-8")
    parsed = BeautifulSoup(page, "html.parser")
    assert SAMPLE.stat().st_size < 1_500_000
    assert parsed.title.get_text().startswith("Our Way Forward: the panel’s page")
    assert parsed.find_all(["script", "link", "iframe", "object"]) == []
    assert not re.search(r"""(src\s*=\s*["']?|url\(["']?|@import\s+["']?)(https?:)?//""", page)
    assert not re.search(MACHINE, page)


# --- plain papermill -------------------------------------------------------------------------------------------------

def names_in_the_project() -> set[Path]:
    folders = [ROOT / name for name in ("notebooks", "params", "data")]
    return {*ROOT.glob("[!.]*"), *(file for folder in folders for file in folder.rglob("*"))}


def test_plain_papermill_runs_a_notebook_for_another_period_and_writes_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(Path(sys.prefix) / "share" / "jupyter"))
    before = names_in_the_project()
    run = subprocess.run([sys.executable, "-m", "papermill", "notebooks/5-early-help.ipynb", tmp_path / "out.ipynb",
                          "-f", "params/2022-23-Q4.yaml"], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["out.ipynb"]
    assert names_in_the_project() == before
    opening = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[3].outputs[0].data["text/markdown"]
    assert opening.startswith("**Hertfordshire**, January to March 2023 (quarter 4 of 2022-23), "
                              "as known on 30 June 2023.")


def shown(notebook) -> list:
    """What each code cell shows, in every form."""
    return [[dict(output.data) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.long
def test_papermill_nbclient_and_nbconvert_show_the_same(tmp_path, monkeypatch):
    """One with charts, on the parameters it was committed with: what each shows is what is committed."""
    monkeypatch.setenv("JUPYTER_PATH", str(Path(sys.prefix) / "share" / "jupyter"))
    source, committed = path("1-local-community"), shown(nbformat.read(path("1-local-community"), as_version=4))
    papermill.execute_notebook(str(source), str(tmp_path / "papermill.ipynb"), cwd=str(ROOT), progress_bar=False)
    client = nbformat.read(source, as_version=4)
    NotebookClient(client, resources={"metadata": {"path": str(ROOT)}}).execute()
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", source, "--output-dir",
                    tmp_path, "--output", "nbconvert.ipynb"], cwd=ROOT, check=True, capture_output=True, timeout=600)
    assert any("image/svg+xml" in data for cell in committed for data in cell)
    assert shown(client) == committed
    for tool in ("papermill", "nbconvert"):
        assert shown(nbformat.read(tmp_path / f"{tool}.ipynb", as_version=4)) == committed, tool
