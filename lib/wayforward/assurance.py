"""Who signs a run before it may be published, and the words that its documents bear until then and from then on.

A run makes drafts: each page, narrative.md and manifest.json say so in one sentence, always the same. Whatever is
published says another in its place, and is otherwise the same to the byte. The roles are in params/sign-off.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from wayforward.errors import RefusedParameters, RefusedPublication

FILE = "params/sign-off.toml"
DRAFT, ASSURED = "Draft, not assured.", "Assured and signed off."
MARKED = (".html", ".md")       # what bears the sentence; and so does …
MANIFEST = "manifest.json"
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Roles:
    """Who signs.

    roles                   each signs once
    last                    of them, those that sign only when all others have
    one_role_a_person       whether nobody may sign twice
    """

    roles: tuple[str, ...] = ("analyst", "assurer", "approver")
    last: tuple[str, ...] = ("approver",)
    one_role_a_person: bool = True

    def before(self, role: str) -> tuple[str, ...]:
        """The roles that have to have signed before one signs.

        >>> Roles().before("approver"), Roles().before("analyst")
        (('analyst', 'assurer'), ())
        """
        return tuple(each for each in self.roles if each not in self.last) if role in self.last else ()


USUAL = Roles()


def read_roles(path: Path) -> Roles:
    """The roles in a file; the usual ones where there is none. RefusedParameters names everything that is wrong."""
    if not path.is_file():
        return USUAL
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RefusedParameters(f"{path.name} is not read as TOML: {error}") from None
    problems = _problems(given)
    if problems:
        raise RefusedParameters(f"{path.name} does not say who signs a run", problems)
    return Roles(tuple(given["roles"]), tuple(given["last"]), given["one_role_a_person"])


def _problems(given: dict) -> list[str]:
    known = [field.name for field in fields(Roles)]
    names = [f"{name}: expected, and not there" for name in known if name not in given] + [
        f"{name}: not known; expected {', '.join(known)}" for name in given if name not in known]
    if names:
        return names
    lists = [f'{name}: expected a list of names, such as ["analyst"]' for name in ("roles", "last")
             if not _are_names(given[name])]
    if lists:
        return lists
    roles, truth = given["roles"], given["one_role_a_person"]
    return [said for said, wrong in (
        ("roles: expected one or more, each once", not roles or len(set(roles)) < len(roles)),
        ("last: expected some of roles", not set(given["last"]) <= set(roles)),
        ("one_role_a_person: expected true or false", not isinstance(truth, bool))) if wrong]


def _are_names(value) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def assured(drafts: Files) -> dict[str, bytes]:
    """The files of a run as they are published, from its drafts, by name. RefusedPublication where one of those that
    have to say that they are drafts does not: an earlier version made it, and nobody could tell the two apart."""
    unmarked = [name for name, content in drafts.items() if _is_marked(name) and DRAFT.encode() not in content]
    if unmarked:
        raise RefusedPublication(f"not published: expected “{DRAFT}” in each draft; an earlier version made these; run "
                                 "again with --force", unmarked)
    return {name: content.replace(DRAFT.encode(), ASSURED.encode()) if _is_marked(name) else content
            for name, content in drafts.items()}


def _is_marked(name: str) -> bool:
    return name.endswith(MARKED) or name == MANIFEST
