"""newscompare: how several outlets report one event."""

__version__ = "0.1.0"
