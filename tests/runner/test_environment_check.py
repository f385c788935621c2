from dataclasses import replace

import pytest

from wayforward.runner.pools.environment_check import Machine, differences, this_machine

HERE = Machine("CPython 3.11.7", "Linux x86_64", {"numpy": "2.4.0", "pandas": "3.1.1"}, "ab12",
               {"1-local-community.ipynb": "cd34", "2-right-place.ipynb": "ef56"})


@pytest.mark.parametrize(("change", "told"), [
    ({}, []),
    ({"python": "CPython 3.12.1"}, ["CPython 3.12.1 (here CPython 3.11.7)"]),
    ({"system": "Darwin arm64"}, ["Darwin arm64 (here Linux x86_64)"]),
    ({"packages": {"numpy": "2.4.0", "pandas": "3.0.1"}}, ["pandas 3.0.1 (here 3.1.1)"]),
    ({"packages": {"numpy": "2.4.0"}}, ["pandas missing (here 3.1.1)"]),
    ({"packages": {"numpy": "2.4.0", "pandas": "3.1.1", "polars": "1.9"}}, ["polars 1.9 (here missing)"]),
    ({"library": "ff"}, ["lib/wayforward differs"]),
    ({"notebooks": {"1-local-community.ipynb": "cd34"}}, ["notebooks/2-right-place.ipynb differs"]),
    ({"python": "PyPy 3.11.7", "library": "ff"}, ["PyPy 3.11.7 (here CPython 3.11.7)", "lib/wayforward differs"]),
])
def test_what_differs_is_named(change, told):
    assert differences(replace(HERE, **change), HERE) == told


def test_of_many_packages_a_few_are_named():
    there = replace(HERE, packages=HERE.packages | {f"more{number}": "1" for number in range(6)})
    assert differences(there, HERE) == [*(f"more{number} 1 (here missing)" for number in range(4)),
                                        "2 more packages differ"]


def test_this_machine_is_like_itself_whatever_changes_on_its_disk(notebook):
    notebook("1-local-community")
    before = this_machine()
    assert before.packages["pandas"] and "wayforward" not in before.packages
    assert list(before.notebooks) == ["1-local-community.ipynb"]
    notebook("1-local-community", body="2 + 2")
    assert this_machine() is before                 # what this process has loaded is what it was
