"""The address of an Elasticsearch: hosts, login or key, an authority of one's own; nothing secret is shown."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from lantoa.errors import LantoaError, Misuse
from lantoa.settings import Settings, load_settings, without_password
from search_api.elastic import open_elastic
from search_api.elastic_address import read_address
from search_api.index import All
from search_api.open_index import open_index
from tests.support.fake_elastic import Seen, fake_elastic
from tests.support.tls import authority, server

KEY = "VnVhQ2ZHY0JDZGJrU+/mQmktYmk6bWF0a2hhdQ=="


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("", '""'),
        ("memory", "memory"),
        ("embedded:", "embedded"),
        ("ftp://host", "ftp"),
        ("http:host", "http:"),
        ("http://", "http:"),
        ("http://[::1", "http:"),
        ("http://host:port/", "host:port"),
        ("http://host:99999/", "host:99999"),
        ("http://a,,b/", "a,,b"),
        ("http://host/?prefix=Bad", "Bad"),
        ("http://host/?prefix=", "prefix|Tiền tố"),
        ("http://host/?prefx=a", "prefx"),
        ("http://host/?prefix=a&prefix=b", "prefix"),
        ("http://lan:bi-mat@host/#x", "host"),
        ("http://lan:bi#mat@host/", "host"),
        ("http://lan:bi/mat@host/", "host"),
        ("http:lan:bi-mat@host", "host"),
        ("http://host/?apikey=bi-mat", "apikey"),
        ("http://host/?api_key=", "api_key"),
        ("http://host/?api_key=id:bi-mat", "api_key"),
        ("http://lan:bi-mat@host/?api_key=bi-mat", "api_key"),
        ("http://host/?ca=/x.pem", "https"),
        ("https://host/?ca=/khong/co.pem", "/khong/co.pem"),
    ],
)
def test_a_url_that_names_no_index_is_refused(url: str, named: str) -> None:
    with pytest.raises(Misuse, match=named) as raised:
        open_index(url)
    assert "mat" not in str(raised.value)


def test_login_and_path_are_taken_from_the_url() -> None:
    seen: Seen = []
    with fake_elastic(400, seen=seen) as port:
        index = open_elastic(f"http://ng%C6%B0%E1%BB%9Di:m%40t@127.0.0.1:{port}/base/?prefix=x")
        assert index.where == f"http://127.0.0.1:{port}/base"
        with pytest.raises(Misuse):
            index.info()
        index.close()
    assert seen[0][0].startswith("/base/")
    assert {login for _path, login in seen} == {"Basic " + b64encode("người:m@t".encode()).decode()}


@pytest.mark.parametrize("written", [KEY, KEY.replace("+", "%2B").replace("=", "%3D")])
def test_a_key_is_sent_as_it_was_given(written: str) -> None:
    seen: Seen = []
    with fake_elastic(400, seen=seen) as port:
        index = open_elastic(f"http://127.0.0.1:{port}/?api_key={written}")
        with pytest.raises(Misuse):
            index.info()
        index.close()
    assert {login for _path, login in seen} == {f"ApiKey {KEY}"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 503])
def test_nothing_secret_is_told(status: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), fake_elastic(status) as port:
        for url in (f"http://lan:bi-mat@127.0.0.1:{port}/", f"http://127.0.0.1:{port}/?api_key={KEY}"):
            index = open_index(url)
            with pytest.raises(LantoaError) as raised:
                index.search(All())
            index.close()
            told = f"{raised.value} {raised.value!r} {index!r} {vars(index)} {read_address(url)!r} {caplog.text}"
            assert "bi-mat" not in told
            assert KEY not in told
            assert f"127.0.0.1:{port}" in str(raised.value)


def test_several_hosts_are_one_address() -> None:
    found = read_address("https://lan:a%2Cb@es1,es2:9201,[::1]:9202/base/?prefix=x")
    assert found.hosts == ("https://es1:443/base", "https://es2:9201/base", "https://[::1]:9202/base")
    assert found.where == "https://es1:443,es2:9201,[::1]:9202/base"
    assert found.prefix == "x"


def test_one_host_that_is_down_is_passed_over() -> None:
    seen: Seen = []
    with fake_elastic(400, seen=seen) as port:
        for _ in range(4):  # whichever host is asked first
            index = open_elastic(f"http://127.0.0.1:9,127.0.0.1:{port}/")
            with pytest.raises(Misuse, match="400"):
                index.search(All())
            index.close()
    assert seen


def test_who_signed_the_certificate_is_trusted_and_nobody_else(tmp_path: Path) -> None:
    ours, other = (tmp_path / name for name in ("ours", "other"))
    ours.mkdir()
    other.mkdir()
    signed = authority(ours)
    with fake_elastic(400, tls=server("localhost", ours, signed)) as port:
        trusted = open_index(f"https://localhost:{port}/?ca={signed.file}")
        with pytest.raises(Misuse, match="400"):
            trusted.info()
        trusted.close()
        for url in (f"https://localhost:{port}/", f"https://localhost:{port}/?ca={authority(other).file}"):
            stranger = open_index(url)
            with pytest.raises(Misuse, match=r"CERTIFICATE_VERIFY_FAILED.*ca="):
                stranger.info()
            stranger.close()


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    for name, content in (("empty.pem", ""), ("text.pem", "Đại hội")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(Misuse, match=name):
            open_index(f"https://host/?ca={tmp_path / name}")
    with pytest.raises(Misuse, match=str(tmp_path)):
        open_index(f"https://host/?ca={tmp_path}")


@pytest.mark.parametrize(
    "url",
    [
        f"htp://host/?api_key={KEY}",
        "htp://lan:bi-mat@host/",
        "lan:bi-mat@host:9200",
        "http//lan:bi-mat@host",
        "http:lan:bi-mat@host",
    ],
)
def test_settings_hide_what_they_refuse_and_what_they_hold(url: str, tmp_path: Path) -> None:
    with pytest.raises(LantoaError) as raised:
        open_index(load_settings({"LANTOA_INDEX_URL": url}, tmp_path / "none.toml").index)
    shown = f"{raised.value} {without_password(url)} {Settings(index_url=url, database_url=url, token=url)!r}"
    assert "bi-mat" not in shown
    assert KEY not in shown
