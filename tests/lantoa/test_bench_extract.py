"""bench extract: what is compared with what."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.bench.extract import bench_extract
from lantoa.bench.options import Options
from lantoa.bench.pages import bench_pages, folder_pages, press_pages
from lantoa.bench.shingles import f1, foreign_lines, mark_of, packed, shingles_of, unpacked
from lantoa.bench.truth import truth_row
from lantoa.errors import Misuse

TEXT = (
    "Sáng 6/9, tiểu ban hậu cần họp phiên thứ ba tại hội trường để rà từng đầu việc một.\n"
    "Hai việc còn lại\n"
    "Phiên họp kế tiếp diễn ra giữa tháng, sau khi các tổ giúp việc nộp báo cáo chạy thử lần thứ hai."
)
PAGE = (
    "<html><head><title>Tiểu ban hậu cần họp phiên thứ ba</title></head><body><article>"
    "<h1>Tiểu ban hậu cần họp phiên thứ ba</h1>{}</article></body></html>"
)


def page_of(text: str) -> str:
    return PAGE.format("".join(f"<p>{line}</p>" for line in text.splitlines()))


@given(st.text(max_size=400))
def test_runs_survive_their_text_form(text: str) -> None:
    assert unpacked(packed(shingles_of(text))) == shingles_of(text)


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_score_is_a_share_and_knows_no_order(one: str, other: str) -> None:
    left, right = shingles_of(one), shingles_of(other)
    assert 0 <= f1(left, right) == f1(right, left) <= 1
    assert f1(left, left) == 1


def test_a_repeated_paragraph_costs() -> None:
    assert f1(shingles_of(TEXT), shingles_of(f"{TEXT}\n{TEXT}")) == pytest.approx(2 / 3, abs=0.02)


def test_lines_that_do_not_belong_are_told_from_short_ones_that_do() -> None:
    lines = TEXT.splitlines()
    found = "\n".join((lines[0], "Tin liên quan", lines[1], lines[2], "Ảnh: Đức Huy"))
    assert foreign_lines(shingles_of(TEXT), TEXT) == []
    assert foreign_lines(shingles_of(TEXT), found) == ["Tin liên quan", "Ảnh: Đức Huy"]


def test_a_mark_is_of_the_words_alone() -> None:
    assert mark_of("“Đại hội” lần thứ I.") == mark_of("đại hội lần thứ i") != mark_of("đại hội lần thứ ii")
    assert mark_of("") == ""


def test_pages_without_a_manifest_get_an_address(tmp_path: Path) -> None:
    (tmp_path / "mot.html").write_text(page_of(TEXT), encoding="utf-8")
    (tmp_path / "hai.html.gz").write_bytes(gzip.compress(page_of(TEXT).encode()))
    stated = '<head><link rel="canonical" href="https://bao.test/ba-1.html">'
    (tmp_path / "ba.html").write_text(page_of(TEXT).replace("<head>", stated), encoding="utf-8")
    found = {each.page.note: each.page.final_url for each in folder_pages(tmp_path)}
    assert found == {
        "mot.html": "https://trang.test/mot.html",
        "hai.html.gz": "https://trang.test/hai.html.gz",
        "ba.html": "https://bao.test/ba-1.html",
    }


def test_lists_of_a_manifest_are_left_out_and_its_days_are_kept(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(page_of(TEXT), encoding="utf-8")
    lines = [
        {"file": "a.html", "url": "https://bao.test/a-1.html", "kind": "article", "published": "2022-12-24T10:00:00+07:00"},
        {"file": "b.html", "url": "https://bao.test/", "kind": "home", "published": None},
    ]
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    [kept] = folder_pages(tmp_path)
    assert (kept.page.note, str(kept.day)) == ("a.html", "2022-12-24")


def test_a_manifest_line_without_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"file": "x.html", "url": "https://bao.test/x"}\n', encoding="utf-8")
    with pytest.raises(Misuse, match=r"manifest\.jsonl:1.*x\.html"):
        folder_pages(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_pages_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Misuse, match=name):
        bench_pages(tmp_path / name)


def test_without_saved_pages_the_demonstration_press_is_read() -> None:
    assert len({each.page.source for each in press_pages()}) == 12


def truth_folder(folder: Path, stated: dict[str, str]) -> Path:
    """A benchmark folder whose pages all say TEXT."""
    (folder / "html").mkdir()
    for name in stated:
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page_of(TEXT).encode()))
    truth = {name: {"articleBody": body, "url": f"https://bao.test/{name}"} for name, body in stated.items()}
    (folder / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return folder


def test_a_public_ground_truth_is_scored(tmp_path: Path) -> None:
    row = truth_row(truth_folder(tmp_path, {"x1": TEXT, "x2": TEXT}))
    assert (row.name, row.value) == ("truth.f1", 1.0)


def test_precision_and_recall_are_means_of_the_pages(tmp_path: Path) -> None:
    """One page wholly right, one half of whose expected text is not there: (1 + 1)/2, (1 + .5)/2."""
    other = "Một câu hoàn toàn khác không hề đứng trong trang này mà lại được mong đợi ở đây."
    runs, lost = len(TEXT.replace("/", " ").split()) - 3, len(other.split()) + 3 - 3
    row = truth_row(truth_folder(tmp_path, {"x1": TEXT, "x2": f"{TEXT}\n{other}"}))
    recall = (1 + runs / (runs + lost)) / 2
    assert row.value == pytest.approx(2 * recall / (1 + recall), abs=0.02)


def test_a_ground_truth_of_another_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ground-truth.json").write_text("[]", encoding="utf-8")
    with pytest.raises(Misuse, match=r"ground-truth\.json"):
        bench_pages(tmp_path)


def test_the_rows_are_those_agreed_on(tmp_path: Path) -> None:
    (tmp_path / "mot.html").write_text(page_of(TEXT), encoding="utf-8")
    bench = bench_extract(Options(pages=tmp_path))
    rows = {row.name: row for row in bench.rows}
    assert set(rows) == {"generic.share_of_parse", "naive.share_of_parse", "memory_mb"}
    assert rows["generic.share_of_parse"].goal == ">= 0.11"
    assert all(row.value > 0 for row in bench.rows)
