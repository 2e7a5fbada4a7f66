"""The table of captures: one row for every record of the archive, written after the record."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

captures = sa.Table(
    "captures",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("ref", sa.String(80), nullable=False, unique=True),
    sa.Column("file", sa.String(60), nullable=False),
    sa.Column("offset", sa.BigInteger, nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),
    sa.Column("record", sa.String(10), nullable=False),
    sa.Column("refers_to", sa.String(80)),
    sa.Column("url", sa.Text, nullable=False, index=True),
    sa.Column("final_url", sa.Text, nullable=False),
    sa.Column("source", sa.String(80), nullable=False, index=True),
    sa.Column("origin", sa.String(10), nullable=False),
    sa.Column("role", sa.String(10), nullable=False, server_default="article"),
    sa.Column("fetched_at", Instant, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("extracted_v", sa.Integer, nullable=False, server_default="0"),
    sa.Column("outcome", sa.String(20), nullable=False, server_default=""),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("article", sa.BigInteger, index=True),
    sa.Index("ix_captures_due", "role", "extracted_v", "fetched_at"),
    sa.Index("ix_captures_place", "file", "offset"),
)
"""ref: "file:offset"; length: bytes of the compressed member; record: response, resource or
revisit (then refers_to is the ref that holds the body); digest: sha-256 (hex) of the body;
role: article or channel, only articles are extracted; outcome: fate word of extraction,
with `error` when the page was put aside at `extracted_v`; article: id of the article it is a
capture of."""

archive_files = sa.Table(
    "archive_files",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("head", sa.BigInteger, nullable=False),
    sa.Column("manifest", sa.String(60)),
)
"""Every file of the archive. head: bytes of its warcinfo record (0: a file from before there
was one); manifest: the name of the manifest that sealed it, None while it may grow."""

manifests = sa.Table(
    "archive_manifests",
    metadata,
    sa.Column("number", RowId, primary_key=True),
    sa.Column("name", sa.String(60), nullable=False, unique=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("sealed_at", Instant, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False, unique=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
"""The chain, in order of number. text: the manifest as it stands in its file; sha256: of it;
previous: sha256 of the manifest before ("" for the first), unique, so that the chain cannot fork."""
