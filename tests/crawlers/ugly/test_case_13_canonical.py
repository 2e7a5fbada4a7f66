"""Case 13: a canonical link to the home page, another article, another section, relative, or
twice is believed only where it means this article."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.ugly import Crawled, crawled, link, outlet, path, story

OTHER = "http://goc.test/mot-bai-hoan-toan-khac-hom-nay-20002.html"
CANONICALS = {
    "nha": ('<link rel="canonical" href="http://goc.test/">', link("goc", "nha")),
    "khac": (f'<link rel="canonical" href="{OTHER}">', link("goc", "khac")),
    "muc": ('<link rel="canonical" href="http://goc.test/thoi-su/">', link("goc", "muc")),
    "ngoai": (f'<link rel="canonical" href="{link("xa", "ngoai")}">', link("goc", "ngoai")),
    "hong": ('<link rel="canonical" href="http://["><link rel="canonical">', link("goc", "hong")),
    "tuong": (f'<link rel="canonical" href="{path("tuong")}?utm_source=x">', link("goc", "tuong")),
    "hai": (f'<link rel="canonical" href="http://goc.test/"><link rel="canonical" href="{path("hai")}">', link("goc", "hai")),
    "https": (f'<link rel="canonical" href="{link("goc", "https", "https")}">', link("goc", "https", "https")),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {
        name: story(f"Bài về đại hội số {number}", head=head, more=f"Riêng bài số {number} có câu này.")
        for number, (name, (head, _)) in enumerate(CANONICALS.items())
    }
    with crawled(tmp_path_factory.mktemp("case"), {"goc.test": outlet("goc", articles)}) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", sorted(CANONICALS))
def test_the_article_keeps_its_own_address_or_its_https_one(case: Crawled, name: str) -> None:
    assert case.fate(link("goc", name)) == "stored"
    assert case.outcomes()[link("goc", name)] == "stored"
    number = list(CANONICALS).index(name)
    assert case.article(CANONICALS[name][1]).article.title == f"Bài về đại hội số {number}"


def test_no_article_swallows_another(case: Crawled) -> None:
    own = [url for url in case.articles() if "goc.test" in url]
    assert len(own) == len(CANONICALS)
    assert OTHER not in own
