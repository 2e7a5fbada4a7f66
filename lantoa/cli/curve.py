"""lantoa reach --query: any search as a curve over a campaign, with the figures of its page."""

from __future__ import annotations

from typing import get_args

from campaigns.curves.curve import Curve
from campaigns.curves.page import curve_object
from campaigns.curves.rows import Scope, curve_of, scoped
from campaigns.wording import window_text
from lantoa.cli.house import House
from lantoa.cli.output import print_json, print_table
from lantoa.cli.searched import search_services, searched
from lantoa.errors import Misuse
from lantoa.web.formats import number, percent
from lantoa.words import word
from search_api.asked import Asked


def show_curve(house: House, campaign_id: str, text: str, typed_scope: str, as_json: bool) -> None:
    """The curve of what a person types. Raises Misuse for an unknown campaign or scope, and for
    what cannot be read."""
    scopes: tuple[Scope, ...] = get_args(Scope)
    scope = next((one for one in scopes if one == typed_scope), None)
    if scope is None:
        raise Misuse(word("curve.scope_unknown", value=typed_scope, allowed=", ".join(scopes)))
    campaign = house.campaigns.get(campaign_id)
    query = searched(search_services(house), Asked(q=text)).query()
    found = curve_of(house.desk, campaign, scoped(house.desk, campaign, query, scope))
    if as_json:
        print_json(curve_object(found, text, scope))
    else:
        _tables(found, text)


def _tables(found: Curve, text: str) -> None:
    title = f"{found.campaign.name}: {text or word('curve.everything')}"
    names = ("phase", "articles", "originals", "outlets", "panel_articles")
    rows: list[tuple[object, ...]] = [
        (word(f"phase.{row.phase}"), row.articles, row.originals, f"{row.outlets}/{row.panel_size}", row.panel_articles)
        for row in found.rows
    ]
    for name, count in (("curve.early", found.early), ("curve.late", found.late), ("curve.sum", found.total)):
        rows.append((word(name), count.articles, count.originals, "", None))
    print_table([word(f"cli.column.{name}") for name in names], rows, title, left=1)
    print()
    if not found.windows:
        key = "curve.days_in_query" if found.windows is None else "curve.no_windows"
        print(word(key, name=found.campaign.leading.name))
    else:
        shown = [
            (word(f"phase.{one.phase}"), one.count, one.exposure, number(one.rate, 2), window_text(one))
            for one in found.windows
        ]
        over = "curve.days_counted" if found.windows[0].by_days else "overview.panel_articles"
        rate = "curve.rate_days" if found.windows[0].by_days else "curve.rate"
        columns = ("curve.window", "curve.window_originals", over, rate, "curve.windows")
        print_table([word(name) for name in columns], shown, left=1)
    print()
    mine, of = found.share
    share = word("curve.card_share", found=number(mine), of=number(of)) if of else word("curve.share_none")
    print(f"{word('curve.share')}: {percent(mine / of) if of else word('web.dash')} ({share})")
    print(word("curve.method_own"))
