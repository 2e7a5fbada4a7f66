"""What Elasticsearch's client raises, as verdicts of the house. Credentials are in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    SSLError,
    TransportError,
    UnsupportedProductError,
)

from lantoa.errors import LantoaError, Later, Misuse
from lantoa.words import word
from search_api.index import WrongIndex

PASSING = frozenset({408, 429, 502, 503, 504})
BLOCKED = frozenset({(403, "cluster_block_exception"), (429, "cluster_block_exception")})
"""Read-only, by the operator or because a disk is nearly full; with 503 it only looks for a master."""
LOST = "search_context_missing_exception"
"""An export whose moment went with a node; status 404."""
GONE = "index_not_found_exception"


@contextmanager
def verdicts(where: str) -> Iterator[None]:
    """Later when it does not answer now, WrongIndex where no question can be asked, Misuse when it
    will not take what we ask."""
    try:
        yield
    except UnsupportedProductError:
        raise WrongIndex(word("search.engine.elastic_other", where=where)) from None
    except ApiError as error:
        raise _verdict(where, error) from None
    except SSLError as error:
        if "CERTIFICATE_VERIFY_FAILED" not in error.message:
            raise Later(word("search.engine.elastic_down", where=where, why=_line(error.message))) from None
        raise WrongIndex(word("elastic.untrusted", where=where, why=_line(error.message))) from None
    except TransportError as error:
        raise Later(word("search.engine.elastic_down", where=where, why=_line(error.message))) from None


def _verdict(where: str, error: ApiError) -> LantoaError:
    kind, why = _line(error.message), _reason(error)
    if isinstance(error, AuthenticationException):
        return WrongIndex(word("search.engine.elastic_denied", where=where))
    if (error.meta.status, kind) in BLOCKED:
        return Later(word("elastic.readonly", where=where, why=why))
    if isinstance(error, AuthorizationException):
        return WrongIndex(word("elastic.forbidden", where=where, why=why))
    if kind == GONE:
        return Later(word("elastic.gone", where=where, why=why))
    told = f"{error.meta.status} {kind}"
    if error.meta.status in PASSING or LOST in str(error.body):
        return Later(word("search.engine.elastic_down", where=where, why=told))
    return Misuse(word("search.engine.elastic_refused", where=where, why=told))


def _reason(error: ApiError) -> str:
    """What the server itself says of it."""
    body = error.body
    held = body.get("error") if isinstance(body, dict) else None
    return _line(held.get("reason") or error.message) if isinstance(held, dict) else _line(error.message)


def _line(text: object) -> str:
    lines = str(text).strip().splitlines()
    return lines[0][:200] if lines else "?"
