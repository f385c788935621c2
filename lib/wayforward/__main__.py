from wayforward.cli import app

app()
