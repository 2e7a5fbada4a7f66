"""serve: the page and the API on one address."""

from __future__ import annotations

import gc
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

from campaigns.alerts.routes import alert_router
from campaigns.comparing.routes import compare_router
from campaigns.correcting.pages import correction_pages
from campaigns.correcting.review_pages import review_pages
from campaigns.correcting.routes import correction_router
from campaigns.correcting.verdict_routes import verdict_router
from campaigns.curves.routes import curve_router
from campaigns.editing.routes import editor_router
from campaigns.operating.routes import operations_router
from campaigns.plan.photo import Photos
from campaigns.plan.routes import plan_router
from campaigns.reach_routes import reach_router
from campaigns.report.layout import layout_titles
from campaigns.report.routes import report_router
from campaigns.routes import router as campaign_router
from campaigns.story_routes import story_router
from crawlers.routes import router as source_router
from lantoa.cli.campaigns import surroundings
from lantoa.cli.correcting import admissions, correcting
from lantoa.cli.house import House
from lantoa.cli.searched import READERS
from lantoa.cli.status import overseer
from lantoa.errors import LantoaError, Misuse
from lantoa.pool import GARBAGE, unheard
from lantoa.settings import Settings
from lantoa.web.guard import check_binding
from lantoa.words import word
from nlp.difference import differences
from search_api.app import create_app


def application(house: House) -> FastAPI:
    """The whole application over one house."""
    watching = overseer(house)
    corrects = correcting(house)
    return create_app(
        store=house.articles,
        outlets=house.outlets,
        index=house.index,
        routers=(
            editor_router(house.desk, surroundings(house)),  # before /chien-dich/{campaign_id}
            campaign_router(house.desk),
            reach_router(house.desk),
            report_router(house.desk, house.banner),
            plan_router(house.desk, Photos(house.settings.data / "photos")),
            alert_router(house.desk, bool(house.settings.smtp_url), f"{house.settings.digest_at:%H:%M}"),
            correction_router(corrects),
            correction_pages(corrects),
            review_pages(corrects),
            verdict_router(house.desk),
            curve_router(house.desk, READERS),
            compare_router(house.desk),
            story_router(house.desk, differences),
            source_router(house.database, house.sources, house.watch),
            operations_router(watching, lambda: layout_titles(house.settings.layouts)),
        ),
        settings=house.settings,
        banner=house.banner,
        phases=house.phases,
        admissions=admissions(corrects),
        difference=differences,
        names=house.settings.names,
        clock=house.clock,
        watchdog=watching.watch,
    )


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Raises Misuse when the address may not be used or the port is taken,
    and for several processes over an index in memory, which is one's own."""
    check_binding(settings.host, settings.token)
    if settings.serve_workers > 1 and settings.index == "memory:":
        raise Misuse(word("serving.memory_alone"))
    if settings.serve_workers == 1:
        return _bound(settings, shared=False)
    _bound(settings, shared=False).close()  # taken by another program, it would be shared with that
    return _bound(settings, shared=True)


def listen_too(settings: Settings) -> socket.socket:
    """The socket of a further process on the same address: the system gives each its share of the
    connections, while of one socket for all the first to wake takes them all."""
    return _bound(settings, shared=True)


def _bound(settings: Settings, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Misuse(word("cli.port_taken", host=settings.host, port=settings.port, why=error.strerror)) from None
    return listener


def serve(house: House, listener: socket.socket, ending: threading.Event | None = None) -> None:
    """Answer until interrupted or `ending` is set, in as many processes as the settings say; ends
    quietly on SIGINT and SIGTERM."""
    with listener, _beside(house.settings.serve_workers - 1):
        answer(house, listener, ending)


def answer(house: House, listener: socket.socket, ending: threading.Event | None = None) -> None:
    """Answer in this process, until interrupted or `ending` is set."""
    config = uvicorn.Config(application(house), log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = _Quiet(config)
    gc.set_threshold(GARBAGE)
    gc.freeze()  # what was loaded stays
    if ending is not None:
        threading.Thread(target=_end, args=(server, ending), daemon=True).start()
    server.run(sockets=[listener])


def _end(server: uvicorn.Server, ending: threading.Event) -> None:
    ending.wait()
    server.handle_exit(signal.SIGTERM, None)


@contextmanager
def _beside(count: int) -> Iterator[None]:
    """So many further processes that answer on the same address, from when all of them do. They
    end when their standard input does: with this process, however it ends. Raises LantoaError
    where one does not begin."""
    command = [sys.executable, "-P", "-m", "lantoa.cli.worker"]
    with unheard():
        started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(count)]
    try:
        for process in started:
            assert process.stdout is not None
            if not process.stdout.readline():
                raise LantoaError(word("serving.not_begun"))
        yield
    finally:
        for process in started:
            with process:
                assert process.stdin is not None
                process.stdin.close()


class _Quiet(uvicorn.Server):
    """uvicorn raises the signal again after its shutdown; here the command's end is the end."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._captured_signals.clear()


