"""The press on a socket, in a thread and as a child process."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from lantoa.clock import FixedClock
from lantoa.demo.clock import DemoClock
from lantoa.demo.press import RunningPress, start_press
from tests.demo.press_pieces import LATER, OPENED, season

PIECES = season()
HOST = {"Host": "baotruonggiang.test"}
PATIENCE = 60.0


@pytest.fixture(scope="module")
def running() -> Iterator[RunningPress]:
    with start_press(PIECES, FixedClock(LATER), OPENED) as press:
        yield press


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers=HOST | headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def raw(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(data)
        received = b""
        while chunk := client.recv(65536):
            received += chunk
    return received


def test_one_connection_carries_many_requests(running: RunningPress) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    connection.connect()
    first = connection.sock
    for path in ("/", "/rss/home.rss", "/khong-co", "/robots.txt"):
        connection.request("GET", path, headers=HOST)
        assert connection.getresponse().read()
        assert connection.sock is first
    connection.close()


def test_requests_sent_at_once_are_answered_in_order(running: RunningPress) -> None:
    one = b"GET /robots.txt HTTP/1.1\r\nHost: baotruonggiang.test\r\n\r\n"
    two = b"GET /khong-co HTTP/1.1\r\nHost: baotruonggiang.test\r\nConnection: close\r\n\r\n"
    assert re.findall(rb"HTTP/1.1 (\d+)", raw(running.port, one + two)) == [b"200", b"404"]


def test_a_request_may_come_in_pieces(running: RunningPress) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as client:
        for part in (
            b"GET /robots.txt HT",
            b"TP/1.1\r\nHost: baotruong",
            b"giang.test\r\nConnection: close\r\n\r",
            b"\n",
        ):
            client.sendall(part)
            time.sleep(0.01)
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "data", [b"\r\n\r\n", b"hello\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"x" * 20_000]
)
def test_what_is_no_request_is_answered_400(running: RunningPress, data: bytes) -> None:
    assert raw(running.port, data).startswith(b"HTTP/1.1 400 ")


def test_head_has_the_length_and_no_body(running: RunningPress) -> None:
    _, _, body = ask(running.port)
    status, headers, nothing = ask(running.port, method="HEAD")
    assert (status, nothing) == (200, b"")
    assert int(headers["Content-Length"]) == len(body)


def test_the_date_is_the_demonstrations(running: RunningPress) -> None:
    _, headers, _ = ask(running.port)
    assert headers["Date"] == "Thu, 23 Oct 2025 17:30:00 GMT"


def test_a_304_carries_its_validators_and_nothing_else(running: RunningPress) -> None:
    _, headers, _ = ask(running.port)
    status, again, body = ask(running.port, **{"If-None-Match": headers["ETag"]})
    assert (status, again["ETag"], body) == (304, headers["ETag"], b"")


def test_another_port_changes_no_page(running: RunningPress) -> None:
    with start_press(PIECES, FixedClock(LATER), OPENED) as other:
        assert other.port != running.port
        for path in ("/", "/rss/home.rss", "/chinh-tri"):
            here, there = ask(running.port, path)[2], ask(other.port, path)[2]
            assert here == there
            assert b".test:" not in here
            assert str(running.port).encode() not in here


def test_a_stopped_press_hangs_up_and_frees_its_port() -> None:
    press = start_press(PIECES, FixedClock(LATER), OPENED)
    kept = http.client.HTTPConnection("127.0.0.1", press.port, timeout=PATIENCE)
    kept.request("GET", "/", headers=HOST)
    kept.getresponse().read()
    press.stop()
    press.stop()
    kept.close()
    with pytest.raises(ConnectionRefusedError):
        ask(press.port)


def test_a_taken_port_is_an_error(running: RunningPress) -> None:
    with pytest.raises(OSError, match="in use"):
        start_press(PIECES, FixedClock(LATER), OPENED, port=running.port)


ROOT = Path(__file__).resolve().parents[2]
HANDMADE = ["tests.demo.press_child"]


@contextmanager
def child(
    command: list[str], port_file: Path, *, pipe: bool = False
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdin=subprocess.PIPE if pipe else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield process, int(_awaited(port_file, process))
        finally:
            process.kill()


def _awaited(port_file: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while not port_file.exists():
        assert process.poll() is None, process.communicate()[0].decode()
        assert time.monotonic() < until, "the press never said its port"
        time.sleep(0.05)
    return port_file.read_text(encoding="ascii")


@pytest.fixture
def places(tmp_path: Path) -> tuple[str, str]:
    """A clock that stands at the demonstration's start, and where the port will be said."""
    DemoClock.open(tmp_path / "clock", OPENED)
    return str(tmp_path / "clock"), str(tmp_path / "port")


def test_the_door_starts_it_by_name_with_the_season_of_a_seed(places: tuple[str, str]) -> None:
    clock, port_file = places
    command = ["lantoa.demo.press", "--seed", "7", "--clock", clock, "--port-file", port_file]
    with child(command, Path(port_file)) as (process, port):
        before = ask(port)[2]
        DemoClock.open(Path(clock)).skip_to(OPENED + timedelta(days=110))
        assert ask(port)[2] != before
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
        assert (process.returncode, said) == (0, b"")


def test_as_a_child_it_follows_the_clock_and_ends_silently_when_told(places: tuple[str, str]) -> None:
    with child([*HANDMADE, *places], Path(places[1])) as (process, port):
        before = ask(port)[2]
        DemoClock.open(Path(places[0])).skip_to(LATER)
        assert ask(port)[2] != before
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)
        assert (process.returncode, said) == (0, b"")


def test_as_a_child_it_ends_when_its_pipe_is_closed(places: tuple[str, str]) -> None:
    with child([*HANDMADE, *places], Path(places[1]), pipe=True) as (process, port):
        assert ask(port)[0] == 200
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


def test_it_does_not_outlive_a_killed_parent(places: tuple[str, str]) -> None:
    with child([*HANDMADE, "parent", *places], Path(places[1])) as (parent, port):
        assert ask(port)[0] == 200
        parent.kill()
        parent.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while _answers(port):
            assert time.monotonic() < until, "the press outlived its parent"
            time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        return ask(port)[0] == 200
    except (ConnectionError, http.client.HTTPException):
        return False
