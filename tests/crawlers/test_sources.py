"""Sources are stanzas of data; a wrong one is named by file, stanza and key."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.extract.hints import Template
from crawlers.sources import KINDS, LEVELS, files_in_force, load_sources, register
from lantoa.article import Outlet
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore

NOW = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
GOOD = """
[source.bao]
name = "Báo Thử"
home = "https://www.bao.test/"
kind = "local_press"
level = "province"
province = "Hà Nội"
feeds = ["https://bao.test/rss/home.rss"]
audience = 120000
audience_date = 2025-06-30
audience_origin = "báo cáo của tòa soạn"
date_order = "mdy"
checked = "2025-09-01"

[panel.thu]
name = "Nhóm thử"
sources = ["bao"]
"""


def written(tmp_path: Path, text: str, name: str = "sources.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_stanza_is_an_outlet_and_its_channels(tmp_path: Path) -> None:
    sources = load_sources([written(tmp_path, GOOD)])
    source = sources.by_id["bao"]
    assert source.outlet == Outlet(
        "bao",
        "Báo Thử",
        "bao.test",
        "local_press",
        "province",
        "Hà Nội",
        "",
        120000,
        date(2025, 6, 30),
        "báo cáo của tòa soạn",
    )
    assert source.feeds == ("https://bao.test/rss/home.rss",)
    assert (source.date_order, source.fetch, source.enabled, source.checked) == (
        "mdy",
        "all",
        True,
        "2025-09-01",
    )
    assert sources.panels == {"thu": ("bao",)}


def test_the_users_file_adds_and_overrides_single_keys(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        '[source.bao]\nenabled = false\n[source.khac]\nname = "Khác"\nhome = "http://khac.test"\n'
        'kind = "portal"\nlevel = "commune"\n[panel.thu]\nsources = ["khac"]\n',
        "own.toml",
    )
    sources = load_sources([written(tmp_path, GOOD), own])
    assert sources.by_id["bao"].outlet.name == "Báo Thử"
    assert [one.id for one in sources.enabled()] == ["khac"]
    assert sources.panels["thu"] == ("khac",)
    assert sources.panel_names["thu"] == "Nhóm thử"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ('kind = "local_press"', 'kind = "tabloid"'),
        ('level = "province"', 'level = "planet"'),
        ('home = "https://www.bao.test/"', 'home = "bao.test"'),
        ('feeds = ["https://bao.test/rss/home.rss"]', 'feeds = "https://bao.test/rss/home.rss"'),
        ('feeds = ["https://bao.test/rss/home.rss"]', 'feeds = ["ftp://bao.test/x"]'),
        ("audience_date = 2025-06-30", ""),
        ('audience_origin = "báo cáo của tòa soạn"', ""),
        ("audience = 120000", 'audience = "120000"'),
        ("audience = 120000", "audience = -1"),
        ('name = "Báo Thử"', ""),
        ('date_order = "mdy"', 'date_order = "ymd"'),
        ('date_order = "mdy"', "enabled = 1"),
        ('checked = "2025-09-01"', 'feed = ["https://bao.test/"]'),
        ('sources = ["bao"]', 'sources = ["boa"]'),
        ('sources = ["bao"]', "sources = []"),
    ],
)
def test_a_wrong_value_is_refused_by_file_stanza_and_key(tmp_path: Path, wrong: str, named: str) -> None:
    assert wrong in GOOD
    path = written(tmp_path, GOOD.replace(wrong, named, 1))
    with pytest.raises(Misuse) as refused:
        load_sources([path])
    key = (
        (named or wrong)
        .partition(" =")[0]
        .replace("audience_date", "audience")
        .replace("audience_origin", "audience")
    )
    message = str(refused.value)
    assert str(path) in message
    assert ("[panel.thu]" if key == "sources" else "[source.bao]") in message
    assert f'"{key}"' in message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('hosts = ["https://baocu.test/"]', "hosts"),
        ('hosts = ["baocu"]', "hosts"),
        ('hosts = "baocu.test"', "hosts"),
        ("tls_exception = true", "tls_exception"),
        ('tls_exception = ""', "tls_exception"),
        ('tls_exception = "chứng thư hết hạn"', "tls_exception"),
        ('template = "div"', "template"),
        ("[[source.bao.template]]\nsince = 2025-03-01", "body"),
        ('[[source.bao.template]]\nbody = ["div"]', "body"),
        ('[[source.bao.template]]\nbody = "div"\nsince = "2025"', "since"),
        ('[[source.bao.template]]\nbody = "div"\ndrop = ".x"', "drop"),
        ('[[source.bao.template]]\nbodi = "div"', "bodi"),
        ('[[source.bao.template]]\nbody = "a"\n[[source.bao.template]]\nbody = "b"', "template"),
    ],
)
def test_a_wrong_host_reason_or_template_is_refused_by_key(tmp_path: Path, line: str, key: str) -> None:
    path = written(tmp_path, GOOD.replace("[panel.thu]", f"{line}\n[panel.thu]"))
    with pytest.raises(Misuse, match=rf'sources\.toml.*source\.bao.*"{key}"'):
        load_sources([path])


def test_an_accepted_certificate_has_a_reason_and_a_day(tmp_path: Path) -> None:
    reason = "chứng thư của máy chủ cũ, đã hỏi tòa soạn ngày 6/9/2025"
    path = written(tmp_path, GOOD.replace("feeds =", f'tls_exception = "{reason}"\nfeeds ='))
    assert load_sources([path]).by_id["bao"].tls_exception == reason


def test_what_is_wrong_is_named_by_the_file_it_stands_in(tmp_path: Path) -> None:
    shipped = written(tmp_path, GOOD.replace('kind = "local_press"', 'kind = "tabloid"'))
    own = written(tmp_path, '[source.bao]\nname = "Tên khác"\n', "own.toml")
    with pytest.raises(Misuse, match=r'/sources\.toml.*"kind"'):
        load_sources([shipped, own])


def test_a_panel_is_refused_with_the_members_that_are_not_crawled(tmp_path: Path) -> None:
    own = written(tmp_path, "[source.bao]\nenabled = false\n", "own.toml")
    with pytest.raises(Misuse, match=r'\[panel\.thu\].*"sources".*: bao;'):
        load_sources([written(tmp_path, GOOD), own])


def test_a_misspelt_key_comes_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r'"sitemap".*có phải "sitemaps" không'):
        load_sources([written(tmp_path, GOOD.replace("checked =", "sitemap ="))])


@pytest.mark.parametrize(
    "text", ["[source.bao", "[sauce.bao]\nname = 1", "source = 3", '[source]\nbao = "x"']
)
def test_what_is_no_sources_file_is_one_clear_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misuse, match=r"sources\.toml"):
        load_sources([written(tmp_path, text)])


@pytest.mark.parametrize("text", ["[[source]]\nname = 'A'\n", "source = 'bao'\n"])
def test_brackets_that_make_a_list_are_told_from_an_unknown_section(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misuse, match=r"\[source\.MÃ\].*một cặp ngoặc"):
        load_sources([written(tmp_path, text)])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"nowhere\.toml"):
        load_sources([tmp_path / "nowhere.toml"])


def test_two_stanzas_cannot_have_one_host(tmp_path: Path) -> None:
    twice = (
        GOOD
        + '[source.nua]\nname = "Nữa"\nhome = "https://m.bao.test/x"\nkind = "portal"\nlevel = "central"\n'
    )
    with pytest.raises(Misuse, match=r'\[source\.nua\].*"home".*bao\.test.*"bao"'):
        load_sources([written(tmp_path, twice)])


def test_an_address_belongs_to_the_closest_host(tmp_path: Path) -> None:
    special = (
        GOOD
        + '[source.dh]\nname = "Đại hội"\nhome = "https://daihoi.bao.test"\nkind = "portal"\nlevel = "province"\n'
    )
    sources = load_sources([written(tmp_path, special)])
    found = [
        sources.of_url(url)
        for url in ("https://m.bao.test/1", "http://x.daihoi.bao.test/1", "https://la.test/1")
    ]
    assert [one.id if one else None for one in found] == ["bao", "dh", None]


def test_an_outlet_owns_its_former_domains(tmp_path: Path) -> None:
    moved = GOOD.replace("feeds =", 'hosts = ["www.baocu.test", "thanhuy.baocu.test"]\nfeeds =')
    source = load_sources([written(tmp_path, moved)]).by_id["bao"]
    assert source.outlet.host == "bao.test"
    assert source.hosts == ("baocu.test", "thanhuy.baocu.test")
    owned = [source.owns(host) for host in ("bao.test", "m.bao.test", "x.baocu.test", "saobao.test", "test")]
    assert owned == [True, True, True, False, False]


def test_the_former_domains_addresses_are_the_outlets(tmp_path: Path) -> None:
    moved = GOOD.replace("feeds =", 'hosts = ["baocu.test"]\nfeeds =')
    source = load_sources([written(tmp_path, moved)]).of_url("https://www.baocu.test/tin/1.html")
    assert source is not None
    assert source.id == "bao"


def test_templates_stand_by_the_day_they_begin(tmp_path: Path) -> None:
    text = (
        '[[source.bao.template]]\nsince = 2025-03-01\nbody = "div.moi"\ndrop = [".lien-quan"]\n'
        '[[source.bao.template]]\nbody = "div.cu"\nsapo = "h2"\n'
    )
    templates = load_sources([written(tmp_path, GOOD + text)]).by_id["bao"].templates
    assert templates == (
        Template(body="div.cu", sapo="h2"),
        Template(since=date(2025, 3, 1), body="div.moi", drop=(".lien-quan",)),
    )


def test_a_file_that_stands_alone_puts_those_before_it_aside(tmp_path: Path) -> None:
    shipped = written(tmp_path, GOOD)
    own = written(tmp_path, "shipped = false\n" + GOOD.replace("bao", "rieng"), "own.toml")
    assert set(load_sources([shipped, own]).by_id) == {"rieng"}
    assert files_in_force([shipped, own]) == (own,)
    also = written(tmp_path, "shipped = true\n" + GOOD.replace("bao", "rieng"), "own.toml")
    assert set(load_sources([shipped, also]).by_id) == {"bao", "rieng"}
    assert files_in_force([shipped, also]) == (shipped, also)


def test_registering_writes_outlets_and_versions_panels(database: Database, tmp_path: Path) -> None:
    store = OutletStore(database)
    register(load_sources([written(tmp_path, GOOD)]), store, NOW)
    register(load_sources([written(tmp_path, GOOD)]), store, NOW)
    assert store.all()["bao"].audience == 120000
    panel = store.panel("thu")
    assert panel is not None
    assert (panel.version, panel.sources) == (1, ("bao",))


def test_the_stanza_of_the_documentation_is_one(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "add-a-source.md").read_text(encoding="utf-8")
    sources = load_sources([written(tmp_path, text.partition("```toml")[2].partition("```")[0])])
    assert sources.panels == {"bao-dia-phuong": ("bao-vi-du",)}
    assert all(kind in text for kind in KINDS if kind != "unknown")
    assert all(level in text for level in LEVELS)
