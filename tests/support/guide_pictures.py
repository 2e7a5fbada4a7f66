"""The pictures of the user's guide, taken from the demonstration: `make pictures`.

With LANTOA_DATA naming a demonstration's folder that one is shown, else a new one is played.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser

from lantoa.demo.campaign import CAMPAIGN
from tests.support.browser import open_browser
from tests.support.ports import free_port

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "hinh"
PAGE = f"/chien-dich/{CAMPAIGN.id}"
WIDTH, HEIGHT = 1200, 800


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: of a page, from the element `at` on (the top where it is empty), so many pixels high."""

    name: str
    path: str
    at: str = ""
    height: int = HEIGHT


PICTURES = (
    Picture("tong-quan", "/", height=1000),
    Picture("cau-chuyen", "/cau-chuyen/{story}", height=860),
    Picture("tim-kiem", "/tim-kiem?q=nh%C3%A2n+s%E1%BB%B1"),
    Picture("ra-soat", f"/ra-soat/{CAMPAIGN.id}"),
    Picture("ke-hoach", f"{PAGE}/ke-hoach", height=900),
    Picture("so-sanh", f"{PAGE}/so-sanh"),
    Picture("canh-bao", "/canh-bao"),
    Picture("bao-cao", "/bao-cao"),
    Picture("bao-cao-trang-dau", f"/bao-cao/{CAMPAIGN.id}/2025-W39", height=900),
    Picture("chien-dich", f"{PAGE}/sua"),
    Picture("van-hanh", "/van-hanh"),
)


def main() -> int:
    """Take every picture. Returns 1 naming those whose page did not answer."""
    FOLDER.mkdir(exist_ok=True)
    failed = []
    with tempfile.TemporaryDirectory() as folder, _served(Path(os.environ.get("LANTOA_DATA", folder))) as address:
        for browser in open_browser():
            for picture in PICTURES:
                if not _taken(browser, address, picture):
                    failed.append(picture.path)
    for path in failed:
        print(f"no picture: {path}", file=sys.stderr)
    return 1 if failed else 0


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    port = free_port()
    environment = {**os.environ, "LANTOA_DATA": str(folder), "LANTOA_PORT": str(port)}
    command = [sys.executable, "-m", "lantoa.cli"]
    if not (folder / "lantoa.db").exists():
        subprocess.run([*command, "demo", "--no-serve"], env=environment, check=True)
    with subprocess.Popen([*command, "serve"], env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _answers(address, server)
            yield address
        finally:
            server.terminate()


def _answers(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            with urlopen(address + "/api/v1/health", timeout=5):
                return
        except URLError:
            continue
    raise SystemExit("the demonstration is not served")


def _taken(browser: Browser, address: str, picture: Picture) -> bool:
    context = browser.new_context(viewport={"width": WIDTH, "height": picture.height}, locale="vi-VN")
    page = context.new_page()
    try:
        answer = page.goto(address + picture.path.replace("{story}", _largest_story(address)))
        if answer is None or not answer.ok:
            return False
        page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every(one => one.dataset.drawn)")
        if picture.at:
            page.locator(picture.at).first.scroll_into_view_if_needed()
        page.screenshot(path=FOLDER / f"{picture.name}.png")
        return True
    finally:
        context.close()


def _largest_story(address: str) -> str:
    with urlopen(f"{address}/api/v1/campaigns/{CAMPAIGN.id}/spread?limit=1", timeout=30) as answer:
        return str(json.load(answer)["stories"][0]["group"])


if __name__ == "__main__":
    sys.exit(main())
