"""Numbers, dates and weeks as a Vietnamese reader expects them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lantoa.article import ZONE
from lantoa.words import word


def number(value: float | None, digits: int | None = None) -> str:
    """1234 -> "1.234"; 0.5 -> "0,5". None is a dash.

    digits: decimals shown; by default none for whole numbers, else up to two without
    trailing zeros.
    """
    if value is None:
        return word("web.dash")
    if digits is None:
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    else:
        text = f"{value:,.{digits}f}"
    return text.translate(_SWAPPED)


def percent(share: float | None, digits: int = 1) -> str:
    """A share of one as percent: 0.1234 -> "12,3%". None is a dash."""
    return word("web.dash") if share is None else f"{number(share * 100, digits)}%"


def moment(at: datetime | None) -> str:
    """An aware instant in local time: "06/09/2025 15:49"; None: that it is not known."""
    return word("web.undated") if at is None else at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


def day(value: date | datetime | None) -> str:
    """A local day: "06/09/2025". An aware instant is taken to local time first."""
    if value is None:
        return word("web.undated")
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).date()
    return value.strftime("%d/%m/%Y")


def week(value: date) -> str:
    """The ISO week of a local day: "2025-W36"."""
    year, number_of_week, _ = value.isocalendar()
    return f"{year}-W{number_of_week:02d}"


def lag(distance: timedelta | None) -> str:
    """"sau 3 giờ 20 phút"; "" for none and for no distance."""
    if not distance:
        return ""
    minutes = distance // timedelta(minutes=1)
    return word("page.lag", amount=lasting(minutes * 60) or word("span.minutes", count=0))


def lasting(seconds: int) -> str:
    """The two largest units of it: "45 giây", "3 phút 20 giây", "2 ngày 5 giờ"; "" for none."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    amounts = (("days", days), ("hours", hours), ("minutes", minutes), ("seconds", seconds))
    return " ".join([word(f"span.{unit}", count=count) for unit, count in amounts if count][:2])


_SWAPPED = str.maketrans({",": ".", ".": ","})
