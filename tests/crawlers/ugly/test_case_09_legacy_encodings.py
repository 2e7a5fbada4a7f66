"""Case 9: windows-1258 with combining marks, TCVN3 and VNI fonts, and NFD: one content hash."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from tests.crawlers.extract.test_legacy_encodings import tcvn3, vni, windows_1258
from tests.support.ugly import Crawled, crawled, link, markup, outlet
from tests.support.websites import Reply

MORE = "Ở khu phố 3, bà con góp đất, góp công; tuyến hẻm rộng ra gấp rưỡi chỉ sau bảy tuần."
WHOLE = markup("phường Bến Đá chuẩn bị đại hội", more=MORE).replace("Đảng ủy", "đảng ủy")
SPELT = {
    "nfc": (WHOLE.encode(), "text/html; charset=utf-8"),
    "nfd": (unicodedata.normalize("NFD", WHOLE).encode(), "text/html; charset=utf-8"),
    "viet": (windows_1258(WHOLE), "text/html; charset=windows-1258"),
    "viet-khong": (windows_1258(WHOLE.replace("<head>", "<head><meta charset='windows-1258'>")), "text/html"),
    "tcvn3": (tcvn3(WHOLE), "text/html"),
    "tcvn3-utf8": (tcvn3(WHOLE).decode("latin-1").encode(), "text/html; charset=utf-8"),
    "vni": (vni(WHOLE).encode(), "text/html; charset=utf-8"),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {name: Reply(200, body, {"Content-Type": kind}) for name, (body, kind) in SPELT.items()}
    with crawled(tmp_path_factory.mktemp("case"), {"phong.test": outlet("phong", articles)}) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", sorted(SPELT))
def test_however_it_is_spelt_it_is_the_same_content(case: Crawled, name: str) -> None:
    assert case.fate(link("phong", name)) == "stored"
    found, plain = (case.article(link("phong", each)).article for each in (name, "nfc"))
    assert MORE in plain.text
    assert (found.title, found.text) == (plain.title, plain.text)
    assert found.content_hash() == plain.content_hash()


@pytest.mark.parametrize("name", sorted(SPELT))
def test_the_archive_holds_the_bytes_as_they_came(case: Crawled, name: str) -> None:
    (page,) = case.world.pages(link("phong", name))
    assert page.body == SPELT[name][0]
