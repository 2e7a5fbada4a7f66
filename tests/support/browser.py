"""A real browser against a real server, both on this machine and nowhere else."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.support.require import missing

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = (1280, 900)
NARROW = (390, 844)


def open_browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; skips (or fails, where required) without one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing("browser", "no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1 in a thread; yields the address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@dataclass
class Visit:
    """A page, and what went on while it was looked at."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def foreign(self) -> list[str]:
        """Addresses asked for that are not on this machine."""
        hosts = {"127.0.0.1", "localhost", ""}
        return [url for url in self.asked if (urlsplit(url).hostname or "") not in hosts]

    def overflow(self) -> int:
        """Pixels that the page is wider than the window."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(script))

    def charts_drawn(self) -> int:
        """Waits until every chart of the page is drawn or given up; how many are drawn."""
        self.page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every(one => one.dataset.drawn)")
        return self.page.locator("[data-chart][data-drawn=yes] svg").count()


@contextmanager
def visiting(browser: Browser, address: str, size: tuple[int, int] = WIDE) -> Iterator[Visit]:
    """Open an address in a fresh window of this size."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    visit = Visit(context.new_page())

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.complaints.append(message.text)

    def on_request(request: Request) -> None:
        visit.asked.append(request.url)

    visit.page.on("console", on_console)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("request", on_request)
    visit.page.goto(address)
    yield visit
    context.close()
