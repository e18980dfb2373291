"""Ids made from content.

Takes articles. Gives strings. Knows nothing of files.
"""

from __future__ import annotations

import hashlib

from compare.model import Article


def content_id(article: Article) -> str:
    """Give ``a`` and 16 hexadecimal digits of the SHA-256 of what the article says: the same on every machine and run."""
    published = article.published.iso if article.published else None
    parts = (article.title, article.outlet, article.agency, published, article.url, article.text)
    digest = hashlib.sha256()
    for part in parts:
        encoded = (part or "").encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return f"a{digest.hexdigest()[:16]}"
