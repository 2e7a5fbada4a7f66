"""What Elasticsearch's client raises, as verdicts of the house. Credentials are in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    TransportError,
    UnsupportedProductError,
)

from lantoa.errors import Later, Misuse
from lantoa.words import word

PASSING = frozenset({408, 429, 502, 503, 504})


@contextmanager
def verdicts(where: str) -> Iterator[None]:
    """Later when it does not answer now, Misuse when it will not take what we ask."""
    try:
        yield
    except (AuthenticationException, AuthorizationException):
        raise Misuse(word("search.engine.elastic_denied", where=where)) from None
    except UnsupportedProductError:
        raise Misuse(word("search.engine.elastic_other", where=where)) from None
    except ApiError as error:
        key = "elastic_down" if error.meta.status in PASSING else "elastic_refused"
        kind = Later if error.meta.status in PASSING else Misuse
        raise kind(
            word(f"search.engine.{key}", where=where, why=_line(f"{error.meta.status} {error.message}"))
        ) from None
    except TransportError as error:
        raise Later(word("search.engine.elastic_down", where=where, why=_line(error.message))) from None


def _line(text: object) -> str:
    lines = str(text).strip().splitlines()
    return lines[0][:200] if lines else "?"
