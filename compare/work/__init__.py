"""How work is cut up, shared between threads, compiled and followed, whatever the work is.

Takes items and functions. Gives items and results in the order of the items. Knows nothing of articles.
"""
