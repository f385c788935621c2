"""What stands on the sheet of notes of whatever is taken away: what it is, whose, as known when, by which rules."""

from wayforward import measures
from wayforward.disclosure.rule import PUBLIC
from wayforward.formats import day
from wayforward.report.open import ReportInputs

LICENCE = "Open Government Licence v3.0, for the official figures; what is counted from returns is the council’s own"
COLUMNS = ("value, low and high (the 95% interval) are fractions where the unit is %, else in the unit; an empty cell "
           "is not known or not shown, never 0, and its row's status says which")
DRAFT = "Draft, not assured"


def notes(evidence: ReportInputs, *of) -> dict[str, str]:
    """About a report's data, and about these measures of it: their definitions, sources and promises."""
    setting, rule = evidence.setting, evidence.rule
    told = {"Standing": DRAFT + (". Nothing here is real: the area is invented" if evidence.invented else ""),
            "Area": setting.names[setting.area], "Period": evidence.period.label,
            "As known on": day(evidence.as_at), "Plan": evidence.plan.title,
            "Audience": "the public" if evidence.audience == PUBLIC else "internal: not for publication",
            "Small-number rule": f"no number of people from 1 to {rule.threshold - 1:g}, no percentage or average of "
                                 f"fewer than {rule.base:g}, nor a figure that would give one away; such a point has "
                                 "the status “suppressed” and no number",
            "Columns": COLUMNS, "Licence": LICENCE}
    if evidence.variation.words:
        told = {"Varied": f"{evidence.variation.words}: this is not the figure of the plan"} | told
    for measure in of:
        told |= {f"Promise {measure.number}": measure.promise,
                 f"{measure.title}: supplied by": measure.supplied_by,
                 f"{measure.title}: definition and source": measures.definition(measure.id)}
    return told
