"""The pages of the campaign editor: new, changed, downloaded, removed.

Nothing is kept before "Lưu": every other button gives the form back, with what was typed.
"""

from __future__ import annotations

import re
import tomllib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from campaigns.campaign import Campaign
from campaigns.definition import campaign_from
from campaigns.desk import Desk
from campaigns.editing.congress_sheet import read_congresses
from campaigns.editing.congress_template import congress_template
from campaigns.editing.editor import Editor, Reading, Saved, refusal
from campaigns.editing.form import BLANK, Form, blank_form, form_of, typed_form, with_congresses
from campaigns.editing.page import page_values
from campaigns.editing.removal import ISSUED, belongings, remove_campaign
from campaigns.known import Surroundings
from campaigns.lookup import campaign_of
from campaigns.written import campaign_toml
from lantoa.errors import Misuse
from lantoa.web.downloads import XLSX, download
from lantoa.web.pages import Pages
from lantoa.web.posted import Posted, posted
from lantoa.words import word

LARGEST, MOST_FIELDS = 16_000_000, 60_000


async def _sent(request: Request) -> Posted:
    return await posted(request, LARGEST, MOST_FIELDS)


Sent = Annotated[Posted, Depends(_sent)]


def editor_router(desk: Desk, around: Surroundings) -> APIRouter:
    """Routes over one desk. To stand before those of `/chien-dich/{campaign_id}`."""
    routes = APIRouter(include_in_schema=False)
    pages = EditorPages(desk, Editor(desk.store, around, desk.clock.now))
    _add_new(routes, pages)
    _add_change(routes, pages)
    _add_files(routes, desk)
    _add_removal(routes, desk)
    return routes


class EditorPages:
    """Shows the form: as it is opened, and after each of its buttons."""

    def __init__(self, desk: Desk, editor: Editor) -> None:
        self.desk = desk
        self.editor = editor
        self.pages = Pages("campaigns")

    def opened(self, request: Request, form: Form, campaign_id: str = "") -> HTMLResponse:
        """The form as it is opened; what is wrong with a new one is not told before it is asked."""
        read = self.editor.read(form, campaign_id) if campaign_id else Reading(form, None, {})
        return self.shown(request, read, campaign_id, self.editor.mark(campaign_id))

    def pressed(self, request: Request, sent: Posted, campaign_id: str = "") -> Response:
        """After one of its buttons."""
        form, seen, do = typed_form(sent.texts), sent.text("seen"), sent.text("do")
        if do.startswith(("add:", "remove:")):
            changed, focus = _rows_changed(form, do)
            read = Reading(changed, self.editor.read(changed, campaign_id).campaign, {})
            return self.shown(request, read, campaign_id, seen, focus=focus)
        if do in ("xlsx", "toml"):
            return self._taken(request, form, sent.files.get(do, b""), do, campaign_id, seen)
        read = self.editor.read(form, campaign_id)
        if do == "save" and read.campaign is not None:
            return self._saved(request, read, read.campaign, campaign_id, seen)
        return self.shown(request, read, campaign_id, seen, checked=True)

    def _saved(self, request: Request, read: Reading, campaign: Campaign, campaign_id: str, seen: str) -> Response:
        theirs = self.editor.since(campaign, seen) if campaign_id else []
        if theirs:
            return self.shown(request, read, campaign_id, self.editor.mark(campaign_id), theirs=theirs)
        saved = self.editor.save(campaign)
        if saved.new:
            return RedirectResponse(f"/chien-dich/{campaign.id}/sua?moi=1", 303)
        again = self.editor.read(form_of(campaign), campaign.id)
        return self.shown(request, again, campaign.id, self.editor.mark(campaign.id), saved=saved)

    def _taken(self, request: Request, form: Form, data: bytes, kind: str, campaign_id: str, seen: str) -> Response:
        """The form with what a file says; a file that is refused leaves it as it was."""
        try:
            if not data:
                raise Misuse(word("editor.no_file"))
            if kind == "xlsx":
                congresses = [one for _, one in read_congresses(data)]
                form, told = with_congresses(form, congresses), word("editor.taken_rows", count=len(congresses))
            else:
                form, told = form_of(_from_toml(data, campaign_id)), word("editor.taken_toml")
        except Misuse as error:
            text, rows = refusal(error)
            read = Reading(form, self.editor.read(form, campaign_id).campaign, {kind: [text]})
            return self.shown(request, read, campaign_id, seen, rows=rows)
        return self.shown(request, self.editor.read(form, campaign_id), campaign_id, seen, told=told, checked=True)

    def shown(self, request: Request, read: Reading, campaign_id: str, seen: str, **more: Any) -> HTMLResponse:
        """The form as it was read. seen: the mark that its save is compared with."""
        status = 422 if read.wrong else 409 if more.get("theirs") else 200
        values = page_values(self.desk, self.editor.around, read, campaign_id)
        told: dict[str, Any] = {"told": "", "rows": (), "focus": "", "theirs": (), "saved": None, "checked": False}
        return self.pages.render(request, "editor.html", status=status, **values, seen=seen, **{**told, **more})


def _rows_changed(form: Form, do: str) -> tuple[Form, str]:
    """A row more or less, and the row that is looked at next."""
    asked = re.fullmatch(r"(?:add:([a-z]+)|remove:([a-z]+):([0-9]{1,4}))", do)
    added, removed = (asked[1], asked[2]) if asked else (None, None)
    if added in BLANK:
        changed = form.added(str(added))
        return changed, f"{added}-{len(changed.rows[str(added)]) - 1}"
    if asked and removed in BLANK:
        return form.removed(str(removed), int(asked[3])), f"{removed}-"
    return form, ""


def _from_toml(data: bytes, campaign_id: str) -> Campaign:
    try:
        campaign = campaign_from(tomllib.loads(data.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Misuse(word("editor.toml_refused", why=error)) from None
    if campaign_id and campaign.id != campaign_id:
        raise Misuse(word("editor.other_id", id=campaign.id, own=campaign_id))
    return campaign


def _add_new(routes: APIRouter, pages: EditorPages) -> None:
    @routes.get("/chien-dich/moi", response_class=HTMLResponse)
    def new(request: Request) -> HTMLResponse:
        """An empty form."""
        return pages.opened(request, blank_form(pages.desk.today()))

    @routes.post("/chien-dich/moi")
    def make(request: Request, sent: Sent) -> Response:
        """A button of the form of a new campaign."""
        return pages.pressed(request, sent)


def _add_change(routes: APIRouter, pages: EditorPages) -> None:
    @routes.get("/chien-dich/{campaign_id}/sua", response_class=HTMLResponse)
    def edit(request: Request, campaign_id: str, moi: str = "") -> HTMLResponse:
        """The form of a campaign. moi: it was made just now."""
        campaign = campaign_of(pages.desk, campaign_id)
        if moi:
            read = pages.editor.read(form_of(campaign), campaign.id)
            return pages.shown(request, read, campaign.id, pages.editor.mark(campaign.id), saved=Saved((), True))
        return pages.opened(request, form_of(campaign), campaign.id)

    @routes.post("/chien-dich/{campaign_id}/sua")
    def change(request: Request, campaign_id: str, sent: Sent) -> Response:
        """A button of the form of a campaign."""
        return pages.pressed(request, sent, campaign_of(pages.desk, campaign_id).id)


def _add_files(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/chien-dich/{campaign_id}/chien-dich.toml")
    def toml(campaign_id: str) -> Response:
        """The campaign as a file that can be imported."""
        campaign = campaign_of(desk, campaign_id)
        return download(campaign_toml(campaign).encode(), "application/toml", f"{campaign.id}.toml")

    @routes.get("/chien-dich/{campaign_id}/dai-hoi.xlsx")
    def congresses(campaign_id: str) -> Response:
        """The congresses as a spreadsheet to fill in."""
        campaign = campaign_of(desk, campaign_id)
        return download(congress_template(campaign), XLSX, f"{campaign.id}-dai-hoi.xlsx")


def _add_removal(routes: APIRouter, desk: Desk) -> None:
    pages = Pages("campaigns")

    def page(request: Request, campaign: Campaign, wrong: str = "") -> HTMLResponse:
        goes = belongings(desk.store.database, campaign.id)
        return pages.render(
            request, "campaign_removal.html", status=422 if wrong else 200,
            campaign=campaign, goes=goes, blocked=goes.get(ISSUED, 0), wrong=wrong,
        )  # fmt: skip

    @routes.get("/chien-dich/{campaign_id}/xoa", response_class=HTMLResponse)
    def ask(request: Request, campaign_id: str) -> HTMLResponse:
        """Whether it is meant."""
        return page(request, campaign_of(desk, campaign_id))

    @routes.post("/chien-dich/{campaign_id}/xoa")
    def remove(request: Request, campaign_id: str, sent: Sent) -> Response:
        """Taken out, when its id was typed."""
        campaign = campaign_of(desk, campaign_id)
        if sent.text("confirm").strip() != campaign.id:
            return page(request, campaign, word("editor.confirm_wrong", id=campaign.id))
        try:
            remove_campaign(desk.store.database, campaign.id)
        except Misuse as error:
            return page(request, campaign, str(error))
        return RedirectResponse("/", 303)
