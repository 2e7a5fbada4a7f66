"""What is brought and asked, and engines that are not there: one clear line each."""

from __future__ import annotations

import json
import shutil
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
from tests.support.terminal import ARTICLE, Terminal

DONE, FAILED, MISUSE, PARTLY = 0, 1, 2, 3
NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
NOBODY = "http://127.0.0.1:1"



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
        "https://bao.example/a-123456.html"
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
        (("reach", "thu", "--dimension", "color"), "color"), (("reach", "thu", "--query", '"nhân sự'), "ngoặc kép"),
        (("reach", "thu", "--query", "", "--scope", "half"), "half"), (("reach", "thu", "--scope", "members"), "--query"),
        (("reach", "thu", "--query", "", "--dimension", "week"), "--dimension"), (("bench", "nhanh"), "nhanh"),
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
    ("url", "code"),
    [
        ("postgresql://x:geheim@127.0.0.1:1/x", FAILED),
        ("postgresql://x:geheim@127.0.0.1:cổng/x", MISUSE),
        ("mysql://x:geheim@127.0.0.1/x", MISUSE),
        ("postgresql://127.0.0.1:1/x?user=x&password=geheim", FAILED),
        ("postgresql://x:geheim/mat@127.0.0.1:1/x", FAILED),
        ("sqlite:////proc/khong/co.db", FAILED),
    ],
)
def test_without_its_database_nothing_runs_and_no_password_is_shown(lantoa: Terminal, url: str, code: int) -> None:
    ended = lantoa("doctor", database_url=url)
    assert ended.code == code
    assert url.partition(":")[0] in ended.line
    assert "geheim" not in ended.out + ended.err


def test_real_articles_do_not_enter_the_demonstration(lantoa: Terminal, article: Path) -> None:
    lantoa.data.mkdir()
    (lantoa.data / "CONTENT").write_text("demo\n", encoding="utf-8")
    typed = lantoa.write("h.txt", "Bài viết tay.")
    for command in (("import", article), ("add", "--text", typed, "--who", "Lan", "--why", "thử")):
        ended = lantoa(*command)
        assert (ended.code, "trình diễn" in ended.line) == (MISUSE, True)
    assert lantoa("export", lantoa.folder / "ra.jsonl", "--json").json["articles"] == 0


def test_who_adds_an_article_and_why_is_said(lantoa: Terminal) -> None:
    typed = lantoa.write("h.txt", "Bài viết tay.")
    ended = lantoa("add", "--text", typed, "--who", " ", "--why", "thử")
    assert (ended.code, "--who" in ended.line) == (MISUSE, True)


def test_an_added_article_is_found_under_the_address_that_is_printed(lantoa: Terminal) -> None:
    typed = lantoa.write("h.txt", "Bài viết tay.")
    added = lantoa("add", "--text", typed, "--who", "Lan", "--why", "thử", "--json").json[0]
    lantoa("export", lantoa.folder / "ra.jsonl")
    rows = [json.loads(line) for line in (lantoa.folder / "ra.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["url"], row["origin"]) for row in rows] == [(added["url"], "manual")]
