"""Writes the data of a benchmark into a folder, in a process of its own: python -m national.write KIND SIZE FOLDER."""

import csv
import sys
import zipfile
from pathlib import Path

from exampleshire import write_sample
from national.england import write_england
from wayforward.counting.ghg_factors import STAND_FOR, factor

FUELS = ("diesel", "petrol", "hybrid", "plug-in hybrid", "battery electric", "unknown")


def write_county(out: Path, scale: float) -> None:
    """The invented county, its zipped files unpacked, since a query reads no zip; and the factors of journeys, which
    the measure has in the library, as a table."""
    write_sample(out, scale)
    for archive in sorted(out.rglob("*.csv.zip")):
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(archive.parent)
        archive.unlink()
    with (out / "factors.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["VEHICLE", "FUEL", "year", "kg", "per_passenger"])
        for year in range(2016, 2031):
            for vehicle, fuel in ((vehicle, fuel) for vehicle in STAND_FOR for fuel in FUELS):
                found = factor(vehicle, fuel, year - 1)
                writer.writerow([vehicle, fuel, year, found.kg, found.per_passenger])


if __name__ == "__main__":
    kind, size, folder = sys.argv[1:]
    {"england": write_england, "county": write_county}[kind](Path(folder), float(size))
