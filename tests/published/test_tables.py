"""Tables in both forms, what is checked again and what is not, and the way from text to Parquet and back."""

from datetime import date

import pandas as pd
import pytest

from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.published import checked, contract
from wayforward.published.exchange import export_tables, import_tables
from wayforward.published.figures import compared, read_published

HEADER = "series,area,calendar,period,value,symbol,as_published,unit,status,note,citation,known,known_by\n"
ROW = "{series},{area},31 March,2025,{value},,{value},number,final,,cla,2025-11-15,usual calendar\n"
AREAS = """\
area,name,level,la_code,gss,region,invented,from,to,successor,earlier_gss
england,England,country,,E92000001,,no,,,,
east,East,region,,E12000006,england,no,,,,
here,Here,local authority,919,E10000015,east,no,,,,
near,Near,local authority,931,E10000025,,no,,,,
away,Away,local authority,305,E09000006,,no,,,,
"""
NEIGHBOURS = "area,model,rank,neighbour,known,citation\nhere,2025,1,near,2025-05-31,cla\n"
SOURCES = "citation,publisher,title,coverage,licence,transcribed_from\ncla,Department,Children,England,OGL,its file\n"
LATE = date(2030, 1, 1)


def rows(series, **values):
    return HEADER + "".join(ROW.format(series=series, area=area, value=value) for area, value in values.items())


@pytest.fixture
def folder(tmp_path):
    """A folder with one table, taken in."""
    made = tmp_path / "published"
    made.mkdir()
    for name, text in {"areas": AREAS, "neighbours": NEIGHBOURS, "sources": SOURCES,
                       "children": rows("looked_after", near=2, here=1, away=3, england=6, east=4)}.items():
        (made / f"{name}.csv").write_text(text, encoding="utf-8")
    import_tables(made, [made / "children.csv"])
    return made


@pytest.fixture
def judged(monkeypatch):
    """How many rows of figures the contract was asked of, call by call."""
    calls, really = [], contract.problems

    def count(tables):
        calls.append({name: len(table) for name, table in tables.items() if name not in contract.REGISTERS})
        return really(tables)
    monkeypatch.setattr(contract, "problems", count)
    return calls


def test_a_table_taken_in_reads_as_it_did_as_text(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "areas.csv", "checked.txt", "children.parquet", "neighbours.csv", "sources.csv"]
    read = read_published(folder, LATE).figures
    assert dict(zip(read["area"], read["value"], strict=True)) == {
        "away": 3, "east": 4, "england": 6, "here": 1, "near": 2}
    told = {each.path: each.rows for each in read_published(folder, LATE).inputs}
    assert told == {"published/areas.csv": 5, "published/children.parquet": 5, "published/neighbours.csv": 1,
                    "published/sources.csv": 1}


def test_a_report_reads_an_area_its_neighbours_its_region_and_the_country(folder):
    assert sorted(read_published(folder, LATE, "here").figures["area"]) == ["east", "england", "here", "near"]
    assert sorted(read_published(folder, date(2025, 5, 30), "here").figures["area"]) == []
    registers = read_published(folder, LATE)
    assert compared("near", registers.areas, registers.neighbours) == ["near", "england"]


def test_what_was_checked_is_not_checked_again(folder, judged):
    read_published(folder, LATE)
    assert judged == []


def test_a_table_as_text_is_checked_with_the_rows_of_its_series(folder, judged):
    (folder / "own.csv").write_text(rows("adopted", here=1))
    read_published(folder, LATE)
    assert judged[-1] == {"children": 5, "own": 1}      # one row an area: all there are
    (folder / "own.csv").write_text(rows("looked_after", here=1))
    with pytest.raises(RefusedInputs, match=r"children.parquet, known: must stand once for its series"):
        read_published(folder, LATE)


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "checked.txt").unlink(),
    lambda folder: (folder / "checked.txt").write_text((folder / "checked.txt").read_text().replace(
        checked.contract_version(), "0" * 64)),
])
def test_without_the_record_of_this_contract_all_rows_are_checked(folder, judged, change):
    change(folder)
    read_published(folder, LATE)
    assert judged == [{"children": 5}]


def test_an_area_that_goes_from_the_register_is_missed_in_tables_checked_before(folder):
    (folder / "areas.csv").write_text(AREAS.replace("away,Away,local authority,305,E09000006,,no,,,,\n", ""))
    with pytest.raises(RefusedInputs, match=r"children.parquet, area: must stand in areas.csv, 1 row .first at line 2"):
        read_published(folder, LATE)


def test_a_table_stands_in_one_form(folder):
    (folder / "children.csv").write_text(rows("looked_after", here=1))
    with pytest.raises(RefusedInputs, match=r"children.csv and children.parquet: a table must stand in one form"):
        read_published(folder, LATE)


def test_a_file_that_is_no_parquet_table_of_figures_is_refused(folder):
    (folder / "children.parquet").write_bytes(b"PAR1")
    with pytest.raises(RefusedInputs, match=r"children.parquet: must be a Parquet table of text"):
        read_published(folder, LATE)
    pd.DataFrame({"series": ["a"]}).to_parquet(folder / "children.parquet")
    with pytest.raises(RefusedInputs, match=r"must have the columns series, area, .*; it has series"):
        read_published(folder, LATE)


def test_out_and_in_again_gives_the_same_bytes(folder, tmp_path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    [written] = export_tables(folder, ["children"], tmp_path / "text")
    assert written.read_text().splitlines()[1].startswith("looked_after,away,31 March,2025,3,,3,number,")
    import_tables(folder, [written])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_editions_go_out_and_in_in_order_of_their_days(folder, tmp_path):
    later = ROW.format(series="looked_after", area="here", value=9).replace("2025-11-15", "2026-02-01")
    table = tmp_path / "children.csv"
    table.write_text(HEADER + later + rows("looked_after", here=1).removeprefix(HEADER))
    import_tables(folder, [table])
    [written] = export_tables(folder, [], tmp_path / "text")
    assert [line.split(",")[4::7] for line in written.read_text().splitlines()[1:]] == [
        ["1", "2025-11-15"], ["9", "2026-02-01"]]
    assert days_known(folder) == {"here": {"2025-11-15", "2026-02-01"}}


def test_a_wrong_table_changes_nothing(folder, tmp_path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    wrong = tmp_path / "children.csv"
    wrong.write_text(rows("looked_after", here=1, nowhere=2))
    with pytest.raises(RefusedInputs, match=r"children.csv, area: must stand in areas.csv, 1 row \(first at line 3\)"):
        import_tables(folder, [wrong])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_registers_and_other_files_are_not_taken_in(folder):
    with pytest.raises(RefusedInputs, match=r"areas.csv: must be a table of figures as CSV"):
        import_tables(folder, [folder / "areas.csv"])


def test_a_table_that_is_not_there_is_not_written_out(folder, tmp_path):
    with pytest.raises(RefusedParameters, match=r"has no table homes; it has children"):
        export_tables(folder, ["homes"], tmp_path / "text")
    with pytest.raises(RefusedParameters, match=r"name another folder"):
        export_tables(folder, [], folder)


@pytest.mark.parametrize(("old", "new", "problem"), [
    (",no,,,,\nnear", ",no,2023,,,\nnear", "from: must be a day such as 2023-04-01, or empty"),
    (",no,,,,\nnear", ",no,,2023-03-31,,\nnear", "successor: must be given where the area has ended, and only there"),
    (",no,,,,\nnear", ",no,,2023-03-31,gone,\nnear", "successor: must stand in areas.csv, areas apart by a space"),
    (",no,,,,\nnear", ",no,,,,E1\nnear", "earlier_gss: must be a code such as E10000023, or empty"),
])
def test_areas_with_dates_keep_their_rules(folder, old, new, problem):
    (folder / "areas.csv").write_text(AREAS.replace(old, new))
    with pytest.raises(RefusedInputs) as refused:
        read_published(folder, LATE)
    assert refused.value.problems == [f"areas.csv, {problem}, 1 row (first at line 4)"]


def test_a_register_may_leave_dates_out(folder):
    lines = [",".join(line.split(",")[:7]) for line in AREAS.splitlines()]
    (folder / "areas.csv").write_text("\n".join(lines) + "\n")
    assert read_published(folder, LATE).areas["successor"].tolist() == [""] * 5
