"""What a file of the pack says and the findings do not."""

from dataclasses import dataclass

CURE = "make the pack again, of a run whose texts are proved"


@dataclass(frozen=True)
class Difference:
    """Where (the file, and the sheet and row or the heading), what stands there, and what the finding says."""

    file: str
    place: str
    says: str
    finding: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: says {self.says}; the finding says {self.finding}"
