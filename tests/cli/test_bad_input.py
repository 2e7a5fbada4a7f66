"""What cannot be: one clear line in Vietnamese, the right exit code, and the rest goes on."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawlers.warc import body_digest, write_record
from lantoa import pool
from lantoa.article import Page
from lantoa.article_rows import articles
from lantoa.cli import house, steps
from lantoa.settings import load_settings
from tests.support.terminal import Terminal, free_port

DONE, FAILED, MISUSE, PARTLY = 0, 1, 2, 3
NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
NOBODY = "http://127.0.0.1:1"
ARTICLE = """<html><head><title>Phường Cửa Lũy họp bàn việc nước sạch</title>
<link rel="canonical" href="https://bao.example/{name}-123456.html">
<meta property="article:published_time" content="2025-09-06T08:00:00+07:00"></head><body><article><h1>Phường
Cửa Lũy họp bàn việc nước sạch</h1><p>Sáng 6/9, Ủy ban nhân dân phường Cửa Lũy họp bàn việc cấp nước sạch
cho ba khu phố ven sông trong mùa khô sắp tới.</p><p>Theo kế hoạch, tuyến ống mới dài hai cây số được lắp
trong tháng mười và bàn giao trước cuối năm nay cho công ty cấp nước.</p><p>Người dân đề nghị đơn vị thi
công báo trước lịch cắt nước từng ngày để các hộ chủ động trữ nước dùng.</p></article></body></html>"""


@pytest.fixture
def article(lantoa: Terminal) -> Path:
    """A page that can be imported."""
    return lantoa.write("bai.html", ARTICLE.format(name="nuoc-sach"))


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


# What is brought


def test_a_page_that_is_no_html_is_put_aside_and_the_others_go_on(lantoa: Terminal, article: Path) -> None:
    (lantoa.folder / "anh.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    rows = [
        {"file": "anh.html", "url": "https://bao.example/anh.html"},
        {"file": article.name, "url": "https://bao.example/a-123456.html"},
    ]
    lantoa.write("manifest.jsonl", "\n".join(map(json.dumps, rows)))
    ended = lantoa("import", lantoa.folder)
    assert ended.code == PARTLY
    assert "https://bao.example/anh.html" in ended.line
    assert [one["url"] for one in lantoa.exported() if one["kind"] == "article"] == [
        "https://bao.example/nuoc-sach-123456.html"
    ]
    assert "https://bao.example/anh.html" in str(lantoa("doctor", "--json").json["put_aside"])


def test_lines_of_a_manifest_that_cannot_be_are_listed(lantoa: Terminal, article: Path) -> None:
    rows = [
        "không phải JSON",
        '{"file": "mat.html"}',
        '{"file": "../ngoai.html"}',
        json.dumps({"file": article.name}),
    ]
    lantoa.write("manifest.jsonl", "\n".join(rows))
    ended = lantoa("import", lantoa.folder, "--json")
    assert ended.code == PARTLY
    assert ended.json[0]["pages"] == 1
    assert [one.partition(":")[2][:1] for one in ended.json[0]["failed_items"]] == ["1", "2", "3"]
    assert len(ended.err.strip().splitlines()) == 3


def test_a_corrupt_member_of_a_warc_is_listed_and_the_rest_is_taken(lantoa: Terminal) -> None:
    members = []
    for name in ("mot", "hai", "ba"):
        body, url = ARTICLE.format(name=name).encode(), f"https://bao.example/{name}-123456.html"
        members.append(
            write_record(
                Page(url, url, NOON, 200, (("Content-Type", "text/html"),), body), name, body_digest(body)
            )
        )
    middle = members[1]
    members[1] = middle[: len(middle) // 2] + b"\x00" * 40 + middle[len(middle) // 2 + 40 :]
    damaged = lantoa.folder / "hong.warc.gz"
    damaged.write_bytes(b"".join(members))
    ended = lantoa("import", damaged)
    assert ended.code == PARTLY
    assert "hong.warc.gz" in ended.line
    assert [one["url"][20:23] for one in lantoa.exported()] == ["mot", "ba-"]
    damaged.write_bytes(b"no record at all")
    assert lantoa("import", damaged).code == MISUSE


@pytest.mark.parametrize("date", ["2025-02-30", "hôm qua", "2999-01-01", "30/02/2025"])
def test_a_date_that_cannot_be_is_refused(lantoa: Terminal, date: str) -> None:
    text = lantoa.write("bai.txt", "Phường Cửa Lũy họp bàn việc cấp nước sạch.")
    ended = lantoa("add", "--text", text, "--who", "Lan", "--why", "thử", "--date", date)
    assert (ended.code, date in ended.line) == (MISUSE, True)
    assert lantoa.exported() == []


def test_a_fact_with_a_date_that_cannot_be_is_put_aside(lantoa: Terminal) -> None:
    rows = [
        {"url": f"https://bao.example/{n}", "date": date, "congress": "HCM-2025"}
        for n, date in enumerate(("2025-02-30", "2025-09-06"))
    ]
    file = lantoa.write("du-kien.jsonl", "\n".join(map(json.dumps, rows)))
    ended = lantoa("import", "--facts", file)
    assert ended.code == PARTLY
    assert "2025-02-30" in ended.line
    assert [one["url"] for one in lantoa.exported()] == ["https://bao.example/1"]


def test_an_export_that_cannot_be_written_leaves_nothing_behind(lantoa: Terminal) -> None:
    folder = lantoa.folder / "ra"
    folder.mkdir()
    ended = lantoa("export", folder)
    assert (ended.code, str(folder) in ended.line) == (MISUSE, True)
    assert not list(lantoa.folder.glob("*.part"))


def test_files_that_are_not_there_or_not_text_are_named(lantoa: Terminal) -> None:
    picture = lantoa.folder / "anh.txt"
    picture.write_bytes(b"\xff\xfe\x00\xd8")
    add = ("add", "--who", "Lan", "--why", "thử", "--text")
    for typed in (
        ("import", "mat.html"), ("import", "--facts", "mat.jsonl"), (*add, "mat.txt"), (*add, picture),
        ("extract", "--html", "mat.html", "--url", "https://bao.example/"), ("campaign", "import", "mat.toml"),
        ("export", "mat/ra.jsonl"), ("demo", "--truth", "mat/su-that.jsonl"),
    ):  # fmt: skip
        ended = lantoa(*typed)
        assert ended.code == MISUSE, typed
        assert Path(str(typed[-1])).stem in ended.line or "mat" in ended.line
    for typed in (("import",), ("extract", "--html", picture), ("import", lantoa.folder)):
        assert lantoa(*typed).code == MISUSE, typed


# Questions


def test_an_unknown_campaign_week_dimension_or_bench_is_named(lantoa: Terminal) -> None:
    campaign = lantoa.write(
        "c.toml",
        'id = "thu"\nname = "Thử"\nstart = 2025-02-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\nplace = "Phường 1"\n',
    )
    assert lantoa("campaign", "import", campaign).code == DONE
    for typed, named in (
        (("reach", "khac"), "khac"), (("report", "khac", "--week", "2025-W36"), "khac"), (("campaign", "export", "khac"), "khac"),
        (("report", "thu", "--week", "2025-W99"), "2025-W99"), (("report", "thu", "--week", "tuần này"), "tuần này"),
        (("report", "thu", "--week", "0000-W01"), "0000-W01"),
        (("report", "thu", "--week", "0001-W01"), "0001-W01"),
        (("report", "thu", "--week", "9999-W52"), "9999-W52"),
        (("reach", "thu", "--dimension", "color"), "color"), (("bench", "nhanh"), "nhanh"),
    ):  # fmt: skip
        ended = lantoa(*typed)
        assert ended.code == MISUSE, typed
        assert named in ended.line


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("id = ", "c.toml"), ('id = "thu"', "name"), ('id = "thu"\nname = "Thử"\nstart = "hôm nay"', "start"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01', "c.toml"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\nngay = 3', "ngay"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\ncongress = 3', "congress"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "city"', "city"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\nterm = 2025', "2025"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\nordinal = "I"', "ordinal"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\nplace = 1', "place"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\npanel = 3\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"', "panel"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\nend = 2025-01-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"', "đứng trước"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\nopening = 2024-01-01', "nằm ngoài"),
        ('id = "thu"\nname = "Thử"\nstart = 2025-02-01T08:00:00\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"', "start"),
    ],
)  # fmt: skip
def test_a_malformed_campaign_is_named(lantoa: Terminal, text: str, named: str) -> None:
    ended = lantoa("campaign", "import", lantoa.write("c.toml", text))
    assert ended.code == MISUSE
    assert "c.toml" in ended.line
    assert named in ended.line
    assert lantoa("campaign", "list", "--json").json == []


# Engines that are not there


def test_a_campaign_over_a_panel_that_does_not_exist_is_refused(lantoa: Terminal) -> None:
    text = 'id = "thu"\nname = "Thử"\nstart = 2025-02-01\npanel = "{}"\n[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\n'
    ended = lantoa("campaign", "import", lantoa.write("c.toml", text.format("centrel")))
    assert ended.code == MISUSE
    assert "centrel" in ended.line
    assert "central" in ended.line
    assert lantoa("campaign", "import", lantoa.write("c.toml", text.format("central"))).code == DONE


def test_without_elasticsearch_only_what_needs_it_fails(lantoa: Terminal, article: Path) -> None:
    ended = lantoa("import", article, index_url=NOBODY)
    assert ended.code == PARTLY
    assert "127.0.0.1:1" in ended.line
    assert [one["kind"] for one in lantoa.exported(index_url=NOBODY)] == ["article"]
    for typed in (("tag",), ("group",), ("extract",), ("sources", "check"), ("campaign", "list")):
        assert lantoa(*typed, index_url=NOBODY).code == DONE, typed
    for typed in (("index",), ("index", "--check")):
        ended = lantoa(*typed, index_url=NOBODY)
        assert (ended.code, "127.0.0.1:1" in ended.line) == (FAILED, True), typed
    ended = lantoa("doctor", "--json", index_url=NOBODY)
    assert ended.code == PARTLY
    assert [one["name"] for one in ended.json["checks"] if not one["well"]] == ["index"]
    assert lantoa("index").code == DONE, "once there is an index, nothing was lost"
    assert lantoa("doctor").code == DONE


def test_a_broken_index_is_named_and_built_anew(lantoa: Terminal, article: Path) -> None:
    assert lantoa("import", article).code == DONE
    (meta,) = (lantoa.data / "index").rglob("meta.json")
    meta.write_text("{")
    ended = lantoa("index", "--check")
    assert (ended.code, str(lantoa.data / "index") in ended.line) == (MISUSE, True)
    assert lantoa("index", "--rebuild").code == DONE
    assert lantoa("doctor").code == DONE


def test_a_lost_index_is_filled_again(lantoa: Terminal, article: Path) -> None:
    assert lantoa("import", article).code == DONE
    shutil.rmtree(lantoa.data / "index")
    assert lantoa("index", "--check").code == FAILED
    assert lantoa("doctor").code == PARTLY
    assert lantoa("index").code == DONE
    assert lantoa("doctor").code == DONE


def test_without_the_dask_scheduler_nothing_is_lost(lantoa: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "open_pool", pool.open_pool)
    monkeypatch.setattr(pool, "PATIENCE", timedelta(milliseconds=300))
    ended = lantoa("tag", pool="tcp://127.0.0.1:1")
    assert (ended.code, "tcp://127.0.0.1:1" in ended.line) == (FAILED, True)


def test_a_worker_that_is_killed_is_told_and_its_work_stays_due(
    lantoa: Terminal, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(url: str, workers: int) -> AbstractContextManager[Executor]:
        return nullcontext(Broken())

    assert lantoa("import", article).code == DONE
    with house.open_house(load_settings()) as opened, opened.database.write() as connection:
        connection.execute(sa.update(articles).values(tagged_v=0))
    monkeypatch.setattr(steps, "open_pool", killed)
    ended = lantoa("tag")
    assert (ended.code, "hãy chạy lại" in ended.line) == (FAILED, True)
    assert lantoa("doctor", "--json").json["waiting"]["tag"] == 1


class Broken(ThreadPoolExecutor):
    """A pool whose worker died."""

    def submit(self, *_: object, **__: object) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("killed"))
        return future


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://x:geheim@127.0.0.1:1/x", "postgresql://x:geheim@127.0.0.1:cổng/x", "mysql://x:geheim@127.0.0.1/x",
        "postgresql://127.0.0.1:1/x?user=x&password=geheim", "postgresql://x:geheim/mat@127.0.0.1:1/x", "sqlite:////proc/khong/co.db",
    ],
)  # fmt: skip
def test_without_its_database_nothing_runs_and_no_password_is_shown(lantoa: Terminal, url: str) -> None:
    ended = lantoa("doctor", database_url=url)
    assert ended.code == MISUSE
    assert url.partition(":")[0] in ended.line
    assert "geheim" not in ended.out + ended.err
