"""What cannot be: one clear line in Vietnamese, the right exit code, and the rest goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lantoa.cli import house
from tests.support.ports import free_port
from tests.support.terminal import Terminal

DONE, FAILED, MISUSE, PARTLY = 0, 1, 2, 3
NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
NOBODY = "http://127.0.0.1:1"



@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


# Settings


def test_an_unknown_setting_is_named_with_the_likely_one(lantoa: Terminal) -> None:
    ended = lantoa("doctor", prot=8001)
    assert ended.code == MISUSE
    assert "LANTOA_PROT" in ended.line
    assert "LANTOA_PORT" in ended.line.replace("LANTOA_PROT", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "tám"), ("port", "0"), ("port", "70000"), ("workers", "0"), ("workers", "-1"), ("revisit_floor", "15"),
        ("revisit_floor", "99999999999999999d"), ("log_level", "LOUD"), ("index_url", "ftp://máy"), ("pool", "threads"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_by_name(lantoa: Terminal, name: str, value: str) -> None:
    ended = lantoa("doctor", **{name: value})
    assert ended.code == MISUSE
    assert f"LANTOA_{name.upper()}" in ended.line
    assert value in ended.line
    assert not lantoa.data.exists(), "nothing is begun with settings that are wrong"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("port = = 3", "lantoa.toml"),
        ("prot = 3", "prot"),
        ('port = "x"', "port"),
        ("[demo]\nseed = 1", "demo"),
        ("port = [1]", "port"),
    ],
)
def test_a_malformed_settings_file_is_named(lantoa: Terminal, text: str, named: str) -> None:
    lantoa.write("lantoa.toml", text)
    ended = lantoa("doctor")
    assert ended.code == MISUSE
    assert "lantoa.toml" in ended.line
    assert named in ended.line


def test_a_settings_file_that_cannot_be_read_is_named(lantoa: Terminal) -> None:
    (lantoa.folder / "lantoa.toml").mkdir()
    ended = lantoa("doctor")
    assert ended.code == MISUSE
    assert "lantoa.toml" in ended.line


# Sources


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[source.bao\n", ()),
        (
            '[source.bao]\nname = "Báo"\nhome = "bao.example"\nkind = "portal"\nlevel = "commune"',
            ("bao", "home"),
        ),
        (
            '[source.bao]\nname = "Báo"\nhome = "https://bao.example/"\nkind = "blog"\nlevel = "commune"',
            ("bao", "kind", "blog"),
        ),
        ('[source.bao]\nname = "Báo"\nhome = "https://bao.example/"\nkind = "portal"', ("bao", "level")),
        ('[source.bao]\nfeed = ["https://bao.example/rss"]', ("bao", "feed", "feeds")),
        ("[nguon.bao]\n", ("nguon",)),
    ],
)
def test_a_malformed_sources_file_is_named_with_stanza_and_key(
    lantoa: Terminal, text: str, named: tuple[str, ...]
) -> None:
    file = lantoa.write("nguon.toml", text)
    ended = lantoa("sources", "check", sources=file)
    assert ended.code == MISUSE
    assert "nguon.toml" in ended.line
    assert all(part in ended.line for part in named)


def test_a_sources_file_that_is_not_there_is_named(lantoa: Terminal) -> None:
    ended = lantoa("sources", "check", sources="khong-co.toml")
    assert (ended.code, "khong-co.toml" in ended.line) == (MISUSE, True)


def test_outlets_that_cannot_be_reached_get_their_fate_and_the_crawl_ends(
    lantoa: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = {"nha": "127.0.0.1:1", "mang-noi-bo": "10.1.2.3", "khong-co": "khong-co-that.invalid"}
    stanzas = [
        f'[source.{one}]\nname = "{one}"\nhome = "http://{host}/"\nkind = "portal"\nlevel = "commune"'
        for one, host in hosts.items()
    ]
    monkeypatch.setattr(house, "SHIPPED", lantoa.write("nguon.toml", "\n".join(stanzas)))
    refused = lantoa("crawl")
    assert (refused.code, "LANTOA_CONTACT" in refused.line) == (MISUSE, True)
    ended = lantoa("crawl", "--json", contact="lan-toa@example.invalid")
    assert (ended.code, ended.err) == (DONE, "")
    assert ended.json[0]["stored"] == 0
    found = lantoa("doctor", "--json").json
    assert {source: sum(fates.values()) for source, fates in found["fates"].items()} == dict.fromkeys(
        hosts, 1
    )
    assert found["addresses"] == len(hosts)


@pytest.mark.parametrize("day", ["2026-13-01", "hôm qua", "2999-01-01"])
def test_a_day_to_collect_from_lies_behind_us(lantoa: Terminal, day: str) -> None:
    ended = lantoa("crawl", "--since", day)
    assert ended.code == MISUSE
    assert day in ended.line


# The data folder


def test_a_data_folder_that_cannot_be_made_is_named(lantoa: Terminal) -> None:
    file = lantoa.write("tep", "")
    for folder in (file, file / "duoi"):
        ended = lantoa("doctor", data=folder)
        assert (ended.code, str(folder) in ended.line) == (MISUSE, True)


def test_a_file_that_stands_where_a_folder_must_is_named(lantoa: Terminal, article: Path) -> None:
    lantoa.data.mkdir()
    (lantoa.data / "archive").write_text("")
    ended = lantoa("import", article)
    assert ended.code in (FAILED, MISUSE)
    assert "archive" in ended.line


def test_demonstration_and_live_data_refuse_each_other(
    lantoa: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lantoa("doctor").code == DONE
    ended = lantoa("demo", "--no-serve")
    assert (ended.code, str(lantoa.data) in ended.line) == (MISUSE, True)
    other = lantoa.folder / "trinh-dien"
    other.mkdir()
    (other / "CONTENT").write_text("demo\n")
    ended = lantoa("doctor", data=other, database_url=f"sqlite:///{lantoa.data / 'lantoa.db'}")
    assert (ended.code, "lantoa.db" in ended.line) == (MISUSE, True)


def test_a_mark_that_says_neither_is_named_and_one_cut_short_is_no_harm(lantoa: Terminal) -> None:
    lantoa.data.mkdir()
    (lantoa.data / "CONTENT").write_text("thử")
    ended = lantoa("doctor")
    assert (ended.code, "CONTENT" in ended.line) == (MISUSE, True)
    (lantoa.data / "CONTENT").write_text("")
    assert lantoa("doctor").code == DONE
    assert (lantoa.data / "CONTENT").read_text() == "live\n"


def test_a_taken_port_is_said_before_any_work(lantoa: Terminal, taken_port: int) -> None:
    for command in ("serve", "demo"):
        ended = lantoa(command, port=taken_port)
        assert (ended.code, str(taken_port) in ended.line) == (MISUSE, True)
    assert not lantoa.data.exists()


def test_another_address_than_this_machine_wants_a_token(lantoa: Terminal) -> None:
    ended = lantoa("serve", host="0.0.0.0", port=free_port())
    assert (ended.code, "LANTOA_TOKEN" in ended.line) == (MISUSE, True)
    ended = lantoa(
        "serve", host="khong-co-that.invalid", token="dài-đủ-để-không-đoán-được-đâu", port=free_port()
    )
    assert (ended.code, "khong-co-that.invalid" in ended.line) == (MISUSE, True)
