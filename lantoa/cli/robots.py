"""lantoa sources robots: what an outlet allows for one address, and by which lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawlers.crawl import run_crawl
from crawlers.robots import Decision, Robots, RobotsBook, origin_of
from crawlers.robots_rules import Rules, rules_for
from crawlers.stanzas import is_address
from crawlers.urls import canonical
from lantoa.article import ZONE
from lantoa.cli.house import House
from lantoa.cli.output import print_json
from lantoa.cli.steps import crawl_plan
from lantoa.errors import LantoaError, Misuse
from lantoa.web.formats import moment, number
from lantoa.words import word

SECOND = timedelta(seconds=1)
MOST = 30
"""Lines of a group that are shown."""


def show_robots(house: House, given: str, cached: bool, as_json: bool) -> None:
    """The decision on an address; where no answer is at hand the outlet is asked, once.

    Raises Misuse for no address, LantoaError when none is at hand and none may be asked for.
    """
    if not is_address(given):
        raise Misuse(word("sources.robots.address", url=given))
    url, book = canonical(given), RobotsBook(house.database)
    answer = book.of(origin_of(url), house.clock.now())
    asked = answer is None
    if answer is None:
        answer = _ask(house, book, origin_of(url), cached)
    decision = book.decide(answer, url)
    rules = rules_for(answer.body, url)
    if as_json:
        print_json(_object(url, answer, decision, rules, asked))
    else:
        print("\n".join(_lines(url, answer, decision, rules, asked)))


def _ask(house: House, book: RobotsBook, origin: str, cached: bool) -> Robots:
    if cached:
        raise LantoaError(word("sources.robots.not_asked", origin=origin))
    with crawl_plan(house) as plan:
        run_crawl(replace(plan, ask=(origin,), until=None))
    answer = book.of(origin, house.clock.now())
    if answer is None:
        raise LantoaError(word("sources.robots.not_asked", origin=origin))
    return answer


def _object(url: str, answer: Robots, decision: Decision, rules: Rules, asked: bool) -> dict[str, object]:
    return {
        "url": url,
        "decision": decision.word,
        "crawl_delay_seconds": decision.delay / SECOND if decision.delay is not None else None,
        "origin": answer.origin,
        "asked_now": asked,
        "asked_at": answer.fetched_at.astimezone(ZONE).isoformat(),
        "expires": answer.expires.astimezone(ZONE).isoformat(),
        "status": answer.status,
        "verdict": answer.verdict,
        "why": answer.why,
        "agent": rules.agent,
        "lines": list(rules.lines),
        "matching": list(rules.matching),
    }


def _lines(url: str, answer: Robots, decision: Decision, rules: Rules, asked: bool) -> list[str]:
    when = {"asked": moment(answer.fetched_at), "expires": moment(answer.expires)}
    told = word(f"sources.robots.verdict_{answer.verdict}", status=answer.status or word("web.dash"))
    why = f" ({_why(answer.why)})" if answer.why else ""
    lines = [
        url,
        word(f"sources.robots.decision_{decision.word}", again=when["expires"]),
        word("sources.robots.asked_now" if asked else "sources.robots.asked_before", **when),
        f"{answer.origin}/robots.txt: {told}{why}",
    ]
    if decision.delay is not None:
        lines.append(word("sources.robots.delay", seconds=number(decision.delay / SECOND)))
    if answer.verdict == "rules":
        lines.append(word("sources.robots.group", agent=rules.agent) if rules.agent else word("sources.robots.no_group"))
        lines += _shown(rules)
    return lines


def _shown(rules: Rules) -> list[str]:
    """The lines of the group, those that speak of the address marked; of a long group those and
    the first ones."""
    kept = [line for number, line in enumerate(rules.lines) if number < MOST or line in rules.matching]
    lines = [f"  {'→' if line in rules.matching else ' '} {line}" for line in kept]
    if left := len(rules.lines) - len(kept):
        lines.append("    " + word("sources.robots.more", count=number(left)))
    return lines


def _why(why: str) -> str:
    """The reason in words: a page in place of rules, a status, or a failure of the line."""
    if why == "html":
        return word("sources.robots.html")
    return word("sources.robots.status") if why.startswith("status ") else word(f"sources.fate.{why}")
