"""What has been ingested: articles that are known, and which of them an incoming one repeats.

Takes articles. Gives what is known of them, and ``Duplicate`` values. Knows nothing of what is done about these.

One SQLite file (``database``). Of each article it holds where it came from, and a sketch of its text (``entries``), not the
text unless that is asked for. Articles are found by keys (``search``), all in one table: of the id, of the canonical URL
(``urls``), of the words, and of the passages and bands that similar texts share. How an index was signed stands in it
(``scheme``). Where events were looked for, so does which article is in which (``members``).
"""

from compare.index.entries import Entry, entry
from compare.index.index import Added, Index, Kept, open_index
from compare.index.members import clusters
from compare.index.search import closeness

__all__ = ["Added", "Entry", "Index", "Kept", "closeness", "clusters", "entry", "open_index"]
