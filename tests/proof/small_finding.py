"""A small finding by hand, as findings.json has one: care leavers, of whom fewer have a suitable home than before."""

from wayforward.proof.facts import Facts


def point(year: int, numerator: int, denominator: int, status: str = "final", note: str = "") -> dict:
    """A year's figure, without an interval."""
    return {"period": f"year to 31 March {year}", "end": f"{year}-03-31", "value": numerator / denominator,
            "low": None, "high": None, "numerator": float(numerator), "denominator": float(denominator), "unknown": 6.0,
            "known_value": numerator / (denominator - 6), "status": status, "note": note, "reason": None,
            "places": None}


POINTS = [point(2021, 90, 100), point(2022, 88, 100), point(2023, 86, 100, note="asked by telephone"),
          point(2024, 85, 100), point(2025, 80, 100)]
MIDDLE = {"area": "the neighbours' median", "level": "median", "areas": 10, "value": 0.92, "change": 0.01,
          "baseline": 0.91, "points": [["2021-03-31", 0.91], ["2025-03-31", 0.92]], "relative": None}
ENGLAND = {"area": "England", "level": "country", "areas": 1, "value": 0.885, "change": 0.007, "baseline": 0.878,
           "points": [["2021-03-31", 0.878], ["2025-03-31", 0.885]], "relative": None}
PLAIN = {
    "measure": "homes", "number": 7, "series": "homes_19_21", "headline": True, "ambition": 3, "measure_title": "Homes",
    "title": "Care leavers with a home", "part": "", "promise": "An increase", "kind": "proportion", "unit": "%",
    "decimals": 1, "better": "higher", "calendar": "year to 31 March", "of": "care leavers", "counted": "had a home",
    "unknown": "of whom nothing is known", "origin": "published", "area": "Hertfordshire", "supplied_by": "the return",
    "refused": None,
    "points": POINTS, "latest": POINTS[-1], "baseline": POINTS[0], "baseline_was": "highest", "promised_by": "",
    "change": {"estimate": -0.1, "low": -0.15, "high": -0.05, "p": 0.001, "method": "Newcombe", "reason": None},
    "trend": {"estimate": -0.0234, "low": -0.04, "high": -0.01, "p": 0.0123, "method": "weighted line",
              "points_used": 5},
    "relative": {"estimate": None}, "standing": None, "last_year": None, "scatter": None, "visible": [],
    "robustness": [{"choice": "Kendall", "verdict": "no clear change", "p": 0.083, "smallest_p": None},
                   {"choice": "all years", "verdict": "worsening", "p": 0.01, "smallest_p": None},
                   {"choice": "ends only", "verdict": "worsening", "p": 0.02, "smallest_p": None}],
    "benchmarks": [ENGLAND, MIDDLE], "target": "none set", "verdict": "worsening", "evidence": "some",
    "decided_by": "trend", "groups": [], "caveat": None, "stand_in": "", "reconciled": "", "outlook": None,
    "decomposition": None, "uneven": None, "plan_ended": None,
    "since": {"new": ["year to 31 March 2025"], "revised": [], "verdict": "no clear change", "evidence": "none"},
    "control": None, "story": "told"}


def facts(reduced: bool = False, **changes) -> Facts:
    """The finding with some fields changed."""
    return Facts(PLAIN | changes, reduced)
