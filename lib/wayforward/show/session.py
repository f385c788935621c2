"""Whether somebody looks on: a notebook that is open in JupyterLab, and not one that is executed for its outputs."""

import os

SESSION = "JPY_SESSION_NAME"        # which JupyterLab's server sets for a notebook's kernel, and nobody else


def somebody_looks_on() -> bool:
    """True in a kernel that JupyterLab started for a notebook."""
    return SESSION in os.environ
