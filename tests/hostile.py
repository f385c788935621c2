"""A project of bad will: payloads in every text that can come from a file, and secrets where a child's might stand."""

import csv
import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd

from exampleshire import write_sample
from wayforward.plans import DEFAULT
from wayforward.returns.catalogue import TABLES
from wayforward.returns.layout import Table, plain

ROOT = Path(__file__).parents[1]
RAN = "document.title='RAN'"
NOWHERE = "http://127.0.0.1:9"
SCALE = 0.03

# Cells that are looked up, or compared with codes, would no longer be found
LOOKED_UP = {"URN", "LA (code)", "LA (name)", "GROUP", "ETHNICITY", "LAESTAB", "UPN", "upn", "urn", "ukprn", "UKPRN"}
ENDINGS = ("POST", "postcode", "Postcode", "(name)", "(code)")
IDS = re.compile(r"CHILD|YPID|STAFF_ID|SWENo|RESPONDENT|[A-Z]+_ID|[a-z]+tableid")
TOLD = ("title|why|note|owner|checked_by|supplied_by|type_reason|better_reason|of|counted|explained|promise|text|"
        "description|vision|voices|reported|council|page_name")

# What must never leave; none is a word of any of our own texts
ID, FORENAME, SURNAME, POSTCODE = "ZZQUAGGA", "Kestrelina", "Ptarmiganson", "ZZ99 9QQ"
RARE, FILE_NAME, SHEET, HIDDEN, HEADING = "plumbagoes", "Wombatina Oryxson", "Numbatella", "Tapirella", "Bilbyanna"
SECRETS = (ID, FORENAME, SURNAME, POSTCODE, RARE, *FILE_NAME.split(), SHEET, HIDDEN, HEADING)
WORDS_OF_BAD_WILL = (f'</blockquote><script>{RAN}</script> **b** _e_ `c` [x](javascript:{RAN}) $x$ a|b '
                     '<img src=x onerror=alert> > - # &lt;b&gt; \u202ex')
FEW = 9             # people who use a rare word: one fewer than would make it a theme's


def payloads(at: str = NOWHERE) -> list[str]:
    """The classic ways of text to become more than text; whatever runs sets the page's title, or asks at an address."""
    return [
        f"<script>{RAN};new Image().src='{at}/script'</script>",
        f'<img src="{at}/picture" onerror="{RAN}">',
        f'<svg onload="{RAN}"><image href="{at}/svg"/></svg>',
        f"[x](javascript:{RAN}) ![y]({at}/markdown.png) **b** _e_ `c` $x$ a|b <a href=\"javascript:{RAN}\">x</a>",
        f'<iframe srcdoc="<script>parent.{RAN}</script>"></iframe><iframe src="{at}/frame"></iframe>',
        f'<style>@import url({at}/style);</style><p style="background:url({at}/drawn);width:expression({RAN})">p</p>',
        f"\" autofocus tabindex=1 onfocus=\"{RAN}\" x=\"' onmouseover='{RAN}' y='",
        f"</td></title></style></textarea></pre><script>{RAN}</script>",
        "{{7*191}} ${7*191} {% raw %} #{7*191} <%= 7*191 %> {{''.__class__}} <br>",
        f"&lt;script&gt;{RAN}&lt;/script&gt; &#60;img src=x onerror={RAN}&#62; \\u003cscript\\u003e",
        f'<object data="data:text/html,<script>{RAN}</script>"></object><base href="{at}/"><link rel=stylesheet '
        f'href="{at}/link"><meta http-equiv=refresh content="0;url={at}/refresh"><embed src="{at}/embed">',
        f'<details open ontoggle="{RAN}"><summary>x</summary></details><input autofocus onfocus="{RAN}">',
        f'x =HYPERLINK("{at}/formula","x")',
        "a\u202eb\u2066c\u200bd\u00ade"]


def shown(payload: str) -> str:
    """A payload as a reader may see it: without the letters that nobody sees."""
    return re.sub("[\u202e\u2066\u200b\u00ad]", "", payload)


def named(at: str = NOWHERE) -> str:
    """Short enough for the name of a place: it stands in titles, headings, charts and the texts of pictures."""
    return f"</title><img src={at}/name onerror={RAN}>{{{{7*191}}}}\u202e"


def project(home: Path, at: str = NOWHERE) -> Path:
    """A project's folder with a small county of bad will, in a data folder of a name like it, under a plan like it."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, home / name)
    (home / "environment.yml").touch()
    _plan(home / "plans" / DEFAULT, payloads(at))
    data = home / folder_name()
    shutil.copytree(ROOT / "data" / "published", data / "published")
    (data / "places").symlink_to(ROOT / "data" / "places")
    write_sample(data / "sample", SCALE)
    for register in (data / "published", data / "sample" / "published"):
        _rewrite(register / "areas.csv", lambda rows: rows.assign(name=rows["name"] + " " + named(at)))
        for path in register.glob("*.csv"):
            _rewrite(path, lambda rows: _with_payloads(rows, {"note"}, at))
    _rewrite(data / "sample" / "places" / "districts.csv", lambda rows: _with_payloads(rows, {"name"}, at))
    for path in sorted((data / "sample" / "returns").rglob("*.csv*")):
        _rewrite(path, lambda rows, path=path: _with_secrets(_with_payloads(rows, _of_table(path), at), path))
    _names(max((data / "sample" / "returns").iterdir()), at)
    _service_words(home / "commentary", at)
    return home


def _service_words(folder: Path, at: str) -> None:
    """What the service says: of one promise all payloads, which are refused for their numbers, of others one without
    a number."""
    told = {"exampleshire": {"audit_grades": " ".join(payloads(at)), "coproduction": WORDS_OF_BAD_WILL},
            "hertfordshire": {"needs_met_locally": WORDS_OF_BAD_WILL}}
    for area, files in told.items():
        (folder / area / "2025-26-Q4").mkdir(parents=True)
        for measure, words in files.items():
            (folder / area / "2025-26-Q4" / f"{measure}.md").write_text(
                f"Reason: {words}\nAction: {words}\nOwner: {words.split()[0]}\nDate: 2026-07-10\n", encoding="utf-8")


def folder_name() -> str:
    """Of the data folder, which is a parameter of the run."""
    return "data <img src=x onerror=alert(1)>"


def _rewrite(path: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    rows = change(pd.read_csv(path, dtype=str, keep_default_na=False))
    path.unlink()
    rows.to_csv(path.with_name(path.name.removesuffix(".zip")), index=False, quoting=csv.QUOTE_MINIMAL)


def _with_payloads(rows: pd.DataFrame, columns: Iterable[str], at: str) -> pd.DataFrame:
    """A payload after every filled cell of some columns, the same after the same words, so that groups stay groups."""
    told = payloads(at)
    return rows.assign(**{name: rows[name].map(
        lambda cell: f"{cell} {told[zlib.crc32(cell.encode()) % len(told)]}" if cell else "")
        for name in set(columns) & set(rows)})


def _table(path: Path) -> Table:
    stem = plain(re.sub(r"_\d{4}.*", "", path.name))
    return next(table for table in TABLES.values() if stem in map(plain, table.stems))


def _of_table(path: Path) -> set[str]:
    """The columns of text that are not looked up."""
    return {column.name for column in _table(path).columns if column.kind == "text" and column.name not in LOOKED_UP
            and not column.name.endswith(ENDINGS) and not IDS.fullmatch(column.name)}


def _with_secrets(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Identifiers that are all secret, in the same way in all tables; names, a home, and words that few people use."""
    rows = rows.assign(**{name: (ID + rows[name]).where(rows[name].ne(""), "") for name in rows
                          if IDS.fullmatch(name)})
    if _table(path).name == "sen2_persons":
        rows = rows.assign(surname=SURNAME, forename=FORENAME)
        rows.loc[rows.index[:1], "postcode"] = POSTCODE
    if "COMMENT" in rows:
        rows.loc[rows.index[:FEW], "COMMENT"] += f" and {RARE} said {FORENAME.lower()}"
    return rows


def _names(newest: Path, at: str) -> None:
    """Secrets in the names of files, of sheets and of a zip's members, and payloads and secrets in headings."""
    _as_workbook(newest / "triage_2025-26.csv", lambda rows: rows.assign(**{HEADING: "x", payloads(at)[0]: "x"}))
    _as_workbook(newest / "travel_routes_2025-26.csv", lambda rows: rows.rename(columns={"FUEL": HEADING}))    # refused
    (newest / f"{FILE_NAME}.csv").write_text("a,b\n1,2\n")
    (newest / f"{payloads(at)[1].replace('/', '')}.csv").write_text("a,b\n1,2\n")
    audits = newest / "case_audits_2025-26.csv"
    with zipfile.ZipFile(audits.with_suffix(".zip"), "w") as archive:
        archive.write(audits, "case_audits_2025-26.csv")
        archive.writestr(f"{FILE_NAME}.csv", "a,b\n1,2\n")
    audits.unlink()


def _as_workbook(path: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """The same table, changed, in a workbook with a sheet of a secret name beside a hidden one."""
    rows = change(pd.read_csv(path, dtype=str, keep_default_na=False))
    book = openpyxl.Workbook()
    book.active.title = SHEET
    book.create_sheet(HIDDEN).sheet_state = "hidden"
    book[HIDDEN].append([HIDDEN])
    for row in [list(rows.columns), *rows.to_numpy().tolist()]:
        book[SHEET].append(row)
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def _plan(folder: Path, told: list[str]) -> None:
    """The plan with a payload after all its words, the quoted ones too: these stand in its source text as well."""
    shutil.copytree(ROOT / "plans" / DEFAULT, folder)
    all_words: list[str] = []

    def spoilt(found: re.Match) -> str:
        words = f"{json.loads(found[3])} {told[zlib.crc32(found[3].encode()) % len(told)]}"
        all_words.append(words)
        return f"{found[1]}{found[2]} = {json.dumps(words)}"

    text = (folder / "plan.toml").read_text(encoding="utf-8")
    spoilt_text = re.sub(rf'(^|[{{,] )({TOLD}) = ("[^"]+")', spoilt, text, flags=re.MULTILINE)
    (folder / "plan.toml").write_text(spoilt_text, encoding="utf-8")
    with (folder / "our-way-forward.txt").open("a", encoding="utf-8") as source:
        source.write("\n" + "\n".join(all_words))


@dataclass(frozen=True)
class Planted:
    """What stood in the returns of a project and must never leave it."""

    postcodes: frozenset[str]
    birthdays: frozenset[str]


def planted(data: Path) -> Planted:
    """All postcodes and days of birth in the returns."""
    postcodes, birthdays = set(), set()
    for path in (data / "sample" / "returns").rglob("*.csv"):
        rows = pd.read_csv(io.BytesIO(path.read_bytes()), dtype=str)
        for name in rows:
            if name.lower().endswith(("post", "postcode")):
                postcodes |= set(rows[name].dropna())
            if name in ("DOB", "MC_DOB", "personbirthdate"):
                birthdays |= set(rows[name].dropna().str[:11])
    return Planted(frozenset(postcodes), frozenset(birthdays))
