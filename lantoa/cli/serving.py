"""serve: the page and the API on one address."""

from __future__ import annotations

import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from campaigns.curve_routes import curve_router
from campaigns.routes import router as campaign_router
from crawlers.routes import router as source_router
from lantoa.cli.house import House
from lantoa.cli.searched import READERS
from lantoa.errors import Misuse
from lantoa.settings import Settings
from lantoa.web.guard import check_binding
from lantoa.words import word
from nlp.difference import differences
from search_api.app import create_app


def application(house: House) -> FastAPI:
    """The whole application over one house."""
    demo = word("web.banner_demo") if house.content == "demo" else ""
    return create_app(
        store=house.articles,
        outlets=house.outlets,
        index=house.index,
        routers=(
            campaign_router(house.desk, demo),
            curve_router(house.desk, READERS),
            source_router(house.database, house.sources, house.watch),
        ),
        settings=house.settings,
        banner=demo,
        phases=house.phases,
        difference=differences,
        names=house.settings.names,
        clock=house.clock,
    )


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Raises Misuse when the address may not be used or the port is taken."""
    check_binding(settings.host, settings.token)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Misuse(word("cli.port_taken", host=settings.host, port=settings.port, why=error.strerror)) from None
    return listener


def serve(house: House, listener: socket.socket) -> None:
    """Answer until interrupted; ends quietly on SIGINT and SIGTERM."""
    config = uvicorn.Config(application(house), log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = _Quiet(config)
    with listener:
        server.run(sockets=[listener])


class _Quiet(uvicorn.Server):
    """uvicorn raises the signal again after its shutdown; here the command's end is the end."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._captured_signals.clear()


