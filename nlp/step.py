"""The tag step: articles not tagged at this VERSION are tagged in the pool and written back."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lantoa.article import Article, Outlet, Tags
from lantoa.articles import ArticleStore, Due
from lantoa.errors import Later
from lantoa.outlets import OutletStore
from lantoa.progress import Progress
from lantoa.words import word
from nlp.crf.model import Model, load_model, shipped
from nlp.tag import VERSION, tag

BATCH = 256
CHUNK = 16
"""Articles handed to a worker at once."""

Job = tuple[Article, Outlet | None]


@dataclass(frozen=True, slots=True)
class TagOutcome:
    """done: articles tagged; failed: urls of those that could not be, with the reason; they
    stay due."""

    done: int
    failed: tuple[tuple[str, str], ...]


def tag_due(
    store: ArticleStore, outlets: OutletStore, pool: Executor, progress: Progress, version: int = VERSION,
    model: Path | None = None,
) -> TagOutcome:  # fmt: skip
    """Tag everything due. Batches are written as they come: a crash repeats one batch at most.

    model: the file of another model than the shipped one. Raises Later when the pool breaks (a
    worker was killed)."""
    names = outlets.all()
    progress.total(store.due_counts(version, 0, 0)["tag"])
    done = 0
    failed: dict[int, tuple[str, str]] = {}
    while True:
        due = [one for one in store.untagged(version, BATCH + len(failed)) if one.stored.id not in failed]
        if not due:
            return TagOutcome(done, tuple(failed.values()))
        results = _tagged(due, names, pool, model)
        store.save_tags((one, tags) for one, tags in results if isinstance(tags, Tags))
        for one, tags in results:
            if isinstance(tags, str):
                failed[one.stored.id] = (one.stored.article.url, tags)
        done += sum(isinstance(tags, Tags) for _, tags in results)
        progress.advance(len(due))


def _tagged(
    due: Sequence[Due], names: dict[str, Outlet], pool: Executor, model: Path | None
) -> list[tuple[Due, Tags | str]]:
    jobs: list[Job] = [(one.stored.article, names.get(one.stored.source)) for one in due]
    starts = range(0, len(jobs), CHUNK)
    waiting: list[Future[list[Tags | str]]] = [pool.submit(tag_many, jobs[at : at + CHUNK], model) for at in starts]
    try:
        results = [tags for future in waiting for tags in future.result()]
    except BrokenExecutor as error:
        raise Later(word("nlp.pool_broken", why=error)) from None
    return list(zip(due, results, strict=True))


def tag_many(jobs: Sequence[Job], file: Path | None = None) -> list[Tags | str]:
    """Runs in a worker: tags, or the reason why an article could not be tagged."""
    model = model_in_force(file)
    return [_verdict(article, outlet, model) for article, outlet in jobs]


def model_in_force(file: Path | None) -> Model:
    """The model in a file, read once a process; the shipped one without a file. Raises Misuse."""
    return shipped() if file is None else _loaded(file)


@lru_cache(maxsize=2)
def _loaded(file: Path) -> Model:
    return load_model(file)


def _verdict(article: Article, outlet: Outlet | None, model: Model) -> Tags | str:
    """The one place where a failure of tagging is put aside; the others go on."""
    try:
        return tag(article, outlet, model)
    except Exception as error:  # noqa: BLE001 - one article must not stop the others
        return repr(error)[:500]
