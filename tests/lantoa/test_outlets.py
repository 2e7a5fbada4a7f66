"""Outlets are kept between questions and never stale: whoever writes them, everybody sees it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lantoa.article import Outlet
from lantoa.database import open_database
from lantoa.migrations import migrate
from lantoa.outlets import OutletStore

NEWS = Outlet("bao", "Báo Sông Mây", "bao.test", "local_press", "province")


def test_what_one_process_writes_the_other_sees_at_its_next_question(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    ours, theirs = OutletStore(open_database(url)), OutletStore(open_database(url))
    migrate(ours.database)
    assert (ours.all(), theirs.all()) == ({}, {})
    ours.save([NEWS])
    assert (ours.all(), theirs.all()) == ({"bao": NEWS}, {"bao": NEWS})
    renamed = replace(NEWS, name="Báo Sông Mây mới")
    theirs.save([renamed])
    assert (ours.all(), theirs.all()) == ({"bao": renamed}, {"bao": renamed})
    for store in (ours, theirs):
        store.database.close()


def test_what_is_done_to_an_answer_stays_out_of_the_next(tmp_path: Path) -> None:
    store = OutletStore(open_database(f"sqlite:///{tmp_path / 'a.db'}"))
    migrate(store.database)
    store.save([NEWS])
    store.all().clear()
    assert store.all() == {"bao": NEWS}
    store.database.close()
