"""What was found, for people and for programs.

Takes a ``Report``. Gives text. Knows nothing of how anything was found.
"""
