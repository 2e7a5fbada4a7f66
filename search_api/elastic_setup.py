"""What must stand on the server before anything is put: a version we know, template, index, alias.

PREFIX-articles-vSCHEMA is an alias; the indices behind it are PREFIX-articles-vSCHEMA-N, all
made by the index template of the alias' name, also those that a rollover adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, AuthorizationException, Elasticsearch

from lantoa.words import word
from search_api.elastic_query import SETTINGS, mappings
from search_api.index import SCHEMA, OtherSchema, WrongIndex

OLDEST = (8, 14)
NEWEST = 9
PRIORITY = 600
"""Above what Elasticsearch and its agents bring along (500 and less)."""
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Build:
    """An index of ours. in_force: it stands behind the alias of its schema."""

    name: str
    schema: int
    number: int
    in_force: bool


def alias_of(prefix: str, schema: int = SCHEMA) -> str:
    """The name that is asked and written to."""
    return f"{prefix}-articles-v{schema}"


def check_version(client: Elasticsearch, where: str) -> None:
    """Raises WrongIndex, naming it, for a version of any node that was never tried.

    Who may not ask the nodes goes on unchecked: it is no reason to refuse a login that may do
    all that is needed.
    """
    try:
        nodes = client.nodes.info(metric="http", filter_path="nodes.*.version").get("nodes", {})
    except AuthorizationException:
        return
    except ApiError as error:
        if "media_type_header_exception" not in str(error.body):
            raise
        raise WrongIndex(word("elastic.version_other", where=where)) from None
    versions = {str(one.get("version", "?")) for one in nodes.values()} or {"?"}
    if unknown := sorted(one for one in versions if not _known(one)):
        raise WrongIndex(word("elastic.version_unknown", where=where, version=", ".join(unknown)))


def _known(version: str) -> bool:
    match = re.match(r"(\d+)\.(\d+)", version)
    return match is not None and OLDEST <= (int(match[1]), int(match[2])) < (NEWEST + 1, 0)


def make_sure(client: Elasticsearch, where: str, prefix: str) -> None:
    """The index behind our alias, made when there is none.

    Raises OtherSchema where another release made it, WrongIndex for a name that somebody else took.
    """
    alias = alias_of(prefix)
    for _ in range(ATTEMPTS):  # another process may be faster
        found = builds(client, where, prefix)
        if any(one.schema == SCHEMA and one.in_force for one in found):
            return
        if others := [one.schema for one in found if one.in_force]:
            raise OtherSchema(where, max(others))
        make(client, f"{alias}-{following(found)}", alias)
    raise WrongIndex(word("search.engine.elastic_alien", where=where, name=alias))


def builds(client: Elasticsearch, where: str, prefix: str) -> list[Build]:
    """Every index of ours, of all schemas. Raises WrongIndex for one of somebody else under our alias."""
    pattern = re.compile(re.escape(prefix) + r"-articles-v(\d+)-(\d+)")
    held = client.indices.get(index=f"{prefix}-articles-v*", features=["aliases", "mappings"])
    found = []
    for name, one in held.items():
        match = pattern.fullmatch(name)
        schema = int(match[1]) if match else 0
        alias = alias_of(prefix, schema)
        in_force = alias in one.get("aliases", {})
        if match and one.get("mappings", {}).get("_meta", {}).get("lantoa") == schema:
            found.append(Build(name, schema, int(match[2]), in_force))
        elif name == alias_of(prefix) or alias_of(prefix) in one.get("aliases", {}):
            raise WrongIndex(word("search.engine.elastic_alien", where=where, name=name))
    return found


def following(found: list[Build]) -> int:
    """The number of the next build of our schema."""
    return 1 + max((one.number for one in found if one.schema == SCHEMA), default=0)


def make(client: Elasticsearch, name: str, alias: str = "") -> None:
    """An empty index from the template; behind the alias, to be written to, where one is named."""
    put_template(client, name.rpartition("-")[0])
    try:
        client.indices.create(index=name, aliases={alias: {"is_write_index": True}} if alias else None)
    except ApiError as error:
        if "resource_already_exists" not in str(error.message):
            raise


def put_template(client: Elasticsearch, alias: str) -> None:
    """Settings and mapping of every index of this schema. None is made by merely writing to it:
    a build that somebody deleted stays gone, and is not there again with nothing in it."""
    template: dict[str, Any] = {"settings": SETTINGS, "mappings": mappings()}
    client.indices.put_index_template(
        name=alias,
        index_patterns=[f"{alias}-*"],
        template=template,
        priority=PRIORITY,
        allow_auto_create=False,
        meta={"lantoa": SCHEMA},
    )


def discard(client: Elasticsearch, prefix: str, found: Iterable[Build], keep: int | None = None) -> None:
    """Delete these indices, and the templates of their schemas; keep: the schema still in use."""
    gone = list(found)
    for one in gone:
        client.indices.delete(index=one.name, ignore_unavailable=True)
    for schema in {one.schema for one in gone} - {keep}:
        client.options(ignore_status=404).indices.delete_index_template(name=alias_of(prefix, schema))
