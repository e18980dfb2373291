"""Articles in clusters, copies and teasers with those that they follow.

Takes articles, and the groups of copies among them. Gives a ``Clustering``. Knows nothing of events' ids, titles or dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from compare.events.linkage import average_linkage
from compare.events.similarity import candidates, multiply, restore, shorten, similarities, sketch, trust
from compare.events.teasers import hosts
from compare.events.terms import read_vectors
from compare.language.moments import day_of, precedence
from compare.work.progress import silently

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.events.terms import Vectors
    from compare.model import Article, CopyGroup
    from compare.settings import EventsSettings
    from compare.work.progress import Progress

MANY = 500  # articles that are worth compiled code


class Clustering(NamedTuple):
    """``clusters`` of places in ``voices``, the articles that are compared; ``followers`` by the ids of these.

    ``when`` are the voices' days, NaN where not known, and ``trusted`` the shares of their similarities that they kept
    while they were clustered; ``pairs`` are those that were compared. An article's followers share its fate; it is the
    first of them.
    """

    voices: Sequence[Article]
    followers: dict[str, list[Article]]
    vectors: Vectors
    when: NDArray[np.float64]
    trusted: NDArray[np.float64]
    pairs: NDArray[np.int64]
    clusters: list[list[int]]
    compiled: bool

    def text(self, voice: int) -> str:
        """Give the text of a voice."""
        return self.voices[voice].text


def cluster(
    articles: Iterable[Article], copies: Iterable[CopyGroup], chosen: EventsSettings, follow: Progress = silently
) -> Clustering:
    """Cluster articles. Ids must be unique. Raises ValueError where a date is not ISO 8601."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    everyone = {article.id: article for article in sorted(articles, key=precedence)}
    followers = _followers(everyone, copies, chosen.window)
    voices = [everyone[voice] for voice in sorted(followers)]
    compiled = len(voices) >= MANY
    when = np.array([day_of(article) for article in voices], dtype=np.float64)  # None becomes NaN
    vectors = read_vectors(voices, chosen.terms, follow, compiled=compiled)
    sketches = sketch(vectors.salient, vectors.told, chosen.num_perm, chosen.seed, compiled=compiled)
    met = candidates(sketches, when, chosen.window, compiled=compiled)
    del sketches
    products = multiply(met, vectors, compiled=compiled)
    trusted = trust(met, products, vectors.lengths, when, chosen.window)
    alike = similarities(
        met, products, trusted, vectors.lengths, when, lambda voice: voices[voice].text, compiled=compiled
    )
    told = alike >= chosen.threshold
    whole = shorten(vectors, trusted)
    limits = chosen.threshold, chosen.window
    clusters = average_linkage(met[told], alike[told], vectors, when, *limits, compiled=compiled)
    restore(vectors, trusted, whole)
    return Clustering(voices, followers, vectors, when, trusted, met, clusters, compiled)


def _followers(everyone: dict[str, Article], copies: Iterable[CopyGroup], window: float) -> dict[str, list[Article]]:
    """Give for each article that is compared the articles that share its fate, itself first."""
    voice = {one: one for one in everyone}
    for group in copies:
        present = [one for one in (group.original, *group.articles) if one in everyone]
        present.sort(key=lambda one: everyone[one].kind == "teaser")  # it has an article's text, and may follow another
        voice.update(dict.fromkeys(present, present[0]) if present else {})
    announced = {teaser: voice[article] for teaser, article in hosts(everyone.values(), window).items()}
    followers: dict[str, list[Article]] = defaultdict(list)
    for one, first in voice.items():
        leading = announced.get(first, first)
        followers[leading].insert(0 if one == leading else len(followers[leading]), everyone[one])
    return dict(followers)
