"""The stages strung together: one page a measure, one report an ambition, one panel for all."""
