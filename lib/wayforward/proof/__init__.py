"""The finished texts of a run, read back and proved against its findings: every number, direction, area, period and
word of a verdict.

Nothing of narrate is known here, so that one slip of the pen is not made twice: the sentences are found by their
templates (templates/words.toml), and what each of them claims is worked out anew from findings.json.
"""



from wayforward.proof.check import Problem, files_to_prove, prove, prove_files, prove_run
from wayforward.proof.of_figure import wrong_of_figure

__all__ = ["Problem", "files_to_prove", "prove", "prove_files", "prove_run", "wrong_of_figure"]
