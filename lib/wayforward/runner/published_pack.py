"""The panel pack of a run (publish/), as it is published with the run: in pack/ beside its pages."""

from pathlib import Path

from wayforward.errors import RefusedPublication
from wayforward.runner.run_folder import PACK

NO_PACK = "The run has no pack, and none is published; `wayforward pack` makes one, before the run is signed."


def drafts_of(run: Path) -> dict[str, bytes]:
    """The files of a run's pack by name; none where it has none."""
    return {path.name: path.read_bytes() for path in sorted((run / PACK).glob("*")) if path.is_file()}


def published_pack(run: Path, drafts: dict[str, bytes], files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the pack as they leave, by path in the edition; none where the run has none.

    drafts: the run's public files; files: the same as published. RefusedPublication where the pack is not of this run
    """
    pack = drafts_of(run)
    if not pack:
        return {}
    from wayforward.publish import PackRefused, as_published  # heavy; few runs have a pack

    try:
        return {f"{PACK}/{name}": content for name, content in as_published(pack, drafts, files).items()}
    except PackRefused as error:
        raise _refused(run, error.problems) from None
    except Exception:      # a spoilt file, of which each library that reads one says its own
        raise _refused(run, []) from None


def _refused(run: Path, problems: list[str]) -> RefusedPublication:
    return RefusedPublication(f"{run.name} is not published: its {PACK}/ is not the pack of this run; make it again "
                              "with `wayforward pack`, and sign anew", problems)
