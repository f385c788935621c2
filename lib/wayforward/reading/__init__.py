"""Reading: how the files of any return are found, read as text, screened, and typed."""
