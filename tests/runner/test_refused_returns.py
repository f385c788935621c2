"""A whole run of real notebooks on a folder of returns, one of which is refused, and then mended."""

import json
from pathlib import Path

import pytest

from wayforward.errors import RefusedInputs
from wayforward.runner.parameters import RunParameters
from wayforward.runner.run import run_period

ROOT = Path(__file__).parents[2]
HEADINGS = "RESPONDENT,COMPLETED,AGE_BAND,SEX,PLACEMENT,INCLUDED\n"
SOUND = HEADINGS + "".join(f"{number},01/05/2025,8-11,M,p,{'ASHN'[number % 4]}\n" for number in range(40))


@pytest.fixture
def data(tmp_path):
    for name in ("published", "places", "sample"):
        (tmp_path / "data" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "data" / name).symlink_to(ROOT / "data" / name)
    folder = tmp_path / "data" / "extracts" / "2026-06-15"
    folder.mkdir(parents=True)
    return folder


def run(data: Path, **settings):
    parameters = RunParameters(period="2025-26-Q4", area="hertfordshire", data=str(data.parents[1]))
    return run_period(parameters, [2], data.parents[2] / "runs", **settings)


def found(result) -> list[dict]:
    return json.loads((result.folder / "internal/findings.json").read_text())["findings"]


def test_a_refused_return_takes_out_its_promise_until_it_is_mended(data):
    survey = data / "included_survey_2025-26.csv"
    survey.write_text(SOUND)
    sound = run(data)
    assert (sound.exit_code, sound.refused) == (0, ())
    survey.write_text(SOUND + "39,02/05/2025,8-11,M,p,A\n")
    result = run(data)
    assert (result.exit_code, result.problems) == (3, ())
    assert [(each.number, each.headline, each.table) for each in result.refused] == [(8, True, "survey_included")]
    told = {each["series"]: each for each in found(result)}
    assert (told["feel_included"]["verdict"], told["feel_included"]["refused"]["rule"]) == (
        "refused", "rows that share a key")
    assert [each for each in found(result) if each["number"] != 8] == [
        each for each in found(sound) if each["number"] != 8]
    assert "was refused, so nothing is counted from it" in (result.folder / "public/2-trauma-informed.html").read_text()
    with pytest.raises(RefusedInputs, match="rows that share a key"):
        run(data, strict=True)
    survey.write_text(SOUND)
    mended = run(data)
    assert (mended.exit_code, mended.refused, found(mended)) == (0, (), found(sound))
