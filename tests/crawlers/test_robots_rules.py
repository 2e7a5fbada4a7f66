"""A decision is shown with the lines of robots.txt that it rests on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.robots import RobotsBook, judge
from crawlers.robots_rules import Rules, rules_for
from lantoa.database import open_database

URL = "https://bao.test/tin/dai-hoi-1.html"
BODY = """
Sitemap: https://bao.test/sitemap.xml
User-agent: *
Disallow: /admin/
Crawl-delay: 5   # giây

User-agent: KhacBot
User-agent: lantoa
Disallow: /tin/   # cấm
Allow: /tin/dai-hoi
Disallow: /tim-kiem
"""


def test_the_group_with_our_name_holds_and_its_lines_on_the_address_are_marked() -> None:
    assert rules_for(BODY, URL) == Rules(
        "LanToa",
        ("Disallow: /tin/", "Allow: /tin/dai-hoi", "Disallow: /tim-kiem"),
        ("Disallow: /tin/", "Allow: /tin/dai-hoi"),
    )


def test_without_our_name_the_common_group_holds() -> None:
    rules = rules_for(BODY.replace("lantoa", "AiDo"), "https://bao.test/admin/x")
    assert (rules.agent, rules.lines) == ("*", ("Disallow: /admin/", "Crawl-delay: 5"))
    assert rules.matching == ("Disallow: /admin/",)


@pytest.mark.parametrize("body", ["", "# không có gì\n", "User-agent: KhacBot\nDisallow: /\n", "Disallow: /\n"])
def test_where_no_group_is_ours_there_is_none(body: str) -> None:
    assert rules_for(body, URL) == Rules()


def test_groups_of_one_name_are_one() -> None:
    body = "User-agent: *\r\nDisallow: /a\r\n\r\nUser-agent: *\r\nDisallow: /tin\r\n"
    assert rules_for(body, URL).lines == ("Disallow: /a", "Disallow: /tin")


AGENT = st.sampled_from(["*", "LanToa", "KhacBot"])
RULE = st.tuples(st.sampled_from(["Allow", "Disallow"]), st.sampled_from(["/", "/tin/", "/tin/dai-hoi", "/x", "/*.html$"]))
GROUPS = st.lists(st.tuples(AGENT, st.lists(RULE, min_size=1, max_size=3)), max_size=4)


@given(GROUPS)
def test_a_closed_address_always_has_a_line_that_closes_it(groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
    body = "\n".join(f"User-agent: {agent}\n" + "\n".join(f"{a}: {b}" for a, b in rules) for agent, rules in groups)
    now = datetime(2025, 9, 1, tzinfo=UTC)
    decision = RobotsBook(open_database("sqlite://")).decide(judge("https://bao.test", 200, body.encode(), now), URL)
    matching = rules_for(body, URL).matching
    assert decision.word == "allowed" or any(line.startswith("Disallow") for line in matching)
    if not matching:
        assert decision.word == "allowed"
