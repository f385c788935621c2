"""The newest period that can be reported on: whose as-at day has come."""

from datetime import date

from wayforward.errors import RefusedParameters
from wayforward.periods import read_date
from wayforward.runner.parameters import RunParameters, load_parameters, parameters_files


def latest_parameters(today: date, **given: str) -> RunParameters:
    """The parameters of the newest period in params/ whose as-at day is not after today, with the values `given` in the
    place of the file's; RefusedParameters where there is none."""
    for path in reversed(parameters_files()):
        parameters = load_parameters(path, **given).settled()
        if read_date(parameters.as_at) <= today:
            return parameters
    raise RefusedParameters(f"params/ holds no period whose as-at day has come by {today}; "
                            "`wayforward new-period PERIOD` writes one")
