"""A small data folder of real figures: care leavers of three counties, their region and England, with the registers."""

import shutil
from pathlib import Path

import pandas as pd

from wayforward import project
from wayforward.published.exchange import import_tables
from wayforward.published.tables import files_of

AREAS = ["hertfordshire", "hampshire", "oxfordshire", "east_of_england", "england"]


def care_leavers() -> pd.DataFrame:
    """Every figure of theirs, as text."""
    [file] = [file for file in files_of(project.resolve("data/published")) if file.table == "care-leavers"]
    return file.of_areas(AREAS)


def write_small_data(folder: Path) -> None:
    """Writes it, with its table taken in and checked."""
    source, made, rows = project.resolve("data/published"), folder / "published", care_leavers()
    made.mkdir(parents=True)
    registers = {file.table: file.text.drop(columns=["line", "file"]) for file in files_of(source)
                 if not file.is_stored}
    near = registers["neighbours"].query("area == 'hertfordshire'")
    cited = registers["sources"]["citation"].isin({*rows["citation"], *near["citation"]})
    for name, table in {"areas": registers["areas"], "neighbours": near, "sources": registers["sources"][cited],
                        "care-leavers": rows}.items():
        table.to_csv(made / f"{name}.csv", index=False)
    shutil.copy(source / "releases.toml", made)
    import_tables(made, [made / "care-leavers.csv"])
