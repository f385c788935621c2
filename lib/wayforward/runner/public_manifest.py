"""The manifest as it may leave, from the whole one.

    kept         parameters, versions, hashes of code and notebooks, states, refused tables, the small-number rule;
                 when the rule was declared, and what of it changed since
    added        that it is a draft, which publishing takes away
    reduced      of published figures file, rows and sha256; of returns what kind each is and a keyed hash: neither the
                 name of the file nor its rows
    left out     the rule itself, which its file holds; seconds, phases, memory, seeds, cells that failed
"""

from typing import Any

from wayforward.assurance import DRAFT
from wayforward.runner.hash_key import keyed

KEPT = ("schema", "parameters", "code", "commit", "versions", "refused")
OF_RULE = ("declared", "sha256", "changed", "measured_anew")
OF_NOTEBOOK = ("sha256", "state")
PUBLISHED = ("published/", "scatter/", "commentary/")    # published figures, what is measured from them; words
A_RETURN = "a return"


def public_manifest(whole: dict[str, Any], rule: dict[str, Any], key: bytes) -> dict[str, Any]:
    """rule: the small-number rule in force; key: of the hashes of returns."""
    notebooks = {name: {part: each[part] for part in OF_NOTEBOOK} for name, each in whole["notebooks"].items()}
    returns = [_of_return(each, key) for each in whole["inputs"] if not _is_published(each)]
    return {**{name: whole[name] for name in KEPT}, "assurance": DRAFT, "disclosure": rule,
            "judged": {part: each for part, each in whole.get("judged", {}).items() if part in OF_RULE},
            "inputs": [_of_figures(each) for each in whole["inputs"] if _is_published(each)]
            + sorted(returns, key=lambda each: (each["kind"], each["hmac"])),
            "notebooks": notebooks}


def _is_published(given: dict[str, Any]) -> bool:
    return given["path"].startswith(PUBLISHED) and not given.get("kind")


def _of_figures(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("path", "rows", "sha256")}


def _of_return(given: dict[str, Any], key: bytes) -> dict[str, str]:
    return {"kind": given.get("kind") or A_RETURN, "hmac": keyed(key, given["sha256"])}
