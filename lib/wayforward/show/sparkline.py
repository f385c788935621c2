"""A small line of a figure's course, as a drawing with a title and a description, for a row of a table."""

from datetime import date

from wayforward.finding import Finding, Point
from wayforward.markup import Markup, in_html
from wayforward.narrate.alt_text import course

WIDE, TALL, EDGE = 120, 32, 4        # of the drawing's own units
LINE, DOT, HOLLOW, PLAN = "#12436D", 2.5, "#595959", "#767676"


def sparkline(finding: Finding, begins: date) -> Markup:
    """The line through the comparable figures, broken where one is missing; hollow dots for those not comparable, and
    an upright where the plan `begins`. Nothing where there is no figure."""
    drawn = [point for point in finding.points if point.value is not None]
    if not drawn:
        return Markup("")
    place = _places(drawn)
    name = f"{finding.measure}-{finding.series}-course"
    parts = [_upright(begins, drawn), *(_line(run, place) for run in _runs(finding.points)),
             *(_dot(*place(point), "none", HOLLOW) for point in drawn if not point.usable),
             _dot(*place(drawn[-1]), LINE, LINE)]
    return Markup('<svg class="course" role="img" aria-labelledby="{0}" width="{1}" height="{2}" viewBox="0 0 {1} {2}">'
                  '<title id="{0}">{3}</title><desc>{4}</desc>{5}</svg>').format(
        Markup(name), WIDE, TALL, in_html(f"The course of {finding.title}"), in_html(course(finding)),
        Markup("").join(parts))


def _places(drawn: list[Point]):
    """Where a point is drawn, by its day and its height between the lowest and the highest."""
    values = [point.value for point in drawn]
    low, high = min(values), max(values)

    def place(point: Point) -> tuple[str, str]:
        height = (point.value - low) / (high - low) if high > low else 0.5
        return _across(point.end, drawn), f"{TALL - EDGE - height * (TALL - 2 * EDGE):.1f}"
    return place


def _across(day: date, drawn: list[Point]) -> str:
    first, days = drawn[0].end, (drawn[-1].end - drawn[0].end).days
    share = (day - first).days / days if days else 0.5
    return f"{EDGE + share * (WIDE - 2 * EDGE):.1f}"


def _runs(points: tuple[Point, ...]) -> list[list[Point]]:
    """Comparable figures that follow each other without a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.usable:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _line(run: list[Point], place) -> Markup:
    way = " ".join(",".join(place(point)) for point in run)
    return Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2"/>').format(
        Markup(way), Markup(LINE))


def _dot(x: str, y: str, fill: str, stroke: str) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}"/>').format(
        *map(Markup, (x, y, str(DOT), fill, stroke)))


def _upright(begins: date, drawn: list[Point]) -> Markup:
    """Where the plan begins, if that is within what is drawn."""
    if not drawn[0].end <= begins <= drawn[-1].end:
        return Markup("")
    return Markup('<path d="M{0} 0V{1}" stroke="{2}" stroke-dasharray="2 2"/>').format(
        Markup(_across(begins, drawn)), TALL, Markup(PLAN))
