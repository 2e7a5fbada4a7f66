"""How each of the twelve outlets behaves on the web: addresses, channels, manners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lantoa.demo.press import stamps

ChannelForm = Literal["rss", "atom", "news", "plain", "index"]

PRESS_SECTIONS = (
    ("chinh-tri", "Chính trị"),
    ("xa-hoi", "Xã hội"),
    ("kinh-te", "Kinh tế"),
    ("van-hoa", "Văn hóa"),
    ("the-thao", "Thể thao"),
)
PORTAL_SECTIONS = (("tin-tuc", "Tin tức - Sự kiện"), ("hoat-dong", "Hoạt động"))

_NEAR = {
    "thoi-su": ("chinh-tri", "tin-tuc"),
    "chinh-tri": ("xay-dung-dang", "tin-tuc"),
    "khoa-hoc": ("van-hoa", "hoat-dong"),
    "giao-duc": ("van-hoa", "hoat-dong"),
}
# What no outlet has a section for is society's, or the portal's second.
_ELSE = ("xa-hoi", "hoat-dong")


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed or sitemap.

    form: rss, atom, news (sitemap with publication dates), plain (sitemap), index (of
    monthly sitemaps beside it); stamp: how it writes an instant, None: not at all;
    packed: its parts are .xml.gz; tail: put behind every link (tracking).
    """

    path: str
    form: ChannelForm
    stamp: Callable[[datetime], str] | None = stamps.offset_iso
    packed: bool = False
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One outlet's ways.

    article, section, later_page: address patterns ({slug}, {number}, {section}, {y}, {m},
    {d}, {stamp}, {page}); undated_article replaces `article` where that would tell the day;
    section "" = none; per_page 0 = everything on one page; gone: status of a removed
    article, 200 = a page that only says so; robots: see robots.py; lively: the newest
    titles stand beside every article, so that pages change though their articles do not.
    """

    outlet: str
    article: str
    section: str
    later_page: str
    address: str
    phone: str
    sections: tuple[tuple[str, str], ...] = PRESS_SECTIONS
    undated_article: str = ""
    channels: tuple[Channel, ...] = ()
    per_page: int = 20
    etag: bool = True
    last_modified: bool = True
    gone: int = 404
    robots: str = "plain"
    lively: bool = False
    charset: str = "; charset=utf-8"

    def section_of(self, stated: str) -> tuple[str, str]:
        """The outlet's own section (slug, name) for a piece's: that, the nearest, or the first."""
        own = dict(self.sections)
        slug = next(
            (each for each in (stated, *_NEAR.get(stated, _ELSE)) if each in own), self.sections[0][0]
        )
        return slug, own[slug]


_LOOKS = (
    Look(
        "bao-truong-giang",
        article="/{slug}-{number}.htm",
        section="/{section}",
        later_page="/{section}/trang-{page}.htm",
        address="Số 12 đường Bờ Sông, phường Bến Đá, thành phố Trường Giang",
        phone="0200 3555 012",
        channels=(Channel("/rss/home.rss", "rss", stamps.rfc822),),
    ),
    Look(
        "dai-truong-giang",
        article="/{section}/{slug}-{number}.html",
        section="/{section}",
        later_page="/{section}?page={page}",
        address="Số 3 đường Phát Thanh, thành phố Trường Giang",
        phone="0200 3555 103",
        channels=(
            Channel("/rss/tin-moi.rss", "rss", stamps.rfc822_short),
            Channel("/sitemap.xml", "index"),
        ),
    ),
    Look(
        "ttx-sao-mai",
        article="/{slug}-post{number}.html",
        section="/{section}/",
        later_page="/{section}/?page={page}",
        address="Số 5 phố Sao Mai, Thủ đô",
        phone="0100 3555 005",
        channels=(
            Channel("/atom.xml", "atom", stamps.zulu),
            Channel("/sitemap-news.xml", "news", stamps.zulu),
        ),
        last_modified=False,
    ),
    Look(
        "thoi-bao-dat-viet",
        article="/{slug}-{number}.html",
        section="/{section}",
        later_page="/{section}-p{page}",
        address="Số 71 phố Hàng Giấy Cũ, Thủ đô",
        phone="0100 3555 071",
        channels=(
            Channel("/rss/tin-moi-nhat.rss", "rss", stamps.rfc822_gmt),
            Channel("/sitemap.xml", "index"),
        ),
        robots="named",
    ),
    Look(
        "tin-sang",
        article="/{section}/{slug}-{stamp}.htm",
        undated_article="/{section}/{slug}-{number}.htm",
        section="/{section}.htm",
        later_page="/{section}/trang-{page}.htm",
        address="Tầng 4, số 9 đường Ban Mai, Thủ đô",
        phone="0100 3555 009",
        channels=(
            Channel("/rss/home.rss", "rss", stamps.rfc822_two_digits),
            Channel("/sitemaps/index.xml", "index", packed=True),
        ),
        robots="late",
    ),
    Look(
        "nhip-song-do-thi",
        article="/{y}/{m}/{d}/{slug}-{number}",
        undated_article="/bai-viet/{slug}-{number}",
        section="/chuyen-muc/{section}",
        later_page="/chuyen-muc/{section}?page={page}",
        address="Số 28 đường Đại Lộ Mới, Thủ đô",
        phone="0100 3555 028",
        channels=(Channel("/feed.rss", "rss", stamps.month_first),),
        last_modified=False,
        gone=410,
        robots="bom",
    ),
    Look(
        "tieng-dan-sinh",
        article="/{section}/{slug}-{number}.tds",
        section="/{section}",
        later_page="/{section}?trang={page}",
        address="Số 40 phố Chợ Gạo, Thủ đô",
        phone="0100 3555 040",
        channels=(Channel("/rss.xml", "rss", stamps.rfc822_colon),),
        etag=False,
        last_modified=False,
        gone=200,
        lively=True,
        robots="delay",
    ),
    Look(
        "cong-thanh-pho",
        article="/chi-tiet.aspx?id={number}",
        section="/danh-muc.aspx?cat={section}",
        later_page="/danh-muc.aspx?cat={section}&page={page}",
        address="Số 1 Quảng trường Trung tâm, thành phố Trường Giang",
        phone="0200 3555 001",
        sections=PORTAL_SECTIONS,
        etag=False,
        last_modified=False,
    ),
    Look(
        "trang-dang-bo",
        article="/{section}/{slug}-{number}.html",
        section="/{section}/index.html",
        later_page="/{section}/index-{page}.html",
        address="Số 2 đường Thành Ủy, thành phố Trường Giang",
        phone="0200 3555 002",
        sections=(("tin-tuc", "Tin tức"), ("xay-dung-dang", "Xây dựng Đảng"), ("noi-bo", "Thông tin nội bộ")),
        channels=(Channel("/sitemap.xml", "plain"),),
        etag=False,
        robots="closed",
        charset="",
    ),
    Look(
        "phuong-ben-da",
        article="/tin/{slug}-{number}",
        section="",
        later_page="",
        address="Số 88 đường Bến Đá, phường Bến Đá, thành phố Trường Giang",
        phone="0200 3555 088",
        sections=(("tin-tuc", "Tin hoạt động"),),
        per_page=0,
        etag=False,
        last_modified=False,
    ),
    Look(
        "xa-tam-khe",
        article="/tin-tuc/-/chi-tiet/{slug}-{number}",
        section="/{section}",
        later_page="/{section}?page={page}",
        address="Thôn Trung, xã Tam Khê, thành phố Trường Giang",
        phone="0200 3555 066",
        sections=(("tin-tuc-su-kien", "Tin tức - Sự kiện"),),
        per_page=12,
        etag=False,
        robots="missing",
    ),
    Look(
        "tong-hop-24",
        article="/{slug}-c{section}a{number}.html",
        section="/{section}.html",
        later_page="/{section}/trang{page}.html",
        address="Số 24 đường Hai Mươi Bốn, Thủ đô",
        phone="0100 3555 024",
        channels=(
            Channel("/rss/moi-nhat.rss", "rss", stamps.rfc822_colon, tail="?utm_source=rss&utm_medium=feed"),
            Channel("/news-sitemap.xml", "news"),
        ),
        last_modified=False,
    ),
)

LOOKS: dict[str, Look] = {look.outlet: look for look in _LOOKS}
"""By outlet id."""
