"""The ways the twelve outlets write an instant. All take aware datetimes, all write local time but `zulu`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from lantoa.article import ZONE

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def gmt7(at: datetime) -> str:
    """06/09/2025 15:49 GMT+7"""
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M} GMT+7"


def spaced_iso(at: datetime) -> str:
    """2026-03-07T08:52:11.000 +07:00, with the space some systems put before the offset"""
    return f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}.000 +07:00"


def offset_iso(at: datetime) -> str:
    """2025-09-24T08:30:00+07:00"""
    return f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}+07:00"


def naive_iso(at: datetime) -> str:
    """2025-09-24T08:30:00, no zone"""
    return f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}"


def zulu(at: datetime) -> str:
    """2025-09-23T18:20:00Z: UTC, before seven in the morning the day before"""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def month_first(at: datetime) -> str:
    """9/24/2025 3:49:00 PM, as ASP.NET writes it under American settings"""
    here = at.astimezone(ZONE)
    return f"{here.month}/{here.day}/{here.year} {here.hour % 12 or 12}:{here:%M:%S} {'AM' if here.hour < 12 else 'PM'}"


def bracketed(at: datetime) -> str:
    """(12:27 26/06/2025)"""
    return f"({at.astimezone(ZONE):%H:%M %d/%m/%Y})"


def with_weekday(at: datetime) -> str:
    """Thứ Tư, 24/09/2025, 08:30 (GMT+7)"""
    here = at.astimezone(ZONE)
    return f"{_WEEKDAYS[here.weekday()]}, {here:%d/%m/%Y, %H:%M} (GMT+7)"


def spelled(at: datetime) -> str:
    """Thứ Sáu, ngày 26 tháng 9 năm 2025"""
    here = at.astimezone(ZONE)
    return f"{_WEEKDAYS[here.weekday()]}, ngày {here.day} tháng {here.month} năm {here.year}"


def dashed(at: datetime) -> str:
    """24-09-2025"""
    return f"{at.astimezone(ZONE):%d-%m-%Y}"


def rfc822(at: datetime) -> str:
    """Wed, 24 Sep 2025 08:30:00 +0700"""
    return f"{_rfc_head(at)} +0700"


def rfc822_colon(at: datetime) -> str:
    """Wed, 24 Sep 2025 08:30:00 +07:00"""
    return f"{_rfc_head(at)} +07:00"


def rfc822_short(at: datetime) -> str:
    """Wed, 24 Sep 2025 08:30:00 +07"""
    return f"{_rfc_head(at)} +07"


def rfc822_two_digits(at: datetime) -> str:
    """Wed, 24 Sep 25 08:30:00 +0700"""
    return f"{_rfc_head(at, '%y')} +0700"


def rfc822_gmt(at: datetime) -> str:
    """Wed, 24 Sep 2025 01:30:00 GMT; also the form of HTTP headers"""
    utc = at.astimezone(UTC)
    return f"{_DAYS[utc.weekday()]}, {utc:%d} {_MONTHS[utc.month - 1]} {utc:%Y %H:%M:%S} GMT"


PAGE_STAMPS: dict[str, Callable[[datetime], str]] = {
    each.__name__: each
    for each in (
        gmt7,
        spaced_iso,
        offset_iso,
        naive_iso,
        zulu,
        month_first,
        bracketed,
        with_weekday,
        spelled,
        dashed,
    )
}
"""What the page templates may use as filters."""


def _rfc_head(at: datetime, year: str = "%Y") -> str:
    # Not strftime's %a and %b: those follow the locale of the machine.
    here = at.astimezone(ZONE)
    return (
        f"{_DAYS[here.weekday()]}, {here:%d} {_MONTHS[here.month - 1]} {here.strftime(year)} {here:%H:%M:%S}"
    )
