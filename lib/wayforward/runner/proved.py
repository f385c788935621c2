"""The proof at the end of each run: whether its texts say what its findings say.

A run whose texts do not prove stands for internal reading, and may not be published.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from wayforward.runner.run_folder import INTERNAL

NAME = f"{INTERNAL}/proof.json"
PROVED, UNPROVED, FAILED, NOT_TRIED = "proved", "not proved", "failed", "not tried"
MOST_TOLD = 10


@dataclass(frozen=True)
class Proved:
    """What came of the proof.

    problems    what texts say and findings do not, in words
    reason      why it could not be tried
    """

    state: Literal["proved", "not proved", "failed", "not tried"] = NOT_TRIED
    problems: tuple[str, ...] = ()
    reason: str = ""

    @property
    def bars(self) -> bool:
        """Whether it was tried, and the texts are not proved."""
        return self.state in (UNPROVED, FAILED)

    @property
    def is_decided(self) -> bool:
        """Whether it need not be tried again."""
        return self.state in (PROVED, UNPROVED)

    def lines(self) -> list[str]:
        """What does not prove, in plain words; nothing where all does."""
        if not self.bars:
            return []
        several = f"{len(self.problems):,} thing{'' if len(self.problems) == 1 else 's'} in its texts that its findings"
        why = self.reason or f"it says {several} do not say"
        more = [f"and {len(self.problems) - MOST_TOLD:,} more, in {NAME}"] if len(self.problems) > MOST_TOLD else []
        return [f"This run may not be published; it stands for internal reading: {why}.",
                *(f"  - {line}" for line in [*self.problems[:MOST_TOLD], *more])]

    def as_json(self) -> bytes:
        """The content of proof.json."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


NOT_YET = Proved()


def proved(files: dict[str, bytes]) -> Proved:
    """The proof of a run's files, by name."""
    from wayforward.proof import prove_files  # a run of which nothing has changed does without

    problems = prove_files(files)
    return Proved(UNPROVED if problems else PROVED, tuple(map(str, problems)))


def read_proved(run: Path) -> Proved:
    """What came of the proof of a run that stands there."""
    try:
        told = json.loads((run / NAME).read_text(encoding="utf-8"))
        return Proved(told["state"], tuple(told["problems"]), told["reason"])
    except (OSError, ValueError, LookupError, TypeError):
        return NOT_YET
