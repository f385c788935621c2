"""Whether a make-up could be the community's but for chance, in words."""

from wayforward.formats import half_up, quantity
from wayforward.judge import Evidence, evidence
from wayforward.narrate.figures import probability
from wayforward.statistics.shares import Fit


def sentence(fit: Fit, by_chance: float, heads: int) -> str:
    """The goodness of fit, and the distance that chance alone would bring; or why there is no test."""
    if fit.p is None:
        return f"Whether this could be chance is not tested: {fit.reason}."
    could = "could well" if evidence(fit.p) == Evidence.NONE else "could hardly"
    return (f"A workforce of {half_up(heads)}, drawn person by person from the residents, {could} look like this "
            f"({fit.method}: {probability(fit.p)}); on average it would lie {quantity(by_chance, '%', 1)} apart. The "
            "ratios have an interval each: of five groups that are all at 1, one workforce in five shows at least one "
            "that seems apart.")
