"""Which articles were seen on their outlet's home page, where the crawler looked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from crawlers.tables import frontier
from lantoa.article_rows import articles
from lantoa.database import Database

_CHANNELS = sa.cast(frontier.c.channels, sa.Text)
_SHOWN = (
    sa.select(articles.c.id)
    .join(frontier, frontier.c.url == articles.c.url)
    .where(
        frontier.c.source == sa.bindparam("outlet"), frontier.c.role == "article",
        _CHANNELS.like(sa.bindparam("shown_by"), escape="\\"),
    )
)  # fmt: skip
"""Asked outlet by outlet: joining home pages and articles at once reads every address of an outlet
for each of its articles."""


def on_front_page(database: Database) -> npt.NDArray[np.int64]:
    """Ids of articles whose address a home page of their own outlet showed, in order."""
    homes = sa.select(frontier.c.source, frontier.c.url).where(frontier.c.role == "home").order_by(frontier.c.source)
    with database.read() as connection:
        found = [
            number
            for outlet, url in connection.execute(homes).all()
            for number in connection.scalars(_SHOWN, {"outlet": outlet, "shown_by": _pattern(url)})
        ]
    return np.unique(np.array(found, dtype=np.int64))


def _pattern(url: str) -> str:
    """Of a list of addresses that has this one."""
    literal = url.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f'%"{literal}"%'
