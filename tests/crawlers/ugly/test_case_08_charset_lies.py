"""Case 8: whatever charset the header, the page or nobody states, one article is one content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.ugly import Crawled, crawled, link, markup, outlet
from tests.support.websites import Reply

WHOLE = markup("Phường Bến Đá chuẩn bị đại hội")
SAID = WHOLE.replace("<head>", "<head><meta charset='windows-1252'>")
LIES = {
    "that": (WHOLE.encode(), "text/html; charset=utf-8"),
    "latin": (WHOLE.encode(), "text/html; charset=iso-8859-1"),
    "viet": (WHOLE.encode(), "text/html; charset=windows-1258"),
    "khong": (WHOLE.encode(), "text/html"),
    "la": (WHOLE.encode(), "text/html; charset=khong-co-that"),
    "the": (SAID.encode(), "text/html"),
    "dau": (b"\xef\xbb\xbf" + WHOLE.encode(), "text/html; charset=iso-8859-1"),
    "utf16": (WHOLE.encode("utf-16"), "text/html"),
    "utf16-le": (WHOLE.encode("utf-16-le"), "text/html"),
    "utf16-be": (WHOLE.encode("utf-16-be"), "text/html; charset=utf-8"),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {name: Reply(200, body, {"Content-Type": kind}) for name, (body, kind) in LIES.items()}
    with crawled(tmp_path_factory.mktemp("case"), {"chu.test": outlet("chu", articles)}) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", sorted(LIES))
def test_the_text_is_read_as_it_was_written(case: Crawled, name: str) -> None:
    assert case.fate(link("chu", name)) == "stored"
    found, plain = (case.article(link("chu", each)).article for each in (name, "that"))
    assert found.title == "Phường Bến Đá chuẩn bị đại hội"
    assert found.content_hash() == plain.content_hash()
    assert "bad_encoding" not in found.flags


@pytest.mark.parametrize("name", sorted(LIES))
def test_the_archive_holds_the_bytes_as_they_came(case: Crawled, name: str) -> None:
    (page,) = case.world.pages(link("chu", name))
    assert page.body == LIES[name][0]
