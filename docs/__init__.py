"""Writes the parts of README.md that are printed by the commands themselves."""
