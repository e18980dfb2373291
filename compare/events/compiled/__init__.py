"""The compiled part of finding events, for many articles: the same as the modules beside it give without it.

Takes NumPy arrays. Gives NumPy arrays. Knows nothing of articles. Imported only where there is enough work to pay for
numba; what is compiled is kept on disk. Every function lets other threads run.

Hash tables have a power of two of slots, are never full, and are searched from the slot of the hash on.
"""
