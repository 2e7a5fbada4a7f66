"""Reports that an earlier program issued keep their bytes, and get a layout and a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from campaigns.report.issue import differing
from campaigns.report.store import ReportStore
from lantoa.database import Database
from lantoa.migrations import migrate
from tests.support.databases import database_at, empty_postgres

REPORT = sa.text(
    "INSERT INTO reports (id, campaign, period, made_at, content, html, docx)"
    " VALUES (:id, 'dot', :period, :id, '{}', :html, :docx)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """At the revision before reports had layouts."""
    if request.param == "sqlite":
        yield from database_at(f"sqlite:///{tmp_path / 'old.db'}", "0015_alerts")
    else:
        for url in empty_postgres(request.getfixturevalue("postgres_url")):
            yield from database_at(url, "0015_alerts")


def test_issued_reports_are_kept(before: Database) -> None:
    with before.write() as connection:
        connection.exec_driver_sql("INSERT INTO campaigns (id, definition, saved_at) VALUES ('dot', '{}', 1)")
        for number, period in ((7, "2025-W37"), (3, "2025-W36")):
            row = {"id": number, "period": period, "html": b"h%d" % number, "docx": b"d%d" % number}
            connection.execute(REPORT, row)
    migrate(before)
    store = ReportStore(before)
    assert [(one.serial, one.period, one.layout) for one in store.listed("dot")] == [
        (2, "2025-W37", "party"), (1, "2025-W36", "party"),
    ]  # fmt: skip
    kept = store.issued("dot", "2025-W37", "party")
    assert kept is not None
    assert (kept.html, kept.docx, kept.pdf, kept.xlsx) == (b"h7", b"d7", None, None)
    assert kept.made_at == datetime(1970, 1, 1, 0, 0, 0, 7, tzinfo=UTC)
    assert differing(kept) is None
