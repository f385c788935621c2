"""How long a run waits: for a kernel to start, and for a cell to end. docs/running.md tells them to readers."""

START_SECONDS = 120
CELL_SECONDS = 600
