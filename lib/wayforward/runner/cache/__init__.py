"""Which earlier work still stands: what an execution stood on, and what is kept of it."""
