"""A reach card on every figure: what it is, how it was counted, over how many and over what. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.audience import SHARE, Contacts, contacts, net
from campaigns.campaign import PHASES, Phase
from campaigns.measured import Measured
from campaigns.reach import ReachRow, reach
from campaigns.statistics.compare import wilson
from campaigns.weighing import weighted, weights_of
from campaigns.wording import ratio_text
from lantoa.web.formats import day, number, percent
from lantoa.web.labels import label
from lantoa.words import word


@dataclass(frozen=True, slots=True)
class Card:
    """One figure, everything as text. n: what it rests on; interval, audience_date: "" where it has
    none; since: from which day on everything was collected, and what is left out; href: query of its
    list ("" where it has none)."""

    key: str
    label: str
    value: str
    definition: str
    method: str
    n: str
    interval: str = ""
    panel: str = ""
    audience_date: str = ""
    since: str = ""
    href: str | None = None

    def facts(self) -> list[tuple[str, str]]:
        """(name, text) of everything there is to say, in order."""
        named = ("definition", "method", "n", "interval", "panel", "since", "audience_date")
        return [(word(f"reach.fact.{name}"), text) for name in named if (text := getattr(self, name))]

    def __post_init__(self) -> None:
        if not (self.definition and self.method):
            raise ValueError(f"a card says what it shows: {self.key}")


def cards(measured: Measured) -> list[Card]:
    """The cards of a campaign's headline figures, L0 to L3, in order."""
    rows = reach(measured, ("all",))
    return [*_coverage(measured, rows), *_ratios(measured, rows), *_messages(measured), *_weighted(measured), *_audience(measured), *_recall(measured)]


def panel_text(measured: Measured) -> str:
    """Which panel a figure was counted over."""
    size = number(len(measured.panel))
    if measured.panel_version is None:
        return word("reach.no_panel", size=size)
    return word("reach.panel", name=measured.campaign.panel, version=measured.panel_version, size=size)


def since_text(measured: Measured) -> str:
    """"thu thập từ ngày ...", with what is left out of rates; where nothing was crawled it says so."""
    if measured.since is None:
        return word("reach.not_collected")
    parts = [word("reach.since", day=day(measured.since))]
    if measured.left_out:
        parts.append(word("reach.left_out", count=number(len(measured.left_out))))
    if measured.uncollected:
        parts.append(word("reach.uncollected", names=", ".join(map(measured.name, measured.uncollected))))
    return " ".join(parts)


def localities(measured: Measured) -> tuple[int, int]:
    """Places of congresses with at least one original, and all there are."""
    rows = reach(measured, ("locality",))
    return len({row.value for row in rows if row.originals}), len({row.value for row in rows})


def _card(
    measured: Measured, key: str, value: str, n: str, *, label: str = "", method: str = "", interval: str = "",
    audience_date: str = "", href: str | None = None,
) -> Card:  # fmt: skip
    """Its words stand under its key, unless they are handed in."""
    return Card(
        key, label or word(f"reach.card.{key}"), value, word(f"reach.definition.{key}"),
        method or word(f"reach.method.{key}"), n, interval, panel_text(measured), audience_date,
        since_text(measured), href,
    )  # fmt: skip


def _coverage(measured: Measured, rows: list[ReachRow]) -> Iterator[Card]:
    articles, originals = (sum(getattr(row, name) for row in rows) for name in ("articles", "originals"))
    yield _card(measured, "originals", number(originals), word("reach.n.articles", count=number(articles)), href="originals=true")
    yield _card(measured, "articles", number(articles), word("reach.n.stories", count=number(originals)), href="")
    yield _card(measured, "spread", number(articles / originals, 2) if originals else word("web.dash"), word("reach.n.both", articles=number(articles), originals=number(originals)))
    yield _breadth(measured)
    kept, published = sum(row.kept for row in rows), sum(row.panel_articles or 0 for row in rows)
    method = word("reach.method.by_days" if measured.by_days else "reach.method.attention")
    yield _card(measured, "attention", percent(kept / published, 2) if published else word("web.dash"), word("reach.n.share", found=number(kept), of=number(published)), method=method)
    places, of = localities(measured)
    yield _card(measured, "localities", f"{number(places)}/{number(of)}", word("reach.n.localities", count=number(of)))


def _breadth(measured: Measured) -> Card:
    seen = measured.totals.source.present() & set(measured.panel)
    size = len(measured.panel)
    interval = _percents(*wilson(len(seen), size)) if size else ""
    return _card(measured, "outlets", f"{number(len(seen))}/{number(size)}", word("reach.n.outlets", count=number(size)), interval=interval)


def _ratios(measured: Measured, rows: list[ReachRow]) -> Iterator[Card]:
    base = next(row for row in rows if row.phase is Phase.BEFORE)
    for row in rows:
        if row.phase in (Phase.DURING, Phase.AFTER):
            given = row.ratio is not None and not row.late
            value = word("reach.times", ratio=number(row.ratio, 1)) if given else ratio_text(row)
            n = word("reach.n.ratio", now=number(row.originals), then=number(base.originals))
            method = f"{word(f'reach.method.ratio_{row.phase}')} {ratio_text(row).capitalize()}."
            interval = f"{number(row.low, 1)}–{number(row.high, 1)}" if given else ""
            yield _card(measured, f"ratio_{row.phase}", value, n, method=method, interval=interval)


def _messages(measured: Measured) -> Iterator[Card]:
    """Pull-through of each message, with how often its phrases were right."""
    total = len(measured.totals)
    carrying: dict[str, int] = {}
    for row in reach(measured, ("message",)) if measured.campaign.messages else ():
        carrying[row.value] = carrying.get(row.value, 0) + row.articles
    for one in measured.campaign.messages:
        found = carrying[one.id]
        right = measured.precision.get(one.id)
        checked = word("reach.unchecked") if right is None else word("reach.precision", right=right[0], of=right[1], low=percent(wilson(*right)[0]), high=percent(wilson(*right)[1]))
        yield Card(
            f"message:{one.id}", word("reach.card.message", name=one.name), percent(found / total) if total else word("web.dash"),
            word("reach.definition.message", phrases="; ".join(one.phrases)), f"{word('reach.method.message')} {checked}",
            word("reach.n.share", found=number(found), of=number(total)), panel=panel_text(measured), since=since_text(measured),
            href=f"dimension=message&value={one.id}",
        )  # fmt: skip


def _weighted(measured: Measured) -> Iterator[Card]:
    found = weighted(measured)
    stories, heavy, equal = (sum(getattr(one, name) for one in found.values()) for name in ("stories", "weighted", "equal"))
    weights = "; ".join(f"{label('outlet_kind', kind)} {number(value, 2)}" for kind, value in weights_of(measured.campaign).items())
    method = word("reach.method.weighted", weights=weights, equal=number(equal, 1))
    yield _card(measured, "weighted", number(heavy, 1), word("reach.n.stories", count=number(stories)), method=method)


def _audience(measured: Measured) -> Iterator[Card]:
    """Over the phases, for a number of contacts adds up and a share of people does not."""
    found = [one for phase, one in contacts(measured).items() if phase in PHASES and one is not None]
    none = word("reach.no_audience")
    low, high = sum(one.low for one in found), sum(one.high for one in found)
    shares = {"low": percent(SHARE[0], 0), "high": percent(SHARE[1], 0)}
    value = f"{number(round(low))}–{number(round(high))}" if found else none
    yield _card(
        measured, "contacts", value, _covered(found) if found else word("reach.n.none"),
        method=word("reach.method.contacts", **shares), audience_date=_dates(found),
    )  # fmt: skip
    yield from _net(measured, _dates(found))


def _net(measured: Measured, dates: str) -> Iterator[Card]:
    """A phase each: shares of people do not add up."""
    people = measured.population
    if people is None:
        yield _card(measured, "net", word("reach.no_audience"), word("reach.n.no_population"), method=word("reach.method.net"))
        return
    n = word("reach.n.people", count=number(people.people), day=day(people.as_of), origin=people.origin)
    for phase, one in net(measured, people).items():
        if phase in PHASES:
            value = _percents(one.low, one.high) if one else word("reach.no_audience")
            alone = word("reach.method.independent", share=percent(one.independent)) if one else ""
            name = f"{word('reach.card.net')}, {word(f'phase.{phase}').lower()}"
            yield _card(measured, "net", value, n, label=name, method=f"{word('reach.method.net')} {alone}".rstrip(), audience_date=dates)


def _covered(found: list[Contacts]) -> str:
    articles, of = sum(one.articles for one in found), sum(one.all_articles for one in found)
    return word("reach.n.contacts", found=number(articles), of=number(of))


def _dates(found: list[Contacts]) -> str:
    if not found:
        return ""
    first, last = min(one.dates[0] for one in found), max(one.dates[1] for one in found)
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def _recall(measured: Measured) -> Iterator[Card]:
    one = measured.recalled
    if one is not None:
        interval = _percents(one.seen / one.high if one.high else 1, one.seen / one.low if one.low else 1)
        n = word("reach.n.recall", seen=number(one.seen), outlets=number(one.outlets))
        yield _card(measured, "recall", percent(one.seen / one.total if one.total else 1), n, interval=interval)


def _percents(low: float, high: float) -> str:
    return f"{percent(low)}–{percent(high)}"
