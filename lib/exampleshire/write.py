"""The whole county on disk: its returns by day of delivery, the directory of its postcodes, its published figures."""

from collections.abc import Iterator
from pathlib import Path

from exampleshire.audits import audits_returns
from exampleshire.care_leavers import care_leavers_returns
from exampleshire.county_map import draw_county
from exampleshire.early_help import early_help_returns
from exampleshire.ehc_plans import plans_returns
from exampleshire.exams import key_stage_returns
from exampleshire.files import Return, write
from exampleshire.official import write_places, write_published
from exampleshire.participation import participation_returns
from exampleshire.projects import registers
from exampleshire.schools import draw_schools, register
from exampleshire.social_workers import social_workers_returns
from exampleshire.ssda903 import Lives, draw_lives, looked_after_returns
from exampleshire.staff import staff_returns
from exampleshire.staff_survey import staff_survey_returns
from exampleshire.surveys import survey_returns
from exampleshire.travel import travel_returns

SEED = 20210401


def write_sample(out: Path, scale: float = 1.0, seed: int = SEED) -> list[Path]:
    """Writes returns/, places/ and published/ into `out`, and gives the paths written, in order.

    scale   1 is a county of about 270,000 children; numbers of people, cases and routes grow with it. The map, the
            schools and the dirt planted in each year's files do not
    seed    another seed gives another county with the same truths

    What stands in `out` under another name stays. Raises OSError where it cannot be written.
    """
    lives = _lives(seed, scale)
    written = [write(Path(out) / "returns" / each.name, each.rows) for each in returns(seed, scale, lives)]
    written += write_places(Path(out) / "places", lives)
    written += write_published(Path(out) / "published", lives, scale)
    return sorted(written)


def returns(seed: int = SEED, scale: float = 1.0, lives: Lives | None = None) -> Iterator[Return]:
    """Every table of every year, one after the other, so that no more than one is held at a time."""
    lives = lives or _lives(seed, scale)
    county, schools = lives.county, draw_schools(seed, lives.county)
    yield from looked_after_returns(seed, lives)
    yield from care_leavers_returns(seed, lives)
    yield from register(schools)
    yield from plans_returns(seed, scale, county, schools)
    yield from participation_returns(seed, scale, county)
    for made in (key_stage_returns, social_workers_returns, staff_returns, audits_returns, early_help_returns,
                 registers, travel_returns, survey_returns, staff_survey_returns):
        yield from made(seed, scale)


def _lives(seed: int, scale: float) -> Lives:
    return draw_lives(seed, scale, draw_county(seed))
