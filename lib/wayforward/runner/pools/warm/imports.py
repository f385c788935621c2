"""What a template imports before it forks: all that a worker, a kernel and the suite's notebooks need.

Nothing here may start a thread, an event loop or a zmq context.
"""

import builtins
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

KERNEL = ("IPython", "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect",
          "IPython.core.pylabtools", "IPython.extensions.storemagic", "ipykernel.debugger", "ipykernel.ipkernel",
          "ipykernel.kernelapp", "ipykernel.zmqshell", "matplotlib_inline.config", "sqlite3")
LIBRARIES = ("matplotlib.pyplot", "seaborn", "scipy.stats", "scipy.optimize", "statsmodels.api",
             "statsmodels.formula.api", "sklearn.decomposition", "sklearn.feature_extraction.text", "great_tables",
             "pandera.pandas", "pydantic", "jinja2", "openpyxl", "pyarrow.parquet")
WORKER = ("jupyter_client.manager", "nbformat", "nbclient", "nbconvert", "papermill")
OWN = ("wayforward.report.pages", "wayforward.report.panel", "wayforward.runner.notebook.execute",
       "wayforward.runner.notebook.pages", "wayforward.runner.worker", "wayforward.runner.pools.warm.kernel",
       "wayforward.runner.pools.warm.provisioner")


def heavy() -> Iterator[None]:
    """Imports, one library between each yield and the next. What cannot be imported is told, and left to the notebook
    that needs it."""
    os.environ["MPLBACKEND"] = "agg"
    with _in_a_kernel():
        _load("pandas")
    for name in (*KERNEL, *LIBRARIES):
        yield _load(name)
    with _without("rfc3987_syntax"):    # jsonschema's grammar of web addresses, which takes seconds
        _load("jsonschema")
    for name in (*WORKER, *OWN):
        yield _load(name)
    yield _rehearse()


def _load(name: str) -> None:
    try:
        import_module(name)
    except Exception as error:
        print(f"warm template: {name} could not be imported: {type(error).__name__}: {error}", file=sys.stderr)


@contextmanager
def _without(name: str) -> Iterator[None]:
    """As if a package that another can do without were not installed."""
    sys.modules[name] = None
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def _in_a_kernel() -> Iterator[None]:
    """pandas asks, when it is imported, whether it shows its frames in a notebook or in a terminal."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)
    try:
        yield
    finally:
        del builtins.get_ipython


def _rehearse() -> None:
    """What libraries put off until they are first used, done with nothing of anybody's: a table is checked and
    shown, a chart is drawn."""
    import great_tables
    import pandas as pd
    import pandera.pandas as pa

    days = pd.DataFrame({"when": pd.to_datetime(["2024-03-31", "2025-03-31"]), "value": [1.0, 2.0]})
    pa.DataFrameSchema({"value": pa.Column(float, pa.Check.ge(0))}).validate(days, lazy=True)
    great_tables.GT(days).fmt_number("value").as_raw_html()
    _draw(days)


def _draw(days) -> None:
    """A chart that nobody sees, so that fonts and the writer are loaded. pyplot has no part in it, and no setting is
    left behind."""
    import matplotlib as mpl
    import seaborn as sns
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        sns.lineplot(days, x="when", y="value", estimator=None, ax=axes)
        axes.set_title("A title", weight="bold")
        figure.savefig(io.BytesIO(), format="png")
