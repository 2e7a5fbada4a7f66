"""Many documents in one request: what is busy is asked again, what is refused is named."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from lantoa.errors import Aside, Later
from lantoa.words import word
from search_api.elastic_errors import BLOCKED, GONE, PASSING

Action = dict[str, Any]
PAUSES = tuple(timedelta(seconds=each) for each in (0.5, 1, 2, 4, 8))


def put(
    client: Elasticsearch,
    where: str,
    into: str,
    actions: Sequence[Action],
    *,
    alias: bool,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Do all of the actions; doing them again is harmless. alias: `into` is one, and must be.

    Raises Later when the server cannot take them now (read-only, busy, an index that is gone),
    Aside for a document that it refuses.
    """
    refused: list[Action] = []
    for pause in (*PAUSES, None):
        busy = []
        for action, failed in _failures(client, into, actions, alias):
            _raise_if_hopeless(where, failed)
            if failed["status"] in PASSING:
                busy.append((action, failed))
            else:
                refused.append(failed)
        if not busy:
            break
        if pause is None:
            raise Later(word("elastic.busy", where=where, count=len(busy), why=_why(busy[0][1])))
        actions = [action for action, _failed in busy]
        sleep(pause.total_seconds())
    if refused:
        count, first = len(refused), refused[0].get("_id")
        raise Aside(
            word("search.engine.elastic_rejected", where=where, count=count, id=first, why=_why(refused[0]))
        )


def _failures(
    client: Elasticsearch, into: str, actions: Sequence[Action], alias: bool
) -> list[tuple[Action, dict[str, Any]]]:
    """What was not done, with the answer of each. Raises Later where none can be."""
    try:
        answers = [
            (action, done, next(iter(answer.values())))
            for action, (done, answer) in zip(
                actions,
                streaming_bulk(client, actions, index=into, raise_on_error=False, require_alias=alias),
                strict=True,
            )
        ]
    except ApiError as error:
        if error.meta.status != 429 or (429, error.message) in BLOCKED:
            raise
        return [(action, {"status": 429, "error": {"reason": str(error.message)}}) for action in actions]
    return [
        (action, answer)
        for action, done, answer in answers
        if not done and answer.get("result") != "not_found"
    ]


def _raise_if_hopeless(where: str, failed: Mapping[str, Any]) -> None:
    """What no pause of ours changes."""
    kind = _error(failed).get("type")
    if (failed["status"], kind) in BLOCKED:
        raise Later(word("elastic.readonly", where=where, why=_why(failed)))
    if kind == GONE:
        raise Later(word("elastic.gone", where=where, why=_why(failed)))


def _error(failed: Mapping[str, Any]) -> Mapping[str, Any]:
    return failed.get("error") or {}


def _why(failed: Mapping[str, Any]) -> str:
    return str(_error(failed).get("reason", failed["status"]))[:200]
