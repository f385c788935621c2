"""Downloaded releases set against what is held: what each row is, since when it is known, what is refused, and how it
is written."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from wayforward.errors import RefusedInputs, RefusedParameters
from wayforward.published import number_sizes
from wayforward.published.additions import read_additions, write
from wayforward.published.contract import FIGURES
from wayforward.published.exchange import import_tables
from wayforward.published.figures import read_published

TODAY = date(2026, 11, 30)
AREAS = """\
area,name,level,la_code,gss,region,invented
england,England,country,,E92000001,,no
""" + "".join(f"{name},{name.title()},local authority,{code},E100000{code[1:]},,no\n" for name, code in {
    "kent": "886", "essex": "881", "devon": "878", "surrey": "936", "norfolk": "926"}.items())
NEIGHBOURS = """\
area,model,rank,neighbour,known,citation
kent,2021,1,essex,2021-04-30,cla
kent,2021,2,devon,2021-04-30,cla
"""
SOURCES = "citation,publisher,title,coverage,licence,transcribed_from\ncla,Department,Children,England,OGL,its file\n"
ROW = {"series": "suitable_percent", "area": "kent", "calendar": "year to 31 March", "period": "2025", "value": "88.6",
       "symbol": "", "as_published": "88.6", "unit": "percent", "status": "final", "note": "", "citation": "cla",
       "known": "2025-11-15", "known_by": "usual calendar"}
HIDDEN = {"value": "", "symbol": "c", "as_published": "c", "status": "suppressed"}
NEXT = {"period": "2026", "known": "2026-11-15"}


def said(number):
    return {"value": number, "as_published": number}


def frame(*rows):
    return pd.DataFrame([ROW | row for row in rows], columns=FIGURES, dtype="str")


@dataclass(frozen=True)
class Release:
    id: str = "suitability"
    title: str = "Suitability"
    citation: str = "cla"
    series: tuple[str, ...] = ("suitable_percent",)


@dataclass(frozen=True)
class Offered:
    figures: pd.DataFrame
    neighbours: pd.DataFrame | None = None
    release: Release = Release()
    left_out: pd.DataFrame = None


def offered(*rows, file="new.csv"):
    """A release whose rows say only where they differ from ROW; the first stands in line 2."""
    figures = frame(*rows)
    return Offered(figures.assign(file=file, line=figures.index + 2))


@pytest.fixture
def folder(tmp_path):
    """Holds 2025 of four authorities and England, in a Parquet table."""
    made = tmp_path / "published"
    made.mkdir()
    table = frame({}, {"area": "essex"} | said("90.2"), {"area": "devon"} | HIDDEN, {"area": "surrey"} | said("91.0"),
                  {"area": "england"} | said("89.0"))
    texts = {"areas": AREAS, "neighbours": NEIGHBOURS, "sources": SOURCES, "leavers": table.to_csv(index=False)}
    for name, text in texts.items():
        (made / f"{name}.csv").write_text(text)
    import_tables(made, [made / "leavers.csv"])
    return made


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def kinds(folder, *rows, **given):
    return read_additions(folder, [offered(*rows)], TODAY, **given).compared["kind"].tolist()


@pytest.mark.parametrize(("row", "kind"), [
    (NEXT, "new"),
    ({"area": "norfolk"}, "new"),
    ({}, "unchanged"),
    (said("88.60"), "unchanged"),
    ({"status": "provisional"}, "unchanged"),
    ({"note": "counted anew", "known": "2025-11-27"}, "unchanged"),
    (said("88.7"), "revised"),
    (HIDDEN, "revised"),
    ({"area": "devon"} | said("70.1"), "revised"),
    ({"area": "devon"} | HIDDEN, "unchanged"),
    ({"area": "devon"} | HIDDEN | {"symbol": "x", "as_published": "x", "status": "not available"}, "revised"),
    (said("89"), "rounding"),
    (said("88"), "revised"),
    (said("88.64"), "rounding"),
    (said("88.66"), "revised"),
])
def test_each_row_is_new_or_says_the_same_or_something_else(folder, row, kind):
    assert kinds(folder, row) == [kind]


def test_a_whole_number_among_decimals_is_not_rounded(folder):
    """R writes 89 for 89.0; another area's figure shows that the file has decimals."""
    assert kinds(folder, said("89"), {"area": "essex"} | said("90.2")) == ["revised", "unchanged"]


def test_a_final_figure_in_the_place_of_a_provisional_one_is_another_edition(folder):
    write(read_additions(folder, [offered(NEXT | {"status": "provisional"})], TODAY))
    [row] = read_additions(folder, [offered(NEXT)], date(2027, 1, 31)).rows.to_dict("records")
    assert (row["kind"], row["status"], row["known"]) == ("revised", "final", "2027-01-31")


@pytest.mark.parametrize(("row", "released", "known", "basis"), [
    (NEXT, None, "2026-11-15", "usual calendar"),
    (NEXT, date(2026, 11, 19), "2026-11-19", "release date"),
    (NEXT | {"known": "2026-12-15"}, None, "2026-11-30", "day added"),              # it is here, so it is known
    (NEXT | {"known": "2026-03-01"}, None, "2026-03-31", "usual calendar"),         # not before the period has ended
    (said("88.7"), None, "2026-11-30", "day added"),
    (said("88.7"), date(2026, 11, 19), "2026-11-19", "release date"),
    ({"area": "norfolk"}, None, "2026-11-30", "day added"),         # others of 2025 are held: it comes late
])
def test_since_when_it_is_known(folder, row, released, known, basis):
    [row] = read_additions(folder, [offered(row)], TODAY, released).rows.to_dict("records")
    assert (row["known"], row["known_by"]) == (known, basis)


def test_an_earlier_year_that_a_newer_file_brings_is_seen_from_the_day_it_is_added(folder):
    """Reports of 2025 did not see it, and find what they found; those of a file of that year alone did."""
    earlier = {"period": "2024", "known": "2024-11-15"}
    assert read_additions(folder, [offered(earlier, NEXT)], TODAY).rows["known"].tolist() == [str(TODAY), "2026-11-15"]
    assert read_additions(folder, [offered(earlier)], TODAY).rows["known"].tolist() == ["2024-11-15"]


def test_what_is_revised_says_so_and_keeps_what_is_true_of_its_period(folder):
    held = frame({"status": "revised", "note": "as known in 2025; low"}, {"area": "essex", "note": "as known in 2025"},
                 {"area": "surrey", "status": "not comparable", "note": "another count"},
                 {"area": "devon", "note": "no value in the source file"} | HIDDEN)
    (folder / "leavers.csv").write_text(held.to_csv(index=False))
    (folder / "leavers.parquet").unlink()
    rows = read_additions(folder, [offered(*({"area": area} | said("80.1") for area in held["area"]))], TODAY).rows
    assert list(zip(rows["area"], rows["status"], rows["note"], strict=True)) == [
        ("kent", "revised", "low"), ("essex", "revised", ""), ("surrey", "not comparable", "another count"),
        ("devon", "final", "")]


def test_an_earlier_report_sees_what_was_held(folder):
    before = read_published(folder, TODAY.replace(day=29)).figures
    write(read_additions(folder, [offered(said("88.7"), {"area": "norfolk"}, NEXT | {"known": "2026-12-15"})], TODAY))
    pd.testing.assert_frame_equal(read_published(folder, TODAY.replace(day=29)).figures, before)
    now = read_published(folder, TODAY).figures.set_index(["area", "period"])["value"]
    assert (now["kent", "2025"], now["kent", "2026"], now["norfolk", "2025"], now["essex", "2025"]) == (
        88.7, 88.6, 88.6, 90.2)


def test_what_was_said_before_is_older_than_what_is_held(folder):
    write(read_additions(folder, [offered(said("88.7"))], date(2026, 2, 1)))
    again = read_additions(folder, [offered({})], TODAY)
    assert again.compared["kind"].tolist() == ["earlier"]
    assert again.older == {"new.csv": "what differs is what an earlier edition said (1 figures)"}
    assert write(again) == []


def test_a_file_that_ends_before_what_is_held_is_written_only_as_an_older_one(folder):
    old = offered({"period": "2024", "known": "2024-11-15"}, said("88.6"))
    assert read_additions(folder, [old], TODAY).older == {}
    old = offered({"period": "2024", "known": "2024-11-15"})
    additions = read_additions(folder, [old], TODAY)
    assert additions.older == {"new.csv": "its figures end 2024-03-31, those held 2025-03-31"}
    before = bytes_of(folder)
    with pytest.raises(RefusedInputs, match=r"--older:\n  - new.csv is older than what is held: its figures end 2024"):
        write(additions)
    assert bytes_of(folder) == before
    write(additions, may_be_older=True)
    assert read_published(folder, date(2024, 11, 15)).figures["period"].tolist() == ["2024"]


def test_other_numbers_of_an_older_file_need_their_day_and_never_hide_newer_ones(folder):
    write(read_additions(folder, [offered(NEXT, {"period": "2024", "known": "2025-02-01"})], TODAY))
    old = offered({"period": "2024"} | said("85.5"))
    with pytest.raises(RefusedInputs, match=r"say by --released when it was published, 1 row \(first at line 2\)"):
        read_additions(folder, [old], TODAY, may_be_older=True)
    write(read_additions(folder, [old], TODAY, date(2024, 11, 15), may_be_older=True), may_be_older=True)
    seen = [read_published(folder, day).figures.query("period == '2024'")["value"].item()
            for day in (date(2025, 1, 31), TODAY)]
    assert seen == [85.5, 88.6]


def test_of_two_files_the_one_that_goes_less_far_is_older(folder):
    files = [offered({"area": "essex"} | said("90.3"), said("88.6"), file="old.csv"),
             offered({"area": "essex"} | said("90.4"), NEXT, file="new.csv")]
    for order in (files, files[::-1]):
        compared = read_additions(folder, order, TODAY).compared.set_index(["file", "area", "period"])["kind"]
        assert compared.to_dict() == {("old.csv", "essex", "2025"): "earlier", ("old.csv", "kent", "2025"): "unchanged",
                                      ("new.csv", "essex", "2025"): "revised", ("new.csv", "kent", "2026"): "new"}


def test_the_same_figures_in_two_files_are_added_once(folder):
    additions = read_additions(folder, [offered(NEXT, file="a.csv"), offered(NEXT, file="b.csv")], TODAY)
    assert additions.rows["file"].tolist() == ["a.csv"]


def test_what_a_file_no_longer_shows_is_told_and_stays(folder):
    additions = read_additions(folder, [offered({}, {"area": "devon"} | HIDDEN, NEXT)], TODAY)
    assert additions.gone["area"].tolist() == ["essex", "surrey"]       # England: the file has no row of a country
    write(additions)
    assert set(read_published(folder, TODAY).figures.query("period == '2025'")["area"]) == {
        "kent", "essex", "devon", "surrey", "england"}


ALL = [{"area": area} for area in ("kent", "essex", "devon", "surrey", "norfolk")]


@pytest.mark.parametrize(("rows", "problem"), [
    ([NEXT | {"unit": "headcount"}], 'new.csv, suitable_percent: unit: must be "percent", in which it is held, 1 row'),
    ([NEXT | {"calendar": "31 March"}], 'new.csv, suitable_percent: calendar: must be "year to 31 March", in which'),
    ([NEXT | said("101")], "new.csv, value: must lie within 0 and 100 where the unit is percent, 1 row (first at line"),
    ([{}, NEXT | {"citation": "hearsay"}], "new.csv, citation: must stand in sources.csv, 1 row (first at line 3)"),
    ([NEXT | {"area": "rutland"}], "new.csv, area: must stand in areas.csv, 1 row (first at line 2)"),
    ([NEXT, NEXT | said("70.1")], "another line, says something else of the same area and period"),
])
def test_what_cannot_be_added_is_refused_with_file_and_line_and_changes_nothing(folder, rows, problem):
    before = bytes_of(folder)
    with pytest.raises(RefusedInputs) as refused:
        read_additions(folder, [offered(*rows)], TODAY)
    assert any(problem in told for told in refused.value.problems), refused.value.problems
    assert bytes_of(folder) == before


def test_numbers_of_another_size_are_refused_of_many_areas_and_told_of_few(folder):
    held = [NEXT | area | said(number) for area, number in zip(ALL, ("80", "81", "82", "83", "84"), strict=True)]
    write(read_additions(folder, [offered(*held)], TODAY))
    later = {"period": "2027", "known": "2027-11-15"}
    of_one = [later | area | said("0.88") for area in ALL]
    day = date(2027, 12, 1)
    with pytest.raises(RefusedInputs, match="5 of 5 areas have more than 20 times what is held, or less than a 20th"):
        read_additions(folder, [offered(*of_one)], day)
    told = read_additions(folder, [offered(*of_one[:3])], day).warnings      # the middle one: 0.88 / 81 = 0.0109
    assert told == [
        "new.csv, suitable_percent: numbers of another size: 3 of 3 areas have more than 20 times what is held, or "
        "less than a 20th of it (the middle one 0.0109 times)",
        "new.csv, area: 2 of 5 areas of the period before have no row of 2027, in 1 series: norfolk, surrey; is the "
        "file whole?"]
    with pytest.raises(RefusedInputs, match="5 of 5 areas"):        # nothing in the place of numbers is no zero either
        read_additions(folder, [offered(*(later | area | said("0") for area in ALL))], day)


def test_cells_without_number_or_symbol_are_told_and_refused_where_they_are_most(folder):
    bare = {"value": "", "as_published": "-", "status": "not available"}
    told = read_additions(folder, [offered(*(NEXT | area | bare for area in ALL[:2]))], TODAY).warnings
    assert told[1] == ("new.csv, suitable_percent: 2 of 2 cells to be added hold neither a number nor a symbol "
                       "(c x z low k u ~ :) (first at line 2)")
    rows = [NEXT | area | bare for area in ALL[1:]] + [{"area": "essex"} | bare]
    with pytest.raises(RefusedInputs, match=r"5 of 5 cells .* 1 of them in the place of a number that is held"):
        read_additions(folder, [offered(*rows)], TODAY)


def test_a_period_that_has_not_ended_is_refused(folder):
    with pytest.raises(RefusedInputs, match="the period must have ended by today, 2026-11-30; see whether its year"):
        read_additions(folder, [offered({"period": "2027", "known": "2027-11-15"})], TODAY)


def test_sizes_are_compared_by_area_with_what_is_held():
    held = frame(*({"area": f"a{n}", "series": "children", "period": "2025"} | said("100") for n in range(20)))
    half = [{"area": f"a{n}", "series": "children", "period": "2026"} | said("50") for n in range(19)]
    rows = frame(*half, {"area": "a19", "series": "children", "period": "2026"} | said("1001"))
    rows = rows.assign(kind="new", file="new.csv", line=rows.index + 2)
    pairs = number_sizes.beside_held(rows, held)
    assert list(number_sizes.moved(pairs)) == [(
        "new.csv, children: of 20 areas the middle one has 0.50 times what is held; is it the same column, and the "
        "same group?", False)]
    [(_, too_far)] = number_sizes.moved(pairs.assign(ratio=10.0))
    assert too_far
    assert list(number_sizes.single_jumps(pairs)) == [
        "new.csv, children: more than 10 times what is held, or less than a 10th: a19 100 → 1001 (first at line 21)"]
    assert number_sizes.of_another_size(pairs) == []


def test_a_series_that_says_something_else_throughout_is_told(folder):
    rows = [area | said("70.5") for area in ALL]
    [warning] = read_additions(folder, [offered(*rows)], TODAY).warnings
    assert warning == ("new.csv, suitable_percent: most figures that are held too say something else here; is it the "
                       "same series?, 4 rows (first at line 2)")


@pytest.mark.parametrize(("released", "error", "words"), [
    (date(2026, 12, 1), RefusedParameters, "released: 2026-12-01 is still to come"),
    (date(2025, 11, 15), RefusedInputs, "known by 2025-11-15, and so is no revision of 2025-11-15; give the day"),
])
def test_a_release_date_that_cannot_be(folder, released, error, words):
    with pytest.raises(error, match=words):
        read_additions(folder, [offered(said("88.7"))], TODAY, released)


def test_a_release_before_the_end_of_what_it_tells_of_is_refused(folder):
    with pytest.raises(RefusedInputs, match=r"new.csv, known: must not come before the period ends, 1 row"):
        read_additions(folder, [offered(NEXT)], TODAY, date(2026, 2, 1))


def test_rows_go_into_the_table_of_their_series_or_citation_or_into_one_of_their_release(folder):
    (folder / "own.csv").write_text(frame({"series": "own_count", "unit": "children"}).to_csv(index=False).rstrip("\n"))
    (folder / "sources.csv").write_text(SOURCES + "sen,Department,Plans,England,OGL,its file\n")
    rows = [NEXT, {"series": "beside"}, {"series": "plans", "citation": "sen"},
            NEXT | {"series": "own_count", "unit": "children"}]
    written = write(read_additions(folder, [offered(*rows)], TODAY))
    assert sorted(path.name for path in written) == [
        "checked.txt", "leavers.parquet", "own.csv", "suitability.parquet"]
    assert (folder / "own.csv").read_text().count("own_count") == 2
    read = read_published(folder, TODAY).figures
    assert read["series"].value_counts().to_dict() == {"suitable_percent": 6, "own_count": 2, "beside": 1, "plans": 1}


def kents(model, first, second, known, file="model.csv"):
    """A workbook with Kent's two neighbours."""
    rows = [("kent", model, "1", first, known, "cla"), ("kent", model, "2", second, known, "cla")]
    made = pd.DataFrame(rows, columns=["area", "model", "rank", "neighbour", "known", "citation"], dtype="str")
    return Offered(frame().assign(file="", line=0), made.assign(file=file, line=made.index + 2))


def test_a_new_model_of_neighbours_is_added_and_seen_from_its_day(folder):
    model = kents("2026", "norfolk", "essex", "2026-05-31")
    assert [path.name for path in write(read_additions(folder, [model], TODAY))] == ["neighbours.csv", "checked.txt"]
    seen = {day: read_published(folder, day).neighbours["neighbour"].tolist()
            for day in (date(2026, 5, 30), date(2026, 5, 31))}
    assert list(seen.values()) == [["essex", "devon"], ["norfolk", "essex"]]
    assert (folder / "neighbours.csv").read_text().startswith(NEIGHBOURS)


def test_a_model_that_is_held_is_unchanged_or_refused(folder):
    same = kents("2021", "essex", "devon", "2021-05-01")
    additions = read_additions(folder, [same], TODAY)
    assert additions.models["kind"].tolist() == ["unchanged", "unchanged"]
    assert write(additions) == []
    other = kents("2021", "devon", "essex", "2021-05-01")
    with pytest.raises(RefusedInputs, match=r"model.csv, neighbour: the model 2021 is held, .* of 1 areas \(2 rows"):
        read_additions(folder, [other], TODAY)


def test_an_addition_stopped_half_way_is_made_good_by_an_import(folder, monkeypatch):
    additions = read_additions(folder, [offered(NEXT), kents("2026", "norfolk", "essex", "2026-05-31")], TODAY)
    really, moved = Path.replace, []

    def stop_at_the_second(path, target):
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        return really(path, target)
    monkeypatch.setattr(Path, "replace", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        write(additions)
    monkeypatch.undo()
    with pytest.raises(RefusedInputs, match="`wayforward figures import` puts the rest there"):
        read_published(folder, TODAY)
    import_tables(folder, [])
    read = read_published(folder, TODAY)
    assert (len(read.figures), read.neighbours["neighbour"].tolist()) == (6, ["norfolk", "essex"])


def test_what_is_written_is_read_without_being_checked_again(folder, monkeypatch):
    write(read_additions(folder, [offered(NEXT, said("88.7"))], TODAY))
    monkeypatch.setattr("wayforward.published.contract.problems", lambda tables: ["checked again"])
    assert len(read_published(folder, TODAY).figures) == 6
