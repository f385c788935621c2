"""R's generalised least squares beside the rules of real_series.py: `nlme::gls` with a first-order autocorrelation, by
restricted likelihood, on the same series of the nine measures.

    python tests/benchmarks/real_series_gls.py          some 8 minutes on one core

Asks for R with nlme (Debian: r-base-core, r-cran-nlme), which the project itself does not need; without, nothing is
done. What R cannot fit counts as no finding. Of the 20 draws a window so many are taken that each number rests on
5,000 fits or more. Writes docs/calibration/gls.csv.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from real_series import AS_AT, DATA, DRAWS, LEVEL, NINE, OUT, ROWS, measured_panels, rng_of, windows

from wayforward.published.figures import read_published

FITS = 5000
SCRIPT = """
suppressMessages(library(nlme))
files <- commandArgs(trailingOnly = TRUE)
p <- function(one) tryCatch(summary(gls(value ~ year, one, correlation = corAR1(form = ~ period),
                                        weights = varFixed(~ variance)))$tTable["year", "p-value"],
                            error = function(problem) NA)
series <- read.csv(files[1])
writeLines(as.character(sapply(split(series, series$series), p)), files[2])
"""


def by_gls(values: np.ndarray, errors: np.ndarray, years: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """p of many series (each N, T), as R gives them; 1 where it gives none."""
    long = pd.DataFrame({"series": np.repeat(np.arange(len(values)), values.shape[1]), "value": values.ravel(),
                         "year": years.ravel(), "period": periods.ravel(), "variance": errors.ravel() ** 2})
    with tempfile.TemporaryDirectory() as folder:
        script, given, told = (Path(folder, name) for name in ("gls.R", "series.csv", "p.txt"))
        script.write_text(SCRIPT)
        long.to_csv(given, index=False)
        subprocess.run(["Rscript", script, given, told], check=True)
        return np.nan_to_num(np.array([float(p.replace("NA", "nan")) for p in told.read_text().split()]), nan=1.0)


def some_rows(of_windows: int) -> dict[str, np.ndarray]:
    """Which series of a window are fitted, by kind."""
    draws = min(DRAWS, -(-FITS // of_windows))
    rows = np.arange(ROWS["planted in B"].start)
    return {kind: rows[ROWS[kind]][:draws] for kind in ("A", "B", "C", "planted")}


def summary(name: str, each: list) -> dict:
    """One series, in percent."""
    rows = some_rows(len(each))
    chosen = np.concatenate(list(rows.values()))
    values = np.concatenate([series[chosen] for *_, series in each])
    errors, years, periods = (np.repeat(np.array(part), len(chosen), axis=0) for part in zip(
        *((errors, design[:, 1], lags[0]) for _, (errors, design, lags), *_ in each), strict=True))
    p = by_gls(values, errors, years, periods).reshape(len(each), len(chosen))
    of = dict(zip(rows, np.split(p, np.cumsum([len(part) for part in rows.values()])[:-1], axis=1), strict=True))
    return {"series": name, "windows": len(each), "method": "gls"} | {
        kind: 100 * (of[kind] < LEVEL).mean() for kind in ("A", "B", "C")} | {
        "found": 100 * (of["planted"] < LEVEL).mean(),
        "power": 100 * (of["planted"] < np.quantile(of["C"], LEVEL)).mean(),
        "not fitted": 100 * (of["C"] == 1).mean()}


def main(out: Path = OUT) -> None:
    """Measures, prints, and writes the table."""
    if shutil.which("Rscript") is None:
        print("R is not on this machine: nlme::gls is left out")
        return
    published = read_published(DATA / "published", AS_AT)
    table = pd.DataFrame([summary(name, list(windows(panel, priors, rng_of(name))))
                          for name, panel, priors in measured_panels(published) if name in NINE]).round(1)
    print(table.to_string(index=False))
    print("\nMean\n", table.mean(numeric_only=True).round(1).to_string())
    table.to_csv(out / "gls.csv", index=False)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
