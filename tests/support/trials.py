"""Small outlets for trying sources on: one of each trouble."""

from __future__ import annotations

from email.utils import format_datetime

from tests.support.crawls import HOUR, START
from tests.support.websites import Asked, Reply, Site, html

STORY = (
    "Sáng 30/8, Đảng ủy phường Bến Đá họp bàn công tác nhân sự đại hội nhiệm kỳ tới với 27 chi bộ trực thuộc. "
    "Các chi bộ đề nghị giữ lại lịch họp buổi tối để đảng viên không phải nghỉ làm, và đưa việc thoát nước của ba "
    "khu phố ven sông vào báo cáo chính trị. Đại hội dự kiến diễn ra trong tháng 10."
)
SAPO = "Công tác nhân sự của đại hội được bàn trong một buổi sáng, việc thoát nước của ba khu phố thì cần lâu hơn."


def address(number: int) -> str:
    """Path of an article."""
    return f"/chinh-tri/hop-ban-nhan-su-dai-hoi-dang-bo-phuong-ben-da-{10_000 + number}.html"


def article(number: int) -> Reply:
    """A page without any mark of what its body is; the date is printed."""
    stamp = (START - number * HOUR).strftime("%d/%m/%Y %H:%M")
    return html(
        f'<nav><a href="/">Trang chủ</a></nav><div class="khung"><h1>Bàn nhân sự đại hội, kỳ {number}</h1>'
        f'<span class="date">{stamp}</span><p><b>{SAPO}</b></p><div class="xyz"><p>{STORY}</p><p>Hết kỳ {number}.</p>'
        f'</div><p class="tac-gia">Lê Thu</p></div>',
        f"Bàn nhân sự đại hội, kỳ {number}",
    )


def feed(host: str, count: int) -> Reply:
    """A feed with the oldest article first."""
    items = "".join(
        f"<item><title>Kỳ {number}</title><link>http://{host}{address(number)}</link>"
        f"<pubDate>{format_datetime(START - number * HOUR)}</pubDate></item>"
        for number in range(count, 0, -1)
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    return Reply(200, text.encode(), {"Content-Type": "application/rss+xml"})


def outlet(host: str, count: int = 6, robots: Reply | None = None) -> Site:
    """Announces its articles in a feed."""
    pages = {"/rss": feed(host, count), "/": html(""), "/robots.txt": robots or Reply(404)}
    pages |= {address(number): article(number) for number in range(1, count + 1)}
    return lambda asked: pages.get(asked.path, Reply(404))


def moved(to: str) -> Site:
    """Everything but robots.txt stands elsewhere now."""

    def answer(asked: Asked) -> Reply:
        there = Reply(301, headers={"Location": f"http://{to}{asked.path}"})
        return Reply(404) if asked.path == "/robots.txt" else there

    return answer


def silent(asked: Asked) -> Reply:
    """An empty feed, and a home page with nothing on it."""
    pages = {"/rss": feed("", 0), "/": html("<p>Đang nâng cấp.</p>")}
    return pages.get(asked.path, Reply(404))
