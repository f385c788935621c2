"""Two registers: service development projects with the engagement they show, and engagement events for staff.

Planted dirt: a few projects say that children were engaged and do not say where that is shown.
"""

from collections.abc import Iterator

import numpy as np

from exampleshire.chance import pick, sized, stream
from exampleshire.files import Return, table, where
from exampleshire.story import COURSES, YEARS

PROJECTS, EVENTS = 30, 25
SUBJECTS = ("Short breaks booking", "Leaving care offer", "Family time rooms", "Fostering recruitment",
            "Autism assessment wait", "School transport app", "Kinship carers' guide", "Youth centre opening hours",
            "Mental health first aid", "Supported lodgings", "Early years outreach", "Advocacy service")
STAGES = ("review", "redesign", "pilot", "new contract", "evaluation")
SERVICES = {"Specialist services": 0.35, "Family services": 0.30, "Education and SEND": 0.25, "Commissioning": 0.10}
SHOWS = {"engage": 0.50, "co-design": 0.30, "co-produce": 0.20}
DOES_NOT = {"none": 0.24, "inform": 0.32, "consult": 0.40, "not shown": 0.04}
SIGNED_OFF = 0.75

EVENT_NAMES = ("Team talk", "Director's roadshow", "Practice forum", "New starters' breakfast", "Wellbeing hour")
HEARD = ("Caseloads feel uneven between teams", "Supervision helps when it is not moved",
         "The case system is slow in the afternoon", "Thanks are noticed, and missed when they do not come",
         "Induction leaves little time for visits", "Career steps are not clear")
DONE = ("Caseloads are now looked at together every month", "Supervision dates are fixed for a quarter",
        "The system was given more memory", "A monthly thank-you was begun", "Induction was spread over three months",
        "A career map was put on the intranet")


def registers(seed: int, scale: float) -> Iterator[Return]:
    """Projects and events of each financial year."""
    for year in YEARS:
        yield Return("coproduction_register", year, _projects(stream(seed, f"projects {year}"), year,
                                                              sized(PROJECTS, scale)))
        yield Return("engagement_events", year, _events(stream(seed, f"events {year}"), year, sized(EVENTS, scale)))


def _projects(rng: np.random.Generator, year: int, size: int):
    begin, end = np.datetime64(f"{year - 1}-04-01"), np.datetime64(f"{year}-03-31")
    started = np.sort(begin + rng.integers(0, 320, size))
    ended = started + rng.integers(60, 330, size)
    shows = rng.random(size) < COURSES["projects_coproduced"].at(year)
    level = np.where(shows, pick(rng, SHOWS, size), pick(rng, DOES_NOT, size))
    unshown = level == "not shown"
    evidence = shows | ((level == "consult") & ~unshown)
    over = ended <= end
    number = np.arange(1, size + 1)
    names = [f"{SUBJECTS[(7 * n + year) % len(SUBJECTS)]}: {STAGES[n % len(STAGES)]}" for n in number]
    return table({
        "PROJECT_ID": [f"P{year}-{n:02}" for n in number], "NAME": names, "SERVICE": pick(rng, SERVICES, size),
        "STARTED": started, "ENDED": where(over, ended), "LEVEL": np.where(unshown, "engage", level),
        "EVIDENCE": where(evidence, [f"EV{year}-{n:02}" for n in number]),
        "SIGNED_OFF": where(evidence & over & (rng.random(size) < SIGNED_OFF), ended)})


def _events(rng: np.random.Generator, year: int, size: int):
    held = np.sort(np.datetime64(f"{year - 1}-04-01") + rng.integers(0, 345, size))
    subject = rng.integers(0, len(HEARD), size)
    done = rng.random(size) < COURSES["staff_events_acted_on"].at(year)
    last = np.datetime64(f"{year}-06-10")
    return table({
        "EVENT_ID": [f"E{year}-{number:02}" for number in range(1, size + 1)],
        "EVENT": rng.choice(np.array(EVENT_NAMES, dtype=object), size), "HELD": held,
        "ATTENDED": 8 + rng.poisson(26, size), "HEARD": np.array(HEARD, dtype=object)[subject],
        "DONE": where(done, np.array(DONE, dtype=object)[subject]),
        "DONE_ON": where(done, np.minimum(held + rng.integers(14, 100, size), last))})
