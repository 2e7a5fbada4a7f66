"""Which articles were seen on their outlet's home page, where the crawler looked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from crawlers.tables import frontier
from lantoa.article_rows import articles
from lantoa.database import Database


def on_front_page(database: Database) -> npt.NDArray[np.int64]:
    """Ids of articles whose address a home page of their own outlet showed, in order."""
    home, shown = frontier.alias(), frontier.alias()
    channels = sa.cast(shown.c.channels, sa.Text)
    query = (
        sa.select(articles.c.id)
        .join(shown, shown.c.url == articles.c.url)
        .join(home, sa.and_(home.c.source == shown.c.source, home.c.role == "home"))
        .where(shown.c.role == "article", channels.contains(sa.literal('"') + home.c.url + sa.literal('"')))
        .distinct()
        .order_by(articles.c.id)
    )
    with database.read() as connection:
        return np.fromiter(connection.scalars(query), dtype=np.int64)
