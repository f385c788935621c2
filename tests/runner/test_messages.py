"""What a run and a cluster's workers tell each other comes back as it was, and nothing else does."""

import json
import pickle

import pytest

from wayforward.errors import Busy, RefusedInputs, RefusedReturn
from wayforward.input_tracking import Seen
from wayforward.runner.gate import Attacked
from wayforward.runner.job import EXECUTE, Job, JobResult
from wayforward.runner.outcome import Outcome, RefusedTable, Step
from wayforward.runner.pools import messages
from wayforward.runner.pools.environment_check import this_machine
from wayforward.runner.pools.warm.template import LostTemplate
from wayforward.runner.proved import Proved

JOB = Job("notebooks/a.ipynb", {"period": "2025-26-Q4"}, "A title", 7, {"1-local-community": b"\xff\0"}, strict=True)
OUTCOME = Outcome("a", "completed", 1.5, phases={"start": 0.5}, refused=(RefusedTable(1, True, "oc3", "Care leavers"),))
GATE = Attacked("gives away", ("3 children",))
PROOF = Proved("not proved", ("up is down",))
RESULT = JobResult(OUTCOME, {"public/a.html": b"<p>\xe9", "internal/a.ipynb": b""}, "ab", {"lib": "cd"}, b"{}",
                   Seen({"x": "1"}, {}))


VALUES = [JOB, RESULT, GATE, PROOF, Step("a", 1, 2, "Heading"), this_machine(), b"\0\xff", "text", 3, None,
          {"before": [1, True]}]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_was(value):
    [back] = messages.read(messages.written(value))
    assert back == value
    assert type(back) is type(value)


def test_a_task_is_a_functions_name_and_its_arguments():
    assert messages.read_task(messages.task(EXECUTE, (JOB,))) == (EXECUTE, (JOB,))
    function, args = messages.read_task(messages.task(json.dumps, ([1],)))
    assert function(*args) == "[1]"


@pytest.mark.parametrize("error", [
    RefusedInputs("the data are refused:", ["attainment.csv: a column is missing"]), Busy("held"),
    RefusedReturn("oc3", ["a problem"]), LostTemplate("gone")])
def test_an_error_comes_back_with_its_words_where_they_are_ours(error):
    value, back = messages.read_end(messages.end(None, error))
    assert value is None
    assert (type(back), str(back), back.problems, getattr(back, "table", "")) == (
        type(error), str(error), error.problems, getattr(error, "table", ""))


def test_of_another_error_the_name_alone_comes_back():
    _, back = messages.read_end(messages.end(None, ValueError("born on 1 May")))
    assert (type(back), str(back)) == (RuntimeError, "ValueError")
    _, back = messages.read_end(messages.end(None, FileNotFoundError(2, "No such file", "a.csv")))
    assert (back.strerror, back.filename) == ("No such file", "a.csv")
    _, back = messages.read_end(messages.end(lambda: None, None))
    assert (type(back), str(back)) == (RuntimeError, "TypeError")


class Deadly:
    """What a stranger's pickle could do."""

    def __reduce__(self):
        return pytest.fail, ("it was run",)


@pytest.mark.parametrize("answer", [
    pickle.dumps(Deadly()), pickle.dumps(Deadly(), 0).decode("latin-1"), "", "{}", '[["Deadly", [1]]]',
    '[["Job", [{"notebook": 1}]]]', messages.written(1),
    messages.written(None, RESULT).replace("public/a.html", "public/../../a.html"),
    messages.written(None, RESULT).replace("public/a.html", "/etc/a.html"),
    messages.written(None, RESULT).replace("public/a.html", r"public/..\\a.html")])
def test_any_other_answer_is_none(answer):
    with pytest.raises((ValueError, TypeError)):
        messages.read_end(answer)
