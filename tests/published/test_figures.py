"""Reading published figures: what comes out, what is refused and how it is told, and who knew what when."""

import hashlib
from datetime import date

import pytest

from wayforward.errors import RefusedInputs
from wayforward.input_tracking import Input
from wayforward.published.figures import read_published

LATE = date(2030, 1, 1)
REGISTERS = {
    "areas": """\
area,name,level,la_code,gss,region,invented
hertfordshire,Hertfordshire,local authority,919,E10000015,east_of_england,no
oxfordshire,Oxfordshire,local authority,931,E10000025,south_east,no
bromley,Bromley,local authority,305,E09000006,london,no
""",
    "neighbours": """\
area,model,rank,neighbour,known,citation
hertfordshire,2021,1,oxfordshire,2021-04-30,models
hertfordshire,2025,1,bromley,2025-05-31,models
hertfordshire,2025,2,oxfordshire,2025-05-31,models
""",
    "sources": """\
citation,publisher,title,coverage,licence,transcribed_from
cla,Department for Education,Children looked after,England,Open Government Licence v3.0,its data file
models,Department for Education,Statistical neighbours,England,Open Government Licence v3.0,its data file
""",
}
HEADER = "series,area,calendar,period,value,symbol,as_published,unit,status,note,citation,known,known_by\n"
GOOD = {"series": "looked_after", "area": "hertfordshire", "calendar": "31 March", "period": "2025", "value": "999",
        "symbol": "", "as_published": "999", "unit": "number", "status": "final", "note": "", "citation": "cla",
        "known": "2025-11-15", "known_by": "usual calendar"}
SHARE = {"series": "share", "unit": "percent", "value": "22", "as_published": "22"}
HIDDEN = {"value": "", "symbol": "c", "as_published": "c", "status": "suppressed"}


def figures(*rows):
    """A table of figures; each row says only where it differs from GOOD."""
    return HEADER + "".join(",".join((GOOD | row).values()) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path):
    """Writes a folder of tables; a text stands in for the table of that name, None leaves a register out."""
    def write(children=None, **others):
        made = tmp_path / "published"
        made.mkdir()
        for name, text in (REGISTERS | {"children": figures({}) if children is None else children} | others).items():
            if text is not None:
                (made / f"{name}.csv").write_text(text, encoding="utf-8")
        return made
    return write


def problems(folder):
    with pytest.raises(RefusedInputs) as refused:
        read_published(folder, LATE)
    return refused.value.problems


def test_a_number_comes_with_the_days_and_the_label_of_its_period(folder):
    [row] = read_published(folder(), LATE).figures.to_dict("records")
    assert row == GOOD | {"value": 999.0, "known": date(2025, 11, 15), "start": date(2025, 3, 31),
                          "end": date(2025, 3, 31), "label": "31 March 2025"}


def test_a_symbol_stays_and_its_number_is_missing(folder):
    read = read_published(folder(figures({}, HIDDEN | {"period": "2024"})), LATE).figures
    assert read["value"].isna().tolist() == [False, True]
    assert read["symbol"].tolist() == ["", "c"]
    assert read["as_published"].tolist() == ["999", "c"]


def test_areas_say_whether_they_are_invented(folder):
    assert read_published(folder(), LATE).areas["invented"].tolist() == [False, False, False]


def test_figures_may_lie_in_several_tables(folder):
    read = read_published(folder(more=figures(SHARE, SHARE | {"period": "2024"})), LATE)
    assert read.figures["series"].tolist() == ["looked_after", "share", "share"]
    assert [(each.path, each.rows) for each in read.inputs] == [
        ("published/areas.csv", 3), ("published/children.csv", 1), ("published/more.csv", 2),
        ("published/neighbours.csv", 3), ("published/sources.csv", 2)]


def test_every_file_read_is_told_by_its_hash(folder):
    inputs = read_published(folder(), LATE).inputs
    assert inputs[1] == Input("published/children.csv", 1, hashlib.sha256(figures({}).encode()).hexdigest())


def test_a_byte_order_mark_is_no_matter(folder):
    assert read_published(folder("\ufeff" + figures({})), LATE).figures["series"].tolist() == ["looked_after"]


@pytest.mark.parametrize(("as_at", "periods"), [
    (date(2025, 11, 14), ["2024"]),
    (date(2025, 11, 15), ["2024", "2025"]),
])
def test_a_figure_is_there_from_the_day_it_was_known(folder, as_at, periods):
    made = folder(figures({"period": "2024", "known": "2024-11-15"}, {"known": "2025-11-15"}))
    assert read_published(made, as_at).figures["period"].tolist() == periods


FIRST = {"known": "2025-11-15"}
AGAIN = {"value": "1002", "as_published": "1002", "status": "revised", "known": "2026-02-01"}


@pytest.mark.parametrize(("as_at", "values"), [
    (date(2025, 11, 14), []),
    (date(2025, 11, 15), [999]),
    (date(2026, 1, 31), [999]),
    (date(2026, 2, 1), [1002]),
    (LATE, [1002]),
])
@pytest.mark.parametrize("rows", [(FIRST, AGAIN), (AGAIN, FIRST)])
def test_a_revised_figure_is_seen_from_its_day_on_and_before_as_it_was(folder, as_at, values, rows):
    assert read_published(folder(figures(*rows)), as_at).figures["value"].tolist() == values


def test_editions_may_lie_in_several_tables(folder):
    made = folder(figures(FIRST, {"period": "2024"}), more=figures(AGAIN))
    read = read_published(made, LATE).figures
    assert sorted(zip(read["period"], read["value"], strict=True)) == [("2024", 999), ("2025", 1002)]
    assert read.index.tolist() == [0, 1]


def test_a_value_may_come_back_after_another(folder):
    made = folder(figures(FIRST, AGAIN, {"known": "2026-03-01"}))
    assert read_published(made, LATE).figures["value"].tolist() == [999]


def test_a_figure_taken_back_is_hidden_from_that_day_on(folder):
    made = folder(figures(FIRST, HIDDEN | {"known": "2026-02-01"}))
    assert read_published(made, date(2026, 1, 31)).figures["symbol"].tolist() == [""]
    assert read_published(made, LATE).figures["symbol"].tolist() == ["c"]


@pytest.mark.parametrize(("as_at", "neighbours"), [
    (date(2021, 4, 29), []),
    (date(2021, 4, 30), [("2021", 1, "oxfordshire")]),
    (date(2025, 5, 30), [("2021", 1, "oxfordshire")]),
    (date(2025, 5, 31), [("2025", 1, "bromley"), ("2025", 2, "oxfordshire")]),
])
def test_neighbours_are_those_of_the_newest_model_known(folder, as_at, neighbours):
    read = read_published(folder(), as_at).neighbours
    assert list(zip(read["model"], read["rank"], read["neighbour"], strict=True)) == neighbours


@pytest.mark.parametrize(("row", "problem"), [
    ({"series": "Looked after"}, "series: must be in snake_case"),
    ({"area": "rutland"}, "area: must stand in areas.csv"),
    ({"period": "2024/25"}, "period: must be a period of its calendar"),
    ({"calendar": "Easter"}, "period: must be a period of its calendar"),
    ({"value": "abc", "as_published": "abc"}, "value: must be a number or empty"),
    ({"value": "inf", "as_published": "inf"}, "value: must be a number or empty"),
    (SHARE | {"value": "101", "as_published": "101"}, "value: must lie within 0 and 100 where the unit is percent"),
    (SHARE | {"value": "-1", "as_published": "-1"}, "value: must lie within 0 and 100 where the unit is percent"),
    ({"as_published": "998"}, "as_published: must say the same number as value"),
    ({"as_published": ""}, "as_published: must say the same number as value"),
    (HIDDEN | {"as_published": "0"}, "as_published: must say the same number as value"),
    (HIDDEN | {"symbol": "q", "status": "not available"}, "symbol: must be empty or one of c x z low k u ~ :"),
    ({"symbol": "u"}, "symbol: must be empty beside a value"),
    ({"unit": ""}, "unit: must be given"),
    ({"status": "guessed"}, "status: must be one of final, provisional, revised, not comparable, suppressed, "
                            "not available"),
    ({"status": "not available"},
     "status: must be suppressed or not available where there is no value, and only there"),
    (HIDDEN | {"symbol": "x", "status": "final"},
     "status: must be suppressed or not available where there is no value, and only there"),
    (HIDDEN | {"status": "not available"}, "status: must be suppressed where the symbol is c, and only there"),
    (HIDDEN | {"symbol": "z"}, "status: must be suppressed where the symbol is c, and only there"),
    ({"status": "not comparable"}, "note: must give the reason where the status is not comparable"),
    ({"citation": "hearsay"}, "citation: must stand in sources.csv"),
    ({"known": "15/11/2025"}, "known: must be a day such as 2025-11-15"),
    ({"known": "2025-02-30"}, "known: must be a day such as 2025-11-15"),
    ({"known": "2025-03-30"}, "known: must not come before the period ends"),
    ({"known_by": "rumour"}, "known_by: must be one of usual calendar, release date, day added"),
])
def test_a_row_that_breaks_a_rule_is_refused(folder, row, problem):
    assert problems(folder(figures(row))) == [f"children.csv, {problem}, 1 row (first at line 2)"]


@pytest.mark.parametrize(("row", "problem"), [
    ({}, "known: must stand once for its series and area and period, 2 rows (first at line 2)"),
    ({"known": "2026-01-31"}, "known: must not bring again what the edition before says, 1 row (first at line 3)"),
    ({"known": "2026-01-31", "note": "checked", "citation": "models"},
     "known: must not bring again what the edition before says, 1 row (first at line 3)"),
    ({"period": "2024", "unit": "children"}, "unit: must not differ within one series, 2 rows (first at line 2)"),
    ({"period": "2024", "calendar": "March"}, "calendar: must not differ within one series, 2 rows (first at line 2)"),
])
def test_rows_that_contradict_each_other_are_refused(folder, row, problem):
    assert problems(folder(figures({}, row))) == [f"children.csv, {problem}"]


def test_the_same_figure_in_two_files_is_refused_in_both(folder):
    words = "known: must stand once for its series and area and period, 1 row (first at line 2)"
    assert problems(folder(more=figures({}))) == [f"children.csv, {words}", f"more.csv, {words}"]


@pytest.mark.parametrize(("name", "old", "new", "problem"), [
    ("areas", "bromley,Bromley", "bromley,", "name: must be given, 1 row (first at line 4)"),
    ("areas", "919", "91", "la_code: must be three digits or empty, 1 row (first at line 2)"),
    ("areas", "E10000015", "Herts", "gss: must be a code such as E10000015, 1 row (first at line 2)"),
    ("areas", "E10000025", "", "gss: must be a code such as E10000015, 1 row (first at line 3)"),
    ("areas", "931", "", "la_code: must be given for a local authority, 1 row (first at line 3)"),
    ("areas", "london,no", "london,maybe", "invented: must be one of yes, no, 1 row (first at line 4)"),
    ("areas", "local authority,305", "borough,305",
     "level: must be one of local authority, region, country, joint return, partnership, district, "
     "1 row (first at line 4)"),
    ("areas", "\nbromley", "\nhertfordshire,Herts,local authority,919,E10000015,,no\nbromley",
     "area: must stand once, 2 rows (first at line 2)"),
    ("neighbours", "1,oxfordshire", "1,rutland", "neighbour: must stand in areas.csv, 1 row (first at line 2)"),
    ("neighbours", "2025,1", "2025,0", "rank: must be a whole number from 1 on, 1 row (first at line 3)"),
    ("neighbours", "2025,1", "2025,2", "rank: must stand once for its area and model, 2 rows (first at line 3)"),
    ("neighbours", "bromley,2025-05-31", "bromley,2025-06-01",
     "known: must not differ within one area and model, 2 rows (first at line 3)"),
    ("sources", "Statistical neighbours", "", "title: must be given, 1 row (first at line 3)"),
    ("sources", "\nmodels", "\nspare,ONS,Census,England,Open Government Licence v3.0,its data file\nmodels",
     "citation: must be cited by a table beside it, 1 row (first at line 3)"),
])
def test_a_register_that_breaks_a_rule_is_refused(folder, name, old, new, problem):
    assert problems(folder(**{name: REGISTERS[name].replace(old, new)})) == [f"{name}.csv, {problem}"]


def test_all_problems_of_all_files_are_told_at_once_and_no_value_with_them(folder):
    found = problems(folder(
        figures({}, {"period": "2024", "area": "secret_shire"}, {"period": "2023", "area": "secret_shire"}),
        more=figures(SHARE | {"status": "guessed", "known_by": ""}),
        wrong="series,area\nlooked_after,hertfordshire\n",
        areas=REGISTERS["areas"].replace(",919,", ",9,"),
    ))
    assert found == [
        "areas.csv, la_code: must be three digits or empty, 1 row (first at line 2)",
        "children.csv, area: must stand in areas.csv, 2 rows (first at line 3)",
        "more.csv, known_by: must be one of usual calendar, release date, day added, 1 row (first at line 2)",
        "more.csv, status: must be one of final, provisional, revised, not comparable, suppressed, not available, "
        "1 row (first at line 2)",
        f"wrong.csv: must have the columns {HEADER.strip().replace(',', ', ')}; it has series, area",
    ]


def test_a_folder_that_is_not_there_says_what_was_expected(tmp_path):
    assert problems(tmp_path / "published") == [
        "expected areas.csv; it is not there",
        "expected neighbours.csv; it is not there",
        "expected sources.csv; it is not there",
        "expected at least one table of figures (*.csv, *.parquet); it is not there",
    ]


def test_a_missing_file_is_named(folder):
    assert problems(folder(sources=None)) == ["expected sources.csv; it is not there"]


def test_the_refusal_names_the_folder(tmp_path):
    with pytest.raises(RefusedInputs, match=r"published figures in nowhere/ are refused"):
        read_published(tmp_path / "nowhere", LATE)


@pytest.mark.parametrize("text", ["", HEADER + ",".join(["x"] * 14) + "\n"])
def test_a_file_that_is_no_table_is_refused(folder, text):
    [problem] = problems(folder(text))
    assert problem.startswith("children.csv: must be a comma-separated table in UTF-8")


def test_a_file_in_another_encoding_is_refused(folder):
    made = folder()
    (made / "children.csv").write_bytes(figures({"note": "Herefordshire – revised"}).encode("cp1252"))
    [problem] = problems(made)
    assert problem.startswith("children.csv: must be a comma-separated table in UTF-8")


def test_a_row_cut_short_is_refused(folder):
    assert problems(folder(figures({}).replace(",usual calendar", ""))) == [
        "children.csv, known_by: must be one of usual calendar, release date, day added, 1 row (first at line 2)"]
