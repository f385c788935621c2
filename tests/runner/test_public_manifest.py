"""The manifest as it may leave."""

import hashlib
import hmac
import json

from wayforward.runner.public_manifest import public_manifest

FIGURES = {"path": "published/homes.csv", "rows": 1335, "sha256": "d" * 64, "kind": ""}
RETURN = {"path": "extracts/2026-05-20/our-children (final).csv", "rows": 3, "sha256": "ab" * 32,
          "kind": "Care leavers"}
WHOLE = {"schema": 1, "parameters": {"area": "hertfordshire", "data": "data"}, "inputs": [FIGURES, RETURN],
         "code": "a" * 64, "commit": "c" * 40, "versions": {"pandas": "3.1.1"}, "refused": [],
         "notebooks": {"1-local-community": {"sha256": "e" * 64, "state": "completed", "failing_cell": None,
                                             "seconds": 2.0, "phases": {}, "peak_mb": 300.0, "seed": 7}}}
KEY = b"k" * 32


def test_a_return_is_told_by_its_kind_and_a_keyed_hash_and_figures_as_they_are():
    told = public_manifest(WHOLE, {"threshold": 5}, KEY)
    assert told["inputs"] == [{"path": "published/homes.csv", "rows": 1335, "sha256": "d" * 64},
                              {"kind": "Care leavers", "hmac": hmac.new(KEY, b"ab" * 32, hashlib.sha256).hexdigest()}]
    assert told["disclosure"] == {"threshold": 5}
    assert told["notebooks"] == {"1-local-community": {"sha256": "e" * 64, "state": "completed"}}
    assert {name for name in WHOLE if told.get(name) == WHOLE[name]} == {
        "schema", "parameters", "code", "commit", "versions", "refused"}
    assert "our-children" not in json.dumps(told)


def test_of_the_rule_it_is_told_when_it_was_declared_and_what_changed_since():
    judged = {"rule": {"version": 1}, "declared": "2026-04-01", "sha256": "f" * 64, "changed": ["version: 1, now 2"],
              "measured_anew": []}
    told = public_manifest(WHOLE | {"judged": judged}, {}, KEY)["judged"]
    assert told == {name: judged[name] for name in ("declared", "sha256", "changed", "measured_anew")}


def test_a_file_of_which_nothing_is_known_is_taken_for_a_return():
    odd = RETURN | {"path": "elsewhere/a.csv", "kind": ""}
    [told] = public_manifest(WHOLE | {"inputs": [odd]}, {}, KEY)["inputs"]
    assert (told["kind"], set(told)) == ("a return", {"kind", "hmac"})
    named_so = RETURN | {"path": "published/care_leavers.csv"}      # a council's own folder of that name
    assert "path" not in public_manifest(WHOLE | {"inputs": [named_so]}, {}, KEY)["inputs"][0]


def test_the_same_file_has_the_same_hash_under_the_same_key_alone():
    one, again, other = (public_manifest(WHOLE, {}, key)["inputs"][1]["hmac"] for key in (KEY, KEY, b"o" * 32))
    assert (one == again, one == other, "ab" * 32 in (one, other)) == (True, False, False)


def test_what_is_measured_from_published_figures_is_as_open_as_they_are():
    measured = {"path": "scatter/means.csv", "rows": 414, "sha256": "e" * 64, "kind": ""}
    told = public_manifest(WHOLE | {"inputs": [measured]}, {}, KEY)
    assert told["inputs"] == [{"path": "scatter/means.csv", "rows": 414, "sha256": "e" * 64}]
