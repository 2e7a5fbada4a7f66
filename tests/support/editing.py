"""The campaign editor over a small campaign, as a browser uses it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from campaigns.desk import Desk
from campaigns.editing.editor import Editor
from campaigns.editing.form import form_of
from campaigns.editing.routes import editor_router
from campaigns.known import Surroundings
from lantoa.database import Database
from lantoa.web.failures import install_failures
from search_api.query_text import parse
from tests.support.campaign_corpus import CAMPAIGN, desk_of

EDIT, NEW = "/chien-dich/tg/sua", "/chien-dich/moi"


@dataclass(frozen=True)
class Editing:
    """The pages over a desk whose one campaign is that of the corpus, id "tg"."""

    desk: Desk
    client: TestClient

    def fields(self, **changed: str) -> dict[str, str]:
        """What the opened form would send, some of it typed over."""
        form = form_of(CAMPAIGN)
        sent = dict(form.values)
        for part, rows in form.rows.items():
            for at, one in enumerate(rows):
                sent |= {f"{part}-{at}-{key}": value for key, value in one.items() if value}
        mark = Editor(self.desk.store, Surroundings(self.desk.outlets, parse), self.desk.clock.now).mark("tg")
        return {**sent, "seen": mark, **changed}

    def press(self, do: str, address: str = EDIT, files: dict[str, bytes] | None = None, **changed: str) -> Response:
        """One of the form's buttons, with files chosen and some fields typed over."""
        sent = {name: (f"{name}.bin", data) for name, data in (files or {}).items()}
        return self.client.post(address, data={**self.fields(**changed), "do": do}, files=sent or None, follow_redirects=False)


def editing_of(database: Database) -> Editing:
    """Everything that the editor needs."""
    desk = desk_of(database, [])
    app = FastAPI()
    app.include_router(editor_router(desk, Surroundings(desk.outlets, parse)))
    install_failures(app)
    return Editing(desk, TestClient(app))


def wrong(answer: Response) -> dict[str, str]:
    """Field -> what stands beside it."""
    return {
        name: html.unescape(text)
        for name, text in re.findall(r'<p class="wrong-text" id="f-(.+?)-wrong">(.*?)</p>', answer.text)
    }


def value(answer: Response, name: str) -> str:
    """What the form shows in a field."""
    found = re.search(rf'name="{name}" value="(.*?)"', answer.text) or re.search(rf'name="{name}"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)
    assert found, name
    return html.unescape(found[1])
