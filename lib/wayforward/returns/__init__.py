"""Reading: one module a return, from files to checked, typed frames."""
