"""A report's findings as data: an ambition's or the panel's."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from wayforward import show
from wayforward.finding import Finding
from wayforward.report import tidy
from wayforward.report.notes import notes
from wayforward.report.open import ReportInputs


class ReportData:
    """The frames and files of what has `findings` and the `evidence` that they stand on. All of it stands under the
    small-number rule of the report's audience."""

    evidence: ReportInputs
    findings: list[Finding]

    def data(self, areas: bool = False) -> pd.DataFrame:
        """The figures of every series of every measure as a tidy frame, one row a point (see Page.data); with `areas`
        beside the other areas'."""
        return tidy.points(self.findings, self.evidence.audience, areas)

    def verdicts(self) -> pd.DataFrame:
        """One row a finding: before the plan, latest, change, p, verdict, evidence (see tidy.ends)."""
        return tidy.ends(self.findings, self.evidence.audience)

    def to_csv(self, path: str | Path) -> Path:
        """Writes `data` as CSV; returns the path."""
        return show.to_csv(self.data(), path)

    def to_excel(self, path: str | Path) -> Path:
        """Writes figures and verdicts as a spreadsheet, typed, with a sheet of notes; returns the path."""
        return show.to_excel({"figures": self.data(), "verdicts": self.verdicts()}, self.notes(), path)

    def notes(self) -> dict[str, str]:
        """What stands on the sheet of notes: whose figures, as known when, by which definitions and rules."""
        names = dict.fromkeys(finding.measure for finding in self.findings)
        return notes(self.evidence, *(self.evidence.plan.measure(name) for name in names))
