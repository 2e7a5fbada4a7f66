"""lantoa report: what may be asked for, and what is found wrong before anything is opened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.report.store import FORMATS
from lantoa.cli.reports import wanted
from lantoa.errors import Misuse


def test_a_week_is_a_period_and_every_format_is_written() -> None:
    asked = wanted("tg", "2025-W36", None, "party", ())
    assert asked == wanted("tg", None, "2025-W36", "party", FORMATS)
    assert replace(asked, formats=("pdf",)) == wanted("tg", "2025-W36", None, "party", ["pdf"])


@pytest.mark.parametrize(
    ("week", "period", "formats", "named"),
    [
        (None, None, (), "--period"),
        ("2025-W36", "2025-09", (), "--period"),
        ("2025-09", None, (), "2025-09"),
        (None, "2025-14", (), "2025-14"),
        (None, "2025-09", ("pdf", "doc"), "doc"),
    ],
)
def test_what_cannot_be_is_named(week: str | None, period: str | None, formats: tuple[str, ...], named: str) -> None:
    with pytest.raises(Misuse, match=named):
        wanted("tg", week, period, "party", formats)
