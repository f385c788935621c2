"""The gate: the attack on a run's public files, at the end of each run and before anything is published.

Whatever it finds, or if it cannot be tried at all, the run stands for internal reading and may not be published.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from wayforward.runner.run_folder import INTERNAL

NAME = f"{INTERNAL}/attack.json"
PASSED, GIVES_AWAY, FAILED, NOT_TRIED = "passed", "gives away", "failed", "not tried"
MOST_TOLD = 10


@dataclass(frozen=True)
class Attacked:
    """What came of the attack.

    recipes     of what the files give away, in words
    reason      why it could not be tried
    """

    state: Literal["passed", "gives away", "failed", "not tried"] = NOT_TRIED
    recipes: tuple[str, ...] = ()
    reason: str = ""

    @property
    def bars(self) -> bool:
        """Whether it was tried, and not passed."""
        return self.state in (GIVES_AWAY, FAILED)

    @property
    def is_decided(self) -> bool:
        """Whether it need not be tried again."""
        return self.state in (PASSED, GIVES_AWAY)

    @property
    def number(self) -> str:
        """How much is given away, in words."""
        return f"{len(self.recipes):,} thing{'' if len(self.recipes) == 1 else 's'}"

    def lines(self) -> list[str]:
        """Why the run may not be published, in plain words; nothing where it may."""
        if not self.bars:
            return []
        why = self.reason or f"its public files give away {self.number}"
        more = [f"and {len(self.recipes) - MOST_TOLD:,} more, in {NAME}"] if len(self.recipes) > MOST_TOLD else []
        return [f"This run may not be published; it stands for internal reading: {why}.",
                *(f"  - {line}" for line in [*(each.partition("\n")[0] for each in self.recipes[:MOST_TOLD]), *more])]

    def as_json(self) -> bytes:
        """The content of attack.json."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


NOT_YET = Attacked()


def attacked(public: Path, ledger: Path) -> Attacked:
    """The attack on a folder of public files, beside all that was published before."""
    from wayforward.attack import attack  # heavy; a run of which nothing has changed does without

    found = attack([public], ledger) if ledger.is_file() else attack([public])
    return Attacked(GIVES_AWAY if found else PASSED, tuple(map(str, found)))


def read_attacked(run: Path) -> Attacked:
    """What came of the attack on a run that stands there."""
    try:
        told = json.loads((run / NAME).read_text(encoding="utf-8"))
        return Attacked(told["state"], tuple(told["recipes"]), told["reason"])
    except (OSError, ValueError, LookupError, TypeError):
        return NOT_YET
