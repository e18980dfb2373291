"""How work is cut up and shared between threads, whatever the work is.

Takes items and functions. Gives results in the order of the items. Knows nothing of articles.
"""
