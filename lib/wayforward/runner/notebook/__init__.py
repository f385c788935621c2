"""One notebook: executed, told truthfully, kept without secrets, and made a page."""
