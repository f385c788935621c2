"""The pack of a run: made of its public folder, read back, and put in its place whole or not at all."""

import shutil
from pathlib import Path

from wayforward.errors import WayforwardError
from wayforward.publish.csv_on_the_web import NAME, findings_csv, metadata
from wayforward.publish.difference import CURE, Difference
from wayforward.publish.excel import workbook
from wayforward.publish.open_document import spreadsheet
from wayforward.publish.panel_document import panel_document
from wayforward.publish.panel_pdf import lacks, panel_pdf
from wayforward.publish.panel_report import panel_report
from wayforward.publish.public_run import PublicRun, public_run, read_public_run
from wayforward.publish.read_back import DOCUMENT, EXCEL, METADATA, OPEN, PDF, read_back
from wayforward.publish.sheets import sheets
from wayforward.publish.word_parts import marked_anew

MOST_TOLD = 20


class PackRefused(WayforwardError):
    """A pack that does not say what the findings say; nothing is written."""

    exit_code = 4


def make_pack(public: Path, out: Path, template: Path | None = None) -> list[Path]:
    """Writes the pack of a run's public folder into the folder `out`, in place of an earlier one, and says which files.

    template: a council's .docx or .dotx (docs/pack.md)
    PackRefused where a file read back says something else than the findings.
    """
    run = read_public_run(public)
    files = pack_files(run, template.read_bytes() if template else None)
    if wrong := read_back(files, run):
        raise _refused(wrong)
    put(files, out)
    return [out / name for name in files]


def pack_files(run: PublicRun, template: bytes | None = None) -> dict[str, bytes]:
    """Its files by name; the same bytes for the same public folder and libraries. No PDF where the system lacks what
    lays it out (`panel_pdf.lacks`)."""
    made, parts = sheets(run), panel_report(run)
    pdf = {} if lacks() else {PDF: panel_pdf(run, parts)}
    return {DOCUMENT: panel_document(run, parts, template), **pdf,
            EXCEL: workbook(made, run), OPEN: spreadsheet(made, run), NAME: findings_csv(run),
            METADATA: metadata(run)}


def as_published(drafts: dict[str, bytes], run: dict[str, bytes], published: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a pack as they leave, from its drafts: made again of what is published, the Word document in the
    template that its draft has. PackRefused where the drafts are not of this run.

    run: the public files of the run by name, drafts too; published: the same as they are published
    """
    draft, assured = public_run(run), public_run(published)
    if wrong := read_back(drafts, draft):
        raise _refused(wrong)
    made = pack_files(assured) | {DOCUMENT: marked_anew(drafts[DOCUMENT], draft.mark, assured.mark)}
    if wrong := read_back(made, assured):
        raise _refused(wrong)
    return made


def _refused(wrong: list[Difference]) -> PackRefused:
    more = [f"and {len(wrong) - MOST_TOLD:,} more"] if len(wrong) > MOST_TOLD else []
    return PackRefused(f"the pack is not written: {len(wrong):,} of the things it says are not in the findings; {CURE}",
                       [*map(str, wrong[:MOST_TOLD]), *more])


def put(files: dict[str, bytes], out: Path) -> None:
    """Writes the files into a folder beside, which then takes the place of an earlier one."""
    building, former = (out.with_name(f".{out.name}.{what}") for what in ("building", "former"))
    for left in (building, former):
        shutil.rmtree(left, ignore_errors=True)
    building.mkdir(parents=True, mode=0o700)
    for name, content in files.items():
        (building / name).write_bytes(content)
    if out.exists():
        out.replace(former)
    building.replace(out)
    shutil.rmtree(former, ignore_errors=True)
