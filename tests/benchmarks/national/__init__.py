"""What national_scale.py is made of: invented returns of any size, and the same counts by three ways."""
