"""`python -m wayforward` is the command line."""

from wayforward.cli import app

app()
