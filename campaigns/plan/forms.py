"""What the forms of a plan send: entries, marks, steps, evidence, photos, workbooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from campaigns.campaign import Campaign, Phase
from campaigns.lookup import NotFound, campaign_of
from campaigns.plan.board import KIND_OF, Choice, Segment, board_address, entry_address
from campaigns.plan.dates import day_from
from campaigns.plan.fields import FieldTrouble, texts_of, typed_entry
from campaigns.plan.items import STEPS, Done, Entry, Evidence, Offline, PlanItem, StepName
from campaigns.plan.pages import PlanPages
from campaigns.plan.photo import LARGEST as LARGEST_PHOTO
from campaigns.plan.planning import Planning, checked_dues
from campaigns.plan.workbook import WorkbookTrouble
from campaigns.signing import sign
from lantoa.errors import Misuse
from lantoa.web.posted import Posted, posted
from lantoa.words import word

LARGEST_FORM, MOST_FIELDS = 200_000, 100
"""Bytes of a form without its file, and its fields."""

Code = Annotated[str, Path(max_length=100)]
Who = Annotated[str, Form()]
_Kind = TypeVar("_Kind", bound=Entry)


async def typed(request: Request) -> dict[str, str]:
    """The texts of a form."""
    sent = await posted(request, LARGEST_FORM, MOST_FIELDS)
    return {name: sent.text(name) for name in sent.texts}


async def uploaded(request: Request) -> Posted:
    """A form with a file."""
    return await posted(request, LARGEST_PHOTO + LARGEST_FORM, MOST_FIELDS)


Texts = Annotated[dict[str, str], Depends(typed)]
Uploaded = Annotated[Posted, Depends(uploaded)]


def add_forms(routes: APIRouter, planning: Planning, pages: PlanPages) -> None:
    """The routes of all forms; each leads back to the page that shows what it did."""
    _add_saving(routes, planning, pages)
    _add_marks(routes, planning)
    _add_evidence(routes, planning)
    _add_many(routes, planning, pages)


def _add_saving(routes: APIRouter, planning: Planning, pages: PlanPages) -> None:
    @routes.post("/chien-dich/{campaign_id}/ke-hoach/{segment}/them", include_in_schema=False)
    def add(request: Request, campaign_id: str, segment: Segment, texts: Texts) -> Response:
        """A new entry."""
        return _save(request, campaign_of(planning.desk, campaign_id), segment, texts, "")

    @routes.post("/chien-dich/{campaign_id}/ke-hoach/{segment}/{code}/sua", include_in_schema=False)
    def change(request: Request, campaign_id: str, segment: Segment, code: Code, texts: Texts) -> Response:
        """The fields that are given; its code stays."""
        campaign = campaign_of(planning.desk, campaign_id)
        before = texts_of(planning.entry(campaign, KIND_OF[segment], code))
        kept: dict[str, str] = {name: before[name] for name in ("done", "evidence", "photo") if name in before}
        return _save(request, campaign, segment, {**before, **texts, **kept, "code": code}, code)

    def _save(request: Request, campaign: Campaign, segment: Segment, texts: dict[str, str], code: str) -> Response:
        kind, who = KIND_OF[segment], texts.get("who", "")
        try:
            entry = planning.save(campaign, typed_entry(kind, campaign.id, texts), who, new=not code)
        except FieldTrouble as error:
            return pages.form(request, campaign, kind, texts, dict(error.found), code=code)
        except Misuse as error:
            return pages.form(request, campaign, kind, texts, {"": str(error)}, code=code)
        return back(entry_address(campaign.id, kind, entry.code), who)

    @routes.post("/chien-dich/{campaign_id}/ke-hoach/{segment}/{code}/bo", include_in_schema=False)
    def remove(campaign_id: str, segment: Segment, code: Code, who: Who = "") -> Response:
        """Take an entry out of the plan."""
        campaign = campaign_of(planning.desk, campaign_id)
        planning.store.remove(planning.entry(campaign, KIND_OF[segment], code), who, planning.desk.clock.now())
        return back(f"{board_address(campaign.id)}?xem={segment}", who)


def _add_marks(routes: APIRouter, planning: Planning) -> None:
    @routes.post("/chien-dich/{campaign_id}/ke-hoach/viec/{code}/xong", include_in_schema=False)
    def done(campaign_id: str, code: Code, due: Annotated[str, Form()] = "", on: Annotated[str, Form()] = "", who: Who = "") -> Response:
        """Mark what fell due on a day as done on another; without that day the mark is taken off."""
        day = _day("deadline", due) if due else None
        made = Done(day, _day("on", on)) if on else None
        return _changed(planning, campaign_id, "viec", code, lambda entry: _marked(_of(PlanItem, entry), day, made), who)

    @routes.post("/chien-dich/{campaign_id}/ke-hoach/viec/{code}/buoc", include_in_schema=False)
    def step(campaign_id: str, code: Code, name: Annotated[StepName, Form()], on: Annotated[str, Form()] = "", who: Who = "") -> Response:
        """The day a step was done; none: it is not done."""
        day = _day("on", on) if on else None

        def stepped(entry: Entry) -> Entry:
            item = _of(PlanItem, entry)
            steps = (replace(one, done=day) if name == own else one for own, one in zip(STEPS, item.steps, strict=True))
            return replace(item, steps=tuple(steps))

        return _changed(planning, campaign_id, "viec", code, stepped, who)


def _marked(item: PlanItem, day: date | None, made: Done | None) -> PlanItem:
    others = [one for one in item.done if one.due != day] if item.deadline.recurs else []
    marks = sorted([*others, *([made] if made else [])], key=lambda one: one.due or date.min)
    changed = replace(item, done=tuple(marks))
    checked_dues(changed)
    return changed


def _add_evidence(routes: APIRouter, planning: Planning) -> None:
    @routes.post("/chien-dich/{campaign_id}/ke-hoach/viec/{code}/minh-chung", include_in_schema=False)
    def evidence(campaign_id: str, code: Code, link: Annotated[str, Form()] = "", note: Annotated[str, Form()] = "", who: Who = "") -> Response:
        """An article or an address that shows what came of it."""
        now = planning.desk.clock.now().replace(second=0, microsecond=0)
        try:
            added = Evidence(_article_number(link.strip()), " ".join(note.split()), " ".join(who.split()), now)
        except ValueError as error:
            raise Misuse(str(error)) from None
        if added.link.isdigit() and not planning.desk.articles.many([int(added.link)]):
            raise Misuse(word("plan.no_article", number=added.link))

        def shown(entry: Entry) -> Entry:
            item = _of(PlanItem, entry)
            return replace(item, evidence=(*item.evidence, added))

        return _changed(planning, campaign_id, "viec", code, shown, who)

    @routes.post("/chien-dich/{campaign_id}/ke-hoach/ngoai-bao-chi/{code}/anh", include_in_schema=False)
    def photo(campaign_id: str, code: Code, sent: Uploaded) -> Response:
        """A picture, kept without what the camera wrote about place and owner."""
        digest, who = planning.photos.keep(sent.files.get("picture", b"")), sent.text("who")
        return _changed(planning, campaign_id, "ngoai-bao-chi", code, lambda entry: replace(_of(Offline, entry), photo=digest), who)


def _add_many(routes: APIRouter, planning: Planning, pages: PlanPages) -> None:
    @routes.post("/chien-dich/{campaign_id}/ke-hoach/nhap", include_in_schema=False)
    def workbook(request: Request, campaign_id: str, sent: Uploaded) -> Response:
        """A workbook, taken whole or not at all."""
        campaign, who = campaign_of(planning.desk, campaign_id), sent.text("who")
        try:
            planning.take(campaign, sent.files.get("file", b""), who)
        except WorkbookTrouble as error:
            return pages.board(request, campaign, Choice(), status=422, trouble=error.lines)
        return back(board_address(campaign.id), who)

    @routes.post("/chien-dich/{campaign_id}/ke-hoach/the", include_in_schema=False)
    def accredit(
        request: Request, campaign_id: str, phase: Annotated[Phase, Form()], names: Annotated[str, Form()] = "",
        minimum: Annotated[int, Form()] = 1, unit: Annotated[str, Form()] = "", who: Who = "",
    ) -> Response:  # fmt: skip
        """Outlets with a card of the press centre: they become expected coverage."""
        campaign = campaign_of(planning.desk, campaign_id)
        found = planning.accredit(campaign, names.splitlines(), phase, minimum, unit, who)
        if found.unmatched:
            return pages.board(request, campaign, Choice("tin-bai"), unmatched=found.unmatched)
        return back(f"{board_address(campaign.id)}?xem=tin-bai", who)


def back(address: str, who: str) -> Response:
    """To a page, remembering who wrote."""
    answer = RedirectResponse(address, 303)
    sign(answer, " ".join(who.split()))
    return answer


def _changed(
    planning: Planning, campaign_id: str, segment: Segment, code: str, how: Callable[[Entry], Entry], who: str
) -> Response:
    """Back to the entry, changed as it stands now."""
    campaign, now = campaign_of(planning.desk, campaign_id), planning.desk.clock.now()
    planning.entry(campaign, KIND_OF[segment], code)
    try:
        changed = planning.store.change(campaign.id, KIND_OF[segment], code, how, who, now)
    except ValueError as error:
        raise Misuse(str(error)) from None
    if changed is None:
        raise NotFound(word("plan.unknown_entry", code=code))
    return back(entry_address(campaign.id, KIND_OF[segment], code), who)


def _of(kind: type[_Kind], entry: Entry) -> _Kind:
    assert isinstance(entry, kind)
    return entry


def _day(name: str, text: str) -> date:
    try:
        return day_from(text)
    except ValueError as error:
        raise FieldTrouble([(name, str(error))]) from None


def _article_number(link: str) -> str:
    """"123" from "/bai-viet/123", also behind an address of ours."""
    _, found, number = link.rpartition("/bai-viet/")
    return number if found and number.isdigit() and not link.startswith("http") else link
