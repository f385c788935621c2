"""What leaves the house: pages that people read."""
