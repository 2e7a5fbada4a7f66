"""lantoa archive: verified, sealed, exported, and taken in again elsewhere."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from tests.support.terminal import Terminal

DONE, FAILED, MISUSE, PARTLY = 0, 1, 2, 3
CAMPAIGN = Path(__file__).resolve().parents[2] / "campaigns" / "examples" / "tphcm-2025.toml"
PAGE = """<html lang="vi"><head><title>{title}</title><link rel="canonical" href="https://bao.example/{name}-123456.html">
<meta property="article:published_time" content="2025-{day}T08:00:00+07:00"></head><body><article><h1>{title}</h1>
<p>Ngày {day}, Ban Chấp hành Đảng bộ Thành phố Hồ Chí Minh họp chuẩn bị Đại hội đại biểu Đảng bộ Thành phố Hồ Chí Minh
lần thứ I, nhiệm kỳ 2025-2030.</p><p>Hội nghị cho ý kiến về văn kiện và công tác nhân sự trình đại hội, {name}.</p>
<p>Các tiểu ban báo cáo tiến độ phục vụ đại hội và thống nhất lịch kiểm tra từng phần việc.</p></article></body></html>"""


@pytest.fixture
def filled(lantoa: Terminal) -> Terminal:
    """Two articles of a campaign and one of none."""
    folder = lantoa.folder / "trang"
    folder.mkdir()
    for name, day in (("van-kien", "09-06"), ("nhan-su", "10-02")):
        title = f"Thành phố Hồ Chí Minh chuẩn bị Đại hội Đảng bộ lần thứ I: {name}"
        (folder / f"{name}.html").write_text(PAGE.format(title=title, name=name, day=day), encoding="utf-8")
    other = PAGE.replace("Đại hội đại biểu Đảng bộ", "hội chợ").replace("đại hội", "hội chợ")
    (folder / "khac.html").write_text(other.format(title="Hội chợ mùa thu", name="hoi-cho", day="09-07"), encoding="utf-8")
    assert lantoa("import", folder).code == DONE
    assert lantoa("campaign", "import", CAMPAIGN).code == DONE
    return lantoa


def archived(lantoa: Terminal) -> Path:
    [file] = (lantoa.data / "archive").glob("*.warc.gz")
    return file


def test_a_whole_archive_verifies(filled: Terminal) -> None:
    ended = filled("archive", "verify")
    assert ended.code == DONE
    assert "Đã kiểm 3 bản ghi trong 1 tệp và 0 bản kê: 0 vấn đề." in ended.out
    told = filled("archive", "verify", "--day", archived(filled).name[:10], "--json")
    assert (told.code, told.json["records"], told.json["unsealed"]) == (DONE, 3, [archived(filled).name])


def test_an_empty_archive_has_nothing_wrong(lantoa: Terminal) -> None:
    ended = lantoa("archive", "verify", "--json")
    assert (ended.code, ended.json["records"], ended.json["problems"]) == (DONE, 0, [])
    assert lantoa("archive", "seal").out.strip() == "Không còn ngày nào chưa niêm phong."


def test_harm_is_named_with_file_and_offset_and_ends_with_one(filled: Terminal) -> None:
    sealed = filled("archive", "seal", "--today", "--json")
    assert (sealed.code, sealed.json["sealed"][0]["records"]) == (DONE, 3)
    assert sealed.json["sealed"][0]["sha256"] in filled("archive", "verify").out
    file = archived(filled)
    offset = [one.stream_pos for one in ArchiveIterator(str(file))][2]
    data = bytearray(file.read_bytes())
    data[offset + 100] ^= 1
    file.write_bytes(bytes(data))
    ended = filled("archive", "verify")
    assert ended.code == FAILED
    assert f"{file.name}:{offset}: " in ended.out
    told = filled("archive", "verify", "--json")
    assert [(one["file"], one["offset"], one["kind"]) for one in told.json["problems"]] == [
        (file.name, offset, "damaged"), (file.name, None, "sealed_differs"),
    ]  # fmt: skip
    assert told.code == FAILED


def test_a_campaign_is_exported_and_taken_in_elsewhere(filled: Terminal) -> None:
    out = filled.folder / "ra.warc.gz"
    ended = filled("archive", "export", "--campaign", "tphcm-2025", out)
    assert ended.code == DONE
    assert "2 bản ghi của 2 bài" in ended.out
    before = {one["url"]: (one["title"], one["text"]) for one in filled.exported() if "hoi-cho" not in one["url"]}
    with Path(f"{out}.index.csv").open(encoding="utf-8", newline="") as file:
        assert {one["article_url"] for one in csv.DictReader(file)} == set(before)
    elsewhere = filled.folder / "may-khac"
    assert filled("import", out, data=elsewhere).code == DONE
    (filled.folder / "exported.jsonl").unlink()
    assert {one["url"]: (one["title"], one["text"]) for one in filled.exported(data=elsewhere)} == before
    again = filled("archive", "export", "--campaign", "tphcm-2025", out)
    assert (again.code, "ra.warc.gz" in again.line) == (MISUSE, True)


def test_only_the_days_asked_for_are_exported(filled: Terminal) -> None:
    out = filled.folder / "thang-9.warc.gz"
    told = filled("archive", "export", "--campaign", "tphcm-2025", "--from", "2025-09-01", "--to", "2025-09-30", out, "--json")
    assert (told.code, told.json["articles"]) == (DONE, 1)
    none = filled("archive", "export", "--campaign", "tphcm-2025", "--to", "2025-03-01", filled.folder / "khong.warc.gz")
    assert (none.code, "không có bài nào" in none.line) == (MISUSE, True)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (("verify", "--day", "hôm qua"), "hôm qua"),
        (("verify", "--day", "2001-01-01"), "2001-01-01"),
        (("export", "--campaign", "khong-co", "a.warc.gz"), "khong-co"),
        (("export", "--campaign", "tphcm-2025", "a.zip"), "a.zip"),
        (("export", "--campaign", "tphcm-2025", "--from", "2025-09-02", "--to", "2025-09-01", "a.warc.gz"), "2025-09-02"),
    ],
)
def test_what_cannot_be_is_one_line(filled: Terminal, typed: tuple[str, ...], named: str) -> None:
    ended = filled("archive", *typed)
    assert (ended.code, named in ended.line) == (MISUSE, True)


def crawled(url: str, body: str) -> bytes:
    """A response record as a news crawl writes it."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-10-06T03:04:05Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{url}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def test_of_a_crawl_vietnamese_pages_are_taken_and_the_rest_is_counted(lantoa: Terminal) -> None:
    page = PAGE.format(title="Chuẩn bị đại hội", name="van-kien", day="09-06")
    english = "<html><body><p>" + "The committee met to prepare the congress. " * 50 + "</p></body></html>"
    file = lantoa.folder / "tin.warc.gz"
    file.write_bytes(crawled("https://bao.example/a-123456.html", page) + crawled("https://news.example/b", english))
    ended = lantoa("import", file, "--json")
    assert (ended.code, ended.json[0]["pages"], ended.json[0]["left_language"]) == (DONE, 1, 1)
    assert "1 trang không phải tiếng Việt" in ended.line
    both = lantoa("import", file, "--any-language", "--json", data=lantoa.folder / "hai")
    assert both.json[0] == {"step": "import", "pages": 2, "failed_items": []}
    host = lantoa("import", file, "--host", "news.example", "--any-language", "--json", data=lantoa.folder / "ba")
    assert (host.json[0]["pages"], host.json[0]["left_host"]) == (1, 1)
    none = lantoa("import", file, "--known-hosts", data=lantoa.folder / "bon")
    assert (none.code, "2 bản ghi của máy chủ khác" in none.line) == (MISUSE, True)
    bad = lantoa("import", file, "--host", "https://news.example/")
    assert (bad.code, "https://news.example/" in bad.line) == (MISUSE, True)


def test_new_files_are_packed_as_the_setting_says(lantoa: Terminal, article: Path) -> None:
    assert lantoa("import", article, archive_compression="zstd").code == DONE
    [file] = (lantoa.data / "archive").glob("*.warc.*")
    assert file.name.endswith("-001.warc.zst")
    assert len(list(ArchiveIterator(str(file)))) == 2
    assert lantoa("archive", "verify").code == DONE
    wrong = lantoa("doctor", archive_compression="lz4")
    assert (wrong.code, "LANTOA_ARCHIVE_COMPRESSION" in wrong.line) == (MISUSE, True)
