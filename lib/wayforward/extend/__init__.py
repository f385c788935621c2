"""What a new measure, or an authority that is no council of England, begins with: files in place, to be filled."""
