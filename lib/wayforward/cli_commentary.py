"""The commands about the service's own words. Heavy libraries are imported inside them, as in cli."""

import os
from typing import Annotated

import typer
from typer import Argument, Option

Period = Annotated[str, Argument(metavar="PERIOD", help="Such as 2025-26-Q4.")]
Area = Annotated[str | None, Option(help="Whose words; default: the area of the period's parameters.")]

commentary = typer.Typer(no_args_is_help=True, help="The service's own words beside the stories: templates for them, "
                                                    "and what is wrong with them.")


@commentary.command("new")
def commentary_new(period: Period, area: Area = None,
                   measures: Annotated[list[str] | None, Option("--measure", metavar="M", help="This promise only; may "
                                                                                               "be repeated.")] = None,
                   ) -> None:
    """Write commentary/AREA/PERIOD/MEASURE.md for every promise, to be filled in; a file that is there stays as it
    is."""
    from wayforward.commentary.template import write_templates
    from wayforward.report.check_words import headlines

    evidence = _evidence(period, area)
    found = headlines(evidence, measures or ())
    written, there = write_templates(found, evidence.setting.area, evidence.period.code)
    for path in written:
        typer.echo(f"Written: {os.path.relpath(path)}")
    for path in there:
        typer.echo(f"There already, left as it is: {os.path.relpath(path)}")


@commentary.command("replies")
def commentary_replies(period: Period, area: Area = None) -> None:
    """Write commentary/AREA/PERIOD/replies/MEASURE.md with the questions of every promise, to be replied to; a file
    that is there stays as it is."""
    from wayforward.commentary.replies import write_template
    from wayforward.report.check_words import headlines

    evidence = _evidence(period, area)
    for finding in headlines(evidence, ()):
        if path := write_template(finding, evidence.setting.area, evidence.period.code):
            typer.echo(f"Written: {os.path.relpath(path)}")
        else:
            typer.echo(f"There already, left as it is: the replies to promise {finding.number}")


@commentary.command("check")
def commentary_check(period: Period, area: Area = None) -> None:
    """Hold the service's words against the findings without a run; exit code 3 where any is refused."""
    from wayforward.areas import local_authorities
    from wayforward.report.check_words import check_words

    evidence = _evidence(period, area)
    well = check_words(evidence, local_authorities(evidence.data))
    told = f"{well:,} file{'' if well == 1 else 's'} of the service’s words, nothing wrong" if well else \
        "The service has said nothing; `wayforward commentary new` writes templates"
    typer.echo(f"{told}.")


def _evidence(period: str, area: str | None):
    """What a run of the period would read."""
    from wayforward.report.open import read_inputs
    from wayforward.runner.parameters import load_all
    from wayforward.runner.which_areas import area_asked

    whose = area_asked(area)
    [asked] = load_all([period], {"area": whose} if whose else {})
    return read_inputs(asked.period, asked.area, asked.as_at, asked.data, asked.plan, asked.published)
