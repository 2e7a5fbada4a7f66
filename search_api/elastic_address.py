"""The address of an Elasticsearch: http(s)://user:password@a:9200,b:9200/?prefix=NAME&api_key=KEY&ca=FILE.

What opens the door (password, key) stands in one header and is shown nowhere.
"""

from __future__ import annotations

import re
import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from lantoa.errors import Misuse
from lantoa.words import word

PREFIX = "lantoa"
OPTIONS = ("prefix", "api_key", "ca")


@dataclass(frozen=True, slots=True)
class ElasticAddress:
    """where: as it may be shown; hosts: one URL each; authorization: the header, "" without one;
    tls: whom to trust, None for what the machine trusts."""

    where: str
    hosts: tuple[str, ...]
    prefix: str = PREFIX
    authorization: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = None


def read_address(url: str) -> ElasticAddress:
    """Raises Misuse, naming the part, for a URL that cannot be; the CA file is read here."""
    try:
        parts = urlsplit(url)
        login, _, named = parts.netloc.rpartition("@")
        hosts = [_host(parts.scheme, one) for one in named.split(",")]
    except ValueError:
        raise Misuse(word("search.engine.url_unknown", url=shown(url))) from None
    if parts.fragment or "@" in parts.path:  # a password whose # or / is not written %23 or %2F
        raise Misuse(word("search.engine.url_unknown", url=shown(url)))
    where = f"{parts.scheme}://{','.join(hosts)}{parts.path.rstrip('/')}"
    options = _options(parts, where)
    prefix = options.get("prefix", PREFIX)
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,60}", prefix):
        raise Misuse(word("search.engine.prefix_wrong", prefix=prefix))
    return ElasticAddress(
        where,
        tuple(f"{parts.scheme}://{one}{parts.path.rstrip('/')}" for one in hosts),
        prefix,
        _authorization(login, options.get("api_key"), where),
        _trust(parts.scheme, options["ca"], where) if "ca" in options else None,
    )


def shown(url: str) -> str:
    """A URL that could not be read, without its options and whatever may be a login."""
    return re.sub(r"^(\w+:(?://)?)?.*@", r"\1***@", url, flags=re.DOTALL).partition("?")[0]


def _host(scheme: str, text: str) -> str:
    """host:port. Raises ValueError for what is no host."""
    one = urlsplit(f"//{text}")
    port = one.port if one.port is not None else (443 if scheme == "https" else 9200)
    if not one.hostname or not port or one.path or one.query:
        raise ValueError(text)
    return f"[{one.hostname}]:{port}" if ":" in one.hostname else f"{one.hostname}:{port}"


def _options(parts: SplitResult, where: str) -> dict[str, str]:
    """A plus is a plus: keys are base64."""
    found: dict[str, str] = {}
    for pair in filter(None, parts.query.split("&")):
        name, _, value = pair.partition("=")
        if name not in OPTIONS:
            allowed = ", ".join(OPTIONS)
            raise Misuse(word("elastic.option_unknown", where=where, name=name, allowed=allowed))
        if name in found:
            raise Misuse(word("elastic.option_twice", where=where, name=name))
        found[name] = unquote(value)
    return found


def _authorization(login: str, key: str | None, where: str) -> str:
    if key is not None:
        if login:
            raise Misuse(word("elastic.two_logins", where=where))
        if not re.fullmatch(r"[A-Za-z0-9+/_=-]+", key):
            raise Misuse(word("elastic.key_wrong", where=where))
        return f"ApiKey {key}"
    if not login:
        return ""
    user, _, password = login.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}"  # the client's own basic_auth takes ASCII only
    return "Basic " + b64encode(pair.encode()).decode()


def _trust(scheme: str, file: str, where: str) -> ssl.SSLContext:
    """This authority and no other."""
    if scheme != "https":
        raise Misuse(word("elastic.ca_needs_https", where=where))
    if not Path(file).is_file():
        raise Misuse(word("elastic.ca_missing", file=file))
    try:
        return ssl.create_default_context(cafile=file)
    except ssl.SSLError:
        raise Misuse(word("elastic.ca_wrong", file=file)) from None
    except OSError as error:
        raise Misuse(word("elastic.ca_unreadable", file=file, why=error.strerror)) from None
