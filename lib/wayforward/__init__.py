"""Wayforward."""
