"""`wayforward attack RUN…`: recipes and exit code 4, or one line and 0."""

from hand_made import END, finding, point, run
from typer.testing import CliRunner

from wayforward.cli import app


def attacked(*words):
    return CliRunner().invoke(app, ["attack", *map(str, words)])


def test_what_gives_somebody_away_is_told_with_exit_code_4(tmp_path):
    series = [finding(name, [point(END, 30, count)]) for name, count in (("one", 64), ("other", 63))]
    done = attacked(run(tmp_path / "r", series))
    assert done.exit_code == 4
    assert "64 − 63" in done.stdout and "In all: 1 ways" in done.stderr


def test_what_holds_is_told_with_exit_code_0(tmp_path):
    done = attacked(run(tmp_path / "r", [finding("one", [point(END, 30, 64)])]))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Nothing from 1 to 4" in done.stdout


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    done = attacked(tmp_path)
    assert done.exit_code == 2
    assert "holds no findings.json" in done.stderr
