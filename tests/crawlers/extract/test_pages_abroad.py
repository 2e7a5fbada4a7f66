"""Pages of strangers: other languages, odd layouts, comments longer than the article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.extract import Hints, extract
from lantoa.article import Article, Kind, Page

FETCHED = datetime(2025, 12, 21, 3, 0, tzinfo=UTC)
ADDRESS = "https://example.test/2019/05/night-buses"
PROSE = (
    "The last bus of the night leaves the river market at half past eleven, carrying the women who sold herbs all day.",
    "For two years there was no such bus, and the walk home took them across three bridges and a railway yard.",
    "The city council voted in March to pay for four runs a night, at the price of one coffee a seat.",
    "Drivers were the hardest to find, said the depot's head, because few want to work when others sleep.",
    "Passengers over seventy ride free, and nobody has yet been asked to prove it.",
)
COMMENT = "I rode that bus every single night of the winter and I can tell you the heating never worked at all, not once. "


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{each}</p>" for each in lines or PROSE)


def read(inner: str, head: str = "", url: str = ADDRESS, hints: Hints | None = None) -> Article:
    text = f"<html lang='en'><head><meta charset='utf-8'><title>Night buses return to the river</title>{head}</head><body>{inner}</body></html>"
    return extract(Page(url, url, FETCHED, 200, (), text.encode()), hints or Hints())


TITLE = "<h1>Night buses return to the river</h1>"
WHOLE = "\n".join(PROSE)


def test_a_standfirst_stands_beside_the_text_of_a_stranger_and_begins_that_of_our_own_source() -> None:
    dek = "After two years without them, four night buses will serve the market."
    page = f"<main>{TITLE}<div class='standfirst'><p>{dek}</p></div><div class='article-body'>{paragraphs()}</div></main>"
    head = f"<meta name='description' content='{dek}'>"
    assert read(page, head).text == WHOLE
    assert read(page.replace("standfirst", "lead"), head, hints=Hints(publisher="River News")).sapo == dek


@pytest.mark.parametrize(
    ("shown", "authors"),
    [
        ("By Erin Cunningham", ("Erin Cunningham",)),
        ("Von Jürgen Müller", ("Jürgen Müller",)),
        ("Advertisement", ()),
        ("By", ()),
    ],
)
def test_who_wrote_is_named_without_the_word_by(shown: str, authors: tuple[str, ...]) -> None:
    page = f"{TITLE}<p class='byline'>{shown}</p><div class='article-body'>{paragraphs()}</div>"
    assert read(page).authors == authors


@pytest.mark.parametrize("line", ["Madison Square", "Contents", "Theo Walcott"])
def test_a_short_line_at_the_end_is_no_byline_unless_it_says_so(line: str) -> None:
    found = read(f"{TITLE}<div class='article-body'>{paragraphs(*PROSE, line)}</div>")
    assert (found.authors, found.credit) == ((), "")
    assert found.text == f"{WHOLE}\n{line}"
    assert read(f"{TITLE}<div class='article-body'>{paragraphs(*PROSE, 'By Ann Lee')}</div>").authors == (
        "Ann Lee",
    )


@pytest.mark.parametrize(
    "box", ["id='comments'", "class='comment-list'", "id='disqus_thread'", "class='binh-luan'"]
)
def test_comments_are_left_out_however_long(box: str) -> None:
    comments = paragraphs(*[COMMENT * 3] * 30)
    for body in (f"<div>{paragraphs()}</div>", f"<div class='post-content'>{paragraphs()}</div>"):
        assert read(f"<div>{TITLE}{body}<section {box}>{comments}</section></div>").text == WHOLE


def test_a_box_that_holds_title_and_text_is_no_box_of_comments() -> None:
    assert read(f"<div class='comments'>{TITLE}<div>{paragraphs()}</div></div>").text == WHOLE


def test_a_text_cut_into_boxes_of_one_name_is_read_whole() -> None:
    boxes = "".join(
        f"<div class='wrap'><div class='story-body part-{number}'>{paragraphs(each, each.upper())}</div></div>"
        for number, each in enumerate(PROSE)
    )
    found = read(f"<main>{TITLE}<section>{boxes.replace('part', 'story-body')}</section></main>").text
    assert found == "\n".join(line for each in PROSE for line in (each, each.upper()))


def test_a_named_box_with_a_part_of_the_text_gives_way_to_the_whole() -> None:
    teaser = f"<div class='entry-content'>{paragraphs(PROSE[0], PROSE[1])}</div>"
    rest = "".join(f"<div class='s{number}'>{paragraphs(*PROSE)}</div>" for number in range(3))
    found = read(f"<article>{TITLE}{teaser}<div>{rest}</div></article>")
    assert PROSE[4] in found.text


@pytest.mark.parametrize("name", ["popup", "tag", "share", "keyword"])
def test_a_word_inside_a_sentence_stays_whatever_its_class(name: str) -> None:
    marked = PROSE[0].replace("river market", f"<a class='{name}' href='#'>river market</a>")
    assert read(f"{TITLE}<div class='article-body'>{paragraphs(marked, *PROSE[1:])}</div>").text == WHOLE


def test_classes_made_by_a_machine_mean_nothing() -> None:
    page = f"{TITLE}<div class='article-body'><div class='z ab ac ad af'>{paragraphs(*PROSE[:2])}</div>{paragraphs(*PROSE[2:])}</div>"
    assert read(page).text == WHOLE


def test_control_characters_do_not_stop_the_reading() -> None:
    assert read(f"{TITLE}<div>{paragraphs()}\x01\x1f</div>").text == WHOLE


TEASERS = "".join(
    f"<div><h3><a href='/2019/05/a-story-of-the-river-number-{number}-10{number}'>A story of the river, told in part {number}</a></h3><p>{line}</p></div>"
    for number, line in enumerate(PROSE * 3)
)


def test_a_page_of_teasers_is_a_list_and_keeps_no_text() -> None:
    ours = Hints(publisher="River News")
    found = read(f"<h1>River</h1>{TEASERS}", url="https://example.test/river", hints=ours)
    assert (found.kind, found.text) == (Kind.LIST, "")


def test_what_looks_like_a_list_of_a_stranger_keeps_its_text_but_is_no_article() -> None:
    found = read(f"<h1>River</h1>{TEASERS}", url="https://example.test/river")
    assert (found.kind, bool(found.text)) == (Kind.UNKNOWN, True)
    assert read(f"<h1>River</h1>{TEASERS}", url="https://example.test/").kind is Kind.LIST


def test_a_page_that_tells_one_story_is_none_though_links_surround_it() -> None:
    found = read(f"{TITLE}<div>{paragraphs(*PROSE * 3)}</div>{TEASERS}", url="https://example.test/river")
    assert found.kind is not Kind.LIST
    assert found.text
