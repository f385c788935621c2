"""What a run and the workers of a cluster tell each other: JSON of known shapes, and functions by their names.

Nothing that arrives is a pickle, which whoever sends it could make run anything.
"""

import json
from collections.abc import Callable

from pydantic import ConfigDict, JsonValue, TypeAdapter

from wayforward import errors
from wayforward.errors import WayforwardError
from wayforward.runner.gate import Attacked
from wayforward.runner.job import Job, JobResult, WorkerFunction
from wayforward.runner.outcome import Step
from wayforward.runner.pools.environment_check import Machine
from wayforward.runner.pools.warm.template import LostTemplate
from wayforward.runner.proved import Proved

_BYTES = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
_SHAPES = {shape.__name__: TypeAdapter(list[shape], config=_BYTES)
           for shape in (Attacked, Job, JobResult, Machine, Proved, Step, bytes)}
_PLAIN, _PLAIN_SHAPE = "", TypeAdapter(list[JsonValue])
_ERRORS = {each.__name__: each for each in (*vars(errors).values(), LostTemplate)
           if isinstance(each, type) and issubclass(each, WayforwardError)}


def written(*values: object) -> str:
    """Values as text; pydantic's error where one is of no known shape."""
    return json.dumps([[name, _shape(name).dump_python([value], mode="json")]
                       for name, value in ((_name(value), value) for value in values)])


def read(text: str) -> list:
    """The values that were written; ValueError where any is none of the known shapes."""
    return [_shape(name).validate_json(json.dumps(value))[0] for name, value in json.loads(text)]


def _name(value: object) -> str:
    return type(value).__name__ if type(value).__name__ in _SHAPES else _PLAIN


def _shape(name: str) -> TypeAdapter:
    if name and name not in _SHAPES:
        raise ValueError("a message of no known shape")
    return _SHAPES[name] if name else _PLAIN_SHAPE


def task(work: Callable, args: tuple) -> str:
    """A function to be called, by its name, and what with."""
    name = work.name if isinstance(work, WorkerFunction) else f"{work.__module__}:{work.__qualname__}"
    return written(name, *args)


def read_task(text: str) -> tuple[WorkerFunction, tuple]:
    """The function and its arguments."""
    name, *args = read(text)
    return WorkerFunction(name), tuple(args)


def end(value: object, error: Exception | None) -> str:
    """How a task ended: with a value or an error, one of them None."""
    if error is None:
        try:
            return written(None, value)
        except ValueError:      # of no shape that can be told
            error = TypeError()
    return written(_told(error), None)


def read_end(text: str) -> tuple[object, Exception | None]:
    """The value and the error."""
    error, value = read(text)
    return (value, None) if error is None else (None, _error(**error))


def _told(error: Exception) -> dict[str, JsonValue]:
    if isinstance(error, WayforwardError):
        return {"kind": type(error).__name__, "words": error.summary, "problems": error.problems,
                "table": getattr(error, "table", "")}
    if isinstance(error, OSError):
        return {"kind": "OSError", "number": error.errno, "words": error.strerror or "", "file": str(error.filename)}
    return {"kind": type(error).__name__}       # its words may hold a value


def _error(kind: str, words: str = "", problems: list[str] | None = None, table: str = "", number: int | None = None,
           file: str = "") -> Exception:
    if kind == "OSError":
        return OSError(number, words, file)
    if kind not in _ERRORS:
        return RuntimeError(str(kind))
    error = _ERRORS[kind].__new__(_ERRORS[kind])
    WayforwardError.__init__(error, words, problems)
    error.table = table
    return error
