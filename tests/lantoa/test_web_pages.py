"""Every page has one frame; numbers and dates read as a Vietnamese reader expects them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI, Query, Request
from fastapi.testclient import TestClient
from jinja2 import Environment

from lantoa.article import CongressKey
from lantoa.errors import Again, Later, Misuse
from lantoa.web import formats
from lantoa.web.assets import Assets, assets_router
from lantoa.web.failures import install_failures
from lantoa.web.labels import congress_name, label, roman
from lantoa.web.pages import Pages, navigation


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (1234, "1.234"), (1234567, "1.234.567"), (0.5, "0,5"), (2.0, "2"), (1234.56, "1.234,56"), (None, "–")],
)
def test_numbers_have_points_for_thousands_and_a_comma(value: float | None, shown: str) -> None:
    assert formats.number(value) == shown


def test_shares_are_percent_of_one() -> None:
    assert formats.percent(0.1234) == "12,3%"
    assert formats.percent(1, 0) == "100%"
    assert formats.percent(None) == "–"


def test_instants_are_shown_in_local_time() -> None:
    late = datetime(2025, 9, 5, 17, 30, tzinfo=UTC)
    assert formats.moment(late) == "06/09/2025 00:30"
    assert formats.day(late) == "06/09/2025"
    assert formats.day(date(2025, 9, 5)) == "05/09/2025"
    assert formats.moment(None) == formats.day(None) == "Không rõ ngày"


def test_weeks_are_iso_weeks() -> None:
    assert formats.week(date(2025, 9, 1)) == "2025-W36"
    assert formats.week(date(2024, 12, 30)) == "2025-W01"


@pytest.mark.parametrize(
    ("path", "here"),
    [("/", "/"), ("/tim-kiem", "/tim-kiem"), ("/bai-viet/3", "/tim-kiem"), ("/ke-hoach/x", "/ke-hoach"),
     ("/bao-cao", "/bao-cao"), ("/nguon", "/nguon"), ("/chien-dich/a", "/")],
)  # fmt: skip
def test_the_navigation_marks_where_one_is(path: str, here: str) -> None:
    assert [entry["href"] for entry in navigation(path) if entry["here"]] == [here]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (CongressKey("national", None, 14, (2026, 2031)), "Đại hội đại biểu toàn quốc của Đảng lần thứ XIV, nhiệm kỳ 2026–2031"),
        (CongressKey("province", "thành phố Hà Nội", 18, None), "Đại hội Đảng bộ thành phố Hà Nội lần thứ XVIII"),
        (CongressKey("commune", "phường 1", None, (2025, 2030)), "Đại hội Đảng bộ phường 1, nhiệm kỳ 2025–2030"),
        (CongressKey("district"), "Đại hội Đảng bộ cấp huyện, chưa rõ nơi"),
        (CongressKey("generic"), "Đại hội đảng bộ các cấp"),
    ],
)
def test_a_congress_is_named_as_far_as_its_key_says(key: CongressKey, name: str) -> None:
    assert congress_name(key) == name


def test_ordinals_are_roman_and_an_unknown_value_names_itself() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 18, 49, 0)] == ["I", "IV", "IX", "XIV", "XVIII", "XLIX", "0"]
    assert label("topic", "personnel") == "Nhân sự"
    assert label("topic", "never heard of") == "never heard of"


def parts(source: str) -> str:
    environment: Environment = Pages("lantoa.web").environment
    return environment.from_string('{% import "macros.html" as ui %}' + source).render()


def test_a_table_formats_numbers_escapes_text_and_links_cells() -> None:
    shown = parts(
        '{{ ui.table([{"label": "A"}, {"label": "B", "kind": "number"}],'
        ' [["<b>", 12345], [{"text": "x", "href": "/y"}, none]], "Bảng") }}'
    )
    assert "&lt;b&gt;" in shown
    assert "12.345" in shown
    assert '<a href="/y">x</a>' in shown
    assert "<caption>Bảng</caption>" in shown
    assert ">–<" in shown


def test_an_empty_table_says_so() -> None:
    assert "Chưa có dòng nào." in parts("{{ ui.table([], []) }}")


def test_a_chart_carries_its_specification_and_its_numbers() -> None:
    shown = parts('{% call ui.chart({"mark": "</script>"}, "Số bài") %}<i>12</i>{% endcall %}')
    assert shown.count("</script>") == 1
    assert "<i>12</i>" in shown
    assert 'aria-label="Số bài"' in shown


def app() -> FastAPI:
    made = FastAPI()
    made.state.banner = "Dữ liệu trình diễn"

    def fails(kind: str) -> None:
        raise {"misuse": Misuse("câu sai"), "later": Later("chỉ mục nghỉ"), "again": Again("bận")}.get(
            kind, RuntimeError("bí mật bên trong")
        )

    def counted(limit: int = Query(ge=1, le=100)) -> int:
        return limit

    def page(request: Request) -> object:
        return Pages("lantoa.web").render(request, "error.html", code=1, heading="Tiêu đề", text="Chữ")

    for prefix in ("/api/v1", ""):
        made.add_api_route(prefix + "/fails/{kind}", fails)
        made.add_api_route(prefix + "/counted", counted)
    made.add_api_route("/page", page)
    made.include_router(assets_router(Assets(lambda: b"window.vegaEmbed = 1;")))
    install_failures(made)
    return made


@pytest.fixture
def web() -> TestClient:
    return TestClient(app(), raise_server_exceptions=False, headers={"Accept": "text/html"})


def test_a_page_has_frame_navigation_and_banner(web: TestClient) -> None:
    text = web.get("/page").text
    assert '<html lang="vi">' in text
    assert "Dữ liệu trình diễn" in text
    for entry in ("Tổng quan", "Tìm kiếm", "Kế hoạch", "Báo cáo", "Nguồn"):
        assert entry in text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere", 404, "/nowhere"),
        ("/fails/misuse", 422, "câu sai"),
        ("/fails/later", 503, "chỉ mục nghỉ"),
        ("/fails/again", 503, "bận"),
        ("/fails/other", 500, "nhật ký"),
        ("/counted", 422, "Tham số limit: còn thiếu."),
        ("/counted?limit=x", 422, "Tham số limit: phải là số nguyên."),
        ("/counted?limit=101", 422, "Tham số limit: phải không quá 100."),
    ],
)
def test_what_goes_wrong_is_told_in_vietnamese(web: TestClient, path: str, status: int, said: str) -> None:
    page = web.get(path)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert said in page.text
    program = web.get("/api/v1" + path)
    assert program.status_code == status
    assert said in program.json()["detail"]


def test_an_unexpected_error_shows_nothing_from_inside(web: TestClient) -> None:
    assert "bí mật" not in web.get("/fails/other").text


def test_assets_are_named_packed_and_held_by_the_browser(web: TestClient) -> None:
    style = web.get("/static/lantoa.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert style.headers["content-encoding"] == "gzip"
    assert ":root" in style.text
    again = web.get("/static/lantoa.css", headers={"If-None-Match": style.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert web.get("/static/vega.js").text == "window.vegaEmbed = 1;"
    assert web.get("/static/../pages.py").status_code == 404
    assert web.get("/static/other.css").status_code == 404


def test_the_drawing_library_is_whole_and_built_once() -> None:
    from lantoa.web.assets import drawing_library

    built = []

    def build() -> bytes:
        built.append(1)
        return drawing_library()

    assets = Assets(build)
    first = assets.get("vega.js")
    assert first is not None
    assert first is assets.get("vega.js")
    assert built == [1]
    assert b"window.vegaEmbed=" in first.body
    assert len(first.packed) < 400_000
