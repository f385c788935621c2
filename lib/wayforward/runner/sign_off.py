"""The sign-off of a run: who read it, and the sha256 of every file that was there to be read.

    runs/<area>/<period>/sign-off.json     one entry a role, only ever added to; it goes where the run goes

Each entry holds the sha256 of itself and of the entry before. So a file changed, added or taken away since is told by
its name, and so is a sign-off that was touched by hand. Nothing of the machine is in it: neither its user nor a path.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

from wayforward.assurance import USUAL, Roles
from wayforward.errors import RefusedParameters, RefusedPublication
from wayforward.formats import listed
from wayforward.runner.gate import PASSED, read_attacked
from wayforward.runner.run_folder import INTERNAL, PACK, PRIVATE_FILE, PUBLIC, write
from wayforward.runner.whole_run import whole_run

NAME = "sign-off.json"
SHORTEST_NOTE = 10
MEND = "put the files back as they were, or run again with --force and sign anew"
NOT_READ = ("run.log",)     # times of day


@dataclass(frozen=True)
class Signature:
    """What somebody signed: in which role, on which day, with what note; `sealed`, the sha256 of each file by path in
    the run; `previous`, of the entry before, "" for the first."""

    role: str
    by: str
    day: str
    note: str
    sealed: dict[str, str]
    previous: str = ""

    @property
    def sha256(self) -> str:
        """Of all that it holds."""
        return hashlib.sha256(_plain(asdict(self)).encode()).hexdigest()


@dataclass(frozen=True)
class SignOff:
    """How a run's sign-off stands: the signatures in order, the roles that are missing, and a sentence for each file
    that is not as it was sealed."""

    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everybody has signed, and what is there now."""
        return not (self.missing or self.broken)

    @property
    def problems(self) -> list[str]:
        """What keeps it from being whole."""
        return [*self.broken, *(f"the {role} has not signed" for role in self.missing)]

    def lines(self) -> list[str]:
        """In plain words."""
        signed = [f"{each.day}, {each.role}: {each.by}. {each.note}" for each in self.signatures]
        files = len(self.signatures[-1].sealed) if self.signatures else 0
        state = f"Signed off: {files:,} files are as they were sealed." if self.whole else "Not signed off:"
        mend = [f"The seal is broken; {MEND}."] if self.broken else []
        return [*(signed or ["Nobody has signed."]), state, *(f"  - {each}" for each in self.problems), *mend]


def sign(run: Path, role: str, by: str, note: str, day: date, roles: Roles = USUAL) -> SignOff:
    """Adds a signature to a run that is whole, gives nobody away, and whose seal is not broken; how its sign-off stands
    with it. RefusedParameters where this role or person may not sign, or not yet; RefusedPublication for the run."""
    with FileLock(run / f".{NAME}.lock", mode=PRIVATE_FILE):
        whole_run(run)
        before = sign_off(run, roles)
        _refuse_run(run, before)
        by, note = " ".join(by.split()), " ".join(note.split())
        _refuse_signature(role, by, note, before, roles)
        previous = before.signatures[-1].sha256 if before.signatures else ""
        signed = (*before.signatures, Signature(role, by, day.isoformat(), note, seen(run), previous))
        write(run / NAME, _content(signed))
    return sign_off(run, roles)


def sign_off(run: Path, roles: Roles = USUAL) -> SignOff:
    """How a run's sign-off stands. RefusedPublication where the file is not as it was written."""
    signatures = read_signatures(run)
    signed = {each.role for each in signatures}
    return SignOff(signatures, tuple(role for role in roles.roles if role not in signed),
                   tuple(_broken(signatures, seen(run) if signatures else {})))


def seen(run: Path) -> dict[str, str]:
    """The sha256 of each file of a run that somebody who signs can read, by its path in the run: both folders and the
    pack whole, but for the log and what is hidden."""
    paths = [path for folder in (PUBLIC, INTERNAL, PACK) for path in (run / folder).rglob("*") if path.is_file()]
    names = {path.relative_to(run).as_posix(): path for path in paths if path.name not in NOT_READ}
    return {name: hashlib.sha256(names[name].read_bytes()).hexdigest() for name in sorted(names)
            if not any(part.startswith(".") for part in Path(name).parts)}


def read_signatures(run: Path) -> tuple[Signature, ...]:
    """The signatures of a run, the oldest first; RefusedPublication where the file is not as it was written."""
    try:
        content = (run / NAME).read_bytes()
    except FileNotFoundError:
        return ()
    try:
        entries = json.loads(content)["signatures"]
        signed = tuple(Signature(**{field.name: each[field.name] for field in fields(Signature)}) for each in entries)
        as_written = content == _content(signed) and _follow(signed)
    except (ValueError, TypeError, KeyError, AttributeError):
        as_written = False
    if not as_written:
        raise RefusedPublication(f"{run.name}/{NAME} is not as it was written: it was changed by hand, or cut off. Put "
                                 "it back from a copy, or run again with --force and sign anew")
    return signed


def _follow(signed: tuple[Signature, ...]) -> bool:
    return [each.previous for each in signed] == ["", *(each.sha256 for each in signed[:-1])][:len(signed)]


def _content(signed: tuple[Signature, ...]) -> bytes:
    entries = [asdict(each) | {"sha256": each.sha256} for each in signed]
    return (json.dumps({"signatures": entries}, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _plain(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _broken(signatures: tuple[Signature, ...], now: dict[str, str]) -> Iterator[str]:
    """A sentence for each file that is not as somebody sealed it."""
    for name in sorted({name for each in signatures for name in each.sealed} | now.keys()):
        whose = [each.role for each in signatures if each.sealed.get(name) != now.get(name)]
        if whose:
            was = any(name in each.sealed for each in signatures)
            what = "is gone" if name not in now else "was changed" if was else "was added"
            yield f"{name} {what} since it was signed by {_roles(whose)}"


def _roles(roles: list[str]) -> str:
    return listed([f"the {role}" for role in roles])


def _refuse_run(run: Path, before: SignOff) -> None:
    if before.broken:
        raise RefusedPublication(f"{run.name}: the seal is broken; {MEND}", list(before.broken))
    if read_attacked(run).state != PASSED:
        raise RefusedPublication(f"{run.name} may not be published, and so is not signed off",
                                 read_attacked(run).lines()[:1] or ["it was not attacked"])


def _refuse_signature(role: str, by: str, note: str, before: SignOff, roles: Roles) -> None:
    """Everything that is wrong with who signs, at once."""
    held = {_person(each.by): each.role for each in before.signatures}
    waiting = [each for each in roles.before(role) if each in before.missing]
    wrong = {
        f"role: expected {', '.join(roles.roles)}; got {role}": role not in roles.roles,
        f"role: the {role} has signed; what is signed stands": role in held.values(),
        f"role: the {role} signs after {_roles(waiting)}": bool(waiting),
        f"by: expected a name; got “{by}”": not any(letter.isalpha() for letter in by),
        f"by: {by} has signed as the {held.get(_person(by))}, and nobody signs twice":
            roles.one_role_a_person and _person(by) in held,
        f"note: expected {SHORTEST_NOTE} characters or more, in words of your own; got {len(note)}":
            len(note) < SHORTEST_NOTE}
    problems = [said for said, so in wrong.items() if so]
    if problems:
        raise RefusedParameters("not signed", problems)


def _person(name: str) -> str:
    """The same for a name however it is spaced, and in whatever case."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
