"""Working on plans: what an entry names is checked against the campaign and the outlets, workbooks
are taken in whole, accredited outlets become expected coverage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from campaigns.campaign import Campaign, Phase
from campaigns.desk import Desk
from campaigns.lookup import NotFound
from campaigns.plan.dates import day_text, occurrences
from campaigns.plan.fields import FieldTrouble
from campaigns.plan.items import CODE, Entry, EntryKind, Expectation, Offline, Plan, PlanItem, known
from campaigns.plan.photo import Photos
from campaigns.plan.store import PlanStore, Taken
from campaigns.plan.workbook import SheetRow, WorkbookTrouble, place, plan_workbook, read_workbook
from lantoa.article import Outlet
from lantoa.errors import Misuse
from lantoa.words import word
from nlp.normalise import clean

_BEFORE_NAME = re.compile(r"^(?:https?://|www\.|báo (?:điện tử )?|tạp chí |trang tin )+")


@dataclass(frozen=True, slots=True)
class Accredited:
    """added, changed: expectations; unmatched: what was given and is no outlet, or more than one."""

    taken: Taken
    unmatched: tuple[str, ...]


class OutletNames:
    """Outlets by what people call them: id, name, host, the name without "Báo" before it."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        for one in outlets.values():
            for called in (one.id, one.name, one.host):
                self._exact.setdefault(_folded(called), set()).add(one.id)
                self._loose.setdefault(_bare(called), set()).add(one.id)

    def find(self, called: str) -> list[str]:
        """Ids of the outlets that may be meant: none, one, or several."""
        return sorted(self._exact.get(_folded(called)) or self._loose.get(_bare(called)) or ())

    def one(self, called: str) -> str:
        """The id of the one that is meant. Raises ValueError for none or several."""
        found = self.find(called)
        if len(found) == 1:
            return found[0]
        key = "plan.bad.outlet_many" if found else "plan.bad.outlet"
        raise ValueError(word(key, value=called, found=", ".join(found)) if found else word(key, value=called))


class Planning:
    """Everything that is done to plans. photos: where pictures are kept."""

    def __init__(self, desk: Desk, photos: Photos) -> None:
        self.desk = desk
        self.photos = photos

    @cached_property
    def store(self) -> PlanStore:
        """The plans."""
        return PlanStore(self.desk.store.database)

    def entry(self, campaign: Campaign, kind: EntryKind, code: str) -> Entry:
        """One entry as it is kept. Raises NotFound where there is none."""
        found = self.store.entry(campaign.id, kind, code) if CODE.fullmatch(code) else None
        if found is None:
            raise NotFound(word("plan.unknown_entry", code=code))
        return found

    def checked(self, entry: Entry, campaign: Campaign, items: Iterable[str], names: OutletNames) -> Entry:
        """The entry with the id of its outlet. Raises FieldTrouble for what it names and does not exist.

        items: codes of the activities that coverage may belong to.
        """
        try:
            field = "message"
            if not isinstance(entry, Offline):
                known(entry.message, [one.id for one in campaign.messages], "plan.bad.message")
                field = "congress"
                known(entry.congress, [one.id for one in campaign.congresses], "plan.bad.congress")
            if isinstance(entry, PlanItem):
                field = "done"
                checked_dues(entry)
            if isinstance(entry, Expectation):
                field = "item"
                known(entry.item, list(items), "plan.bad.item")
                field = "outlet"
                return replace(entry, outlet=names.one(entry.outlet))
            if isinstance(entry, Offline) and entry.photo and not self.photos.has(entry.photo):
                field = "photo"
                raise ValueError(word("plan.bad.photo_missing", value=entry.photo))
        except ValueError as error:
            raise FieldTrouble([(field, str(error))]) from None
        return entry

    def save(self, campaign: Campaign, entry: Entry, who: str, new: bool) -> Entry:
        """Keep one entry, checked; `new`: its code must be free. Raises Misuse for what is wrong."""
        names = OutletNames(self.desk.outlets.all())
        ready = self.checked(entry, campaign, [one.code for one in self.store.items(campaign.id)], names)
        if new:
            self.store.add(ready, who, self.desk.clock.now())
        else:
            self.store.save([ready], who, self.desk.clock.now())
        return ready

    def take(self, campaign: Campaign, data: bytes, who: str) -> Taken:
        """Add and change what a workbook says; entries that it does not have stay as they are.

        Raises Misuse for what is no workbook, WorkbookTrouble naming row and column of every
        mistake; nothing is taken then.
        """
        rows, unread = read_workbook(data, campaign.id)
        own = [row.entry.code for row in rows if isinstance(row.entry, PlanItem)]
        items = {*own, *(one.code for one in self.store.items(campaign.id))}
        names = OutletNames(self.desk.outlets.all())
        ready, trouble = self._all_checked(rows, campaign, items, names)
        if unread or trouble:
            raise WorkbookTrouble([*unread, *trouble])
        return self.store.save(ready, who, self.desk.clock.now())

    def _all_checked(
        self, rows: Sequence[SheetRow], campaign: Campaign, items: Iterable[str], names: OutletNames
    ) -> tuple[list[Entry], list[str]]:
        ready: list[Entry] = []
        trouble: list[str] = []
        for row in rows:
            try:
                ready.append(self.checked(row.entry, campaign, items, names))
            except FieldTrouble as error:
                trouble += [place(row, why, field) for field, why in error.found]
        return ready, trouble

    def workbook(self, campaign: Campaign) -> bytes:
        """The plan as a workbook; outlets by name where that is enough to find them again."""
        plan = self.store.plan(campaign.id)
        outlets = self.desk.outlets.all()
        names = OutletNames(outlets)
        shown = {one.id: one.name for one in outlets.values() if names.find(one.name) == [one.id]}
        coverage = tuple(replace(one, outlet=shown.get(one.outlet, one.outlet)) for one in plan.coverage)
        return plan_workbook(Plan(plan.items, coverage, plan.offline))

    def accredit(
        self, campaign: Campaign, called: Iterable[str], phase: Phase, minimum: int, unit: str, who: str
    ) -> Accredited:
        """Outlets that the press centre let in become expected coverage of a phase. What cannot
        be matched is named. Raises Misuse when nothing can, or a number is wrong."""
        names = OutletNames(self.desk.outlets.all())
        given = [" ".join(one.split()) for one in called if one.strip()]
        matched = {one: names.find(one) for one in given}
        unmatched = tuple(dict.fromkeys(one for one in given if len(matched[one]) != 1))
        outlets = dict.fromkeys(found[0] for found in matched.values() if len(found) == 1)
        if not outlets:
            raise Misuse(word("plan.accredit_none", names=", ".join(unmatched[:20]) or word("plan.none")))
        try:
            wanted = [
                Expectation(
                    campaign.id, f"the-{outlet}-{phase}", outlet, phase, unit=unit.strip(), minimum=minimum,
                    reprints=True, accredited=True,
                )
                for outlet in outlets
            ]  # fmt: skip
        except ValueError as error:
            raise Misuse(str(error)) from None
        return Accredited(self.store.save(wanted, who, self.desk.clock.now()), unmatched)


def checked_dues(item: PlanItem) -> None:
    """Raises ValueError when a recurring activity is marked as done on a day that it does not fall due."""
    days = occurrences(item.deadline, None, None) if item.deadline.recurs else ()
    odd = [one.due for one in item.done if days and one.due not in days]
    if odd:
        known_days = ", ".join(day_text(day) for day in days)
        raise ValueError(word("plan.bad.due_unknown", value=day_text(odd[0]) or word("plan.deadline.undecided"), known=known_days))


def _folded(called: str) -> str:
    return " ".join(clean(called).casefold().split()).removeprefix("www.")


def _bare(called: str) -> str:
    return _BEFORE_NAME.sub("", _folded(called)).rstrip("/")
