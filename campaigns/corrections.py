"""Corrections of a campaign: what analysts asked for, checked against the campaign, and written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Literal

from campaigns.campaign import Campaign, Phase
from campaigns.overlay import Overlay
from lantoa.article import ZONE, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.correction_rows import Action, Correction, Key, in_force
from lantoa.corrections import CorrectionLog, Refused
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.web.formats import day as shown_day
from lantoa.words import word

Asking = Literal["exclude", "include", "confirm", "date", "undated", "extracted", "apart", "with", "join"]
OURS = ("exclude", "include", "confirm")
"""Of one campaign; the others are for the whole house."""
_WRITTEN: Mapping[Asking, Action] = MappingProxyType({
    "exclude": "exclude", "include": "include", "confirm": "confirm", "date": "date", "undated": "date",
    "extracted": "extracted", "apart": "apart", "with": "with", "join": "with",
})  # fmt: skip
"""What is asked for -> how it stands in the log."""
MANY = 5_000
"""Articles of one correction."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done with articles. value: the congress of `include`, the day of `date`
    ("2025-09-06", "2025-09-06T14:30"), the article (id or URL) of `with` and `join`; `join` brings
    everybody of the article's reprint group along."""

    action: Asking
    value: str = ""


class Corrections:
    """The log of corrections as campaigns see it. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.log = CorrectionLog(database)
        self.articles = ArticleStore(database)

    def overlay(self, campaign_id: str) -> Overlay:
        """Who was excluded and included by hand, as it stands now."""
        return overlay_of(self.log.entries(campaign=campaign_id, scopes=("membership",)))

    def standing(self, articles: Collection[int] | None = None) -> dict[Key, Correction]:
        """Everything in force, of these articles."""
        return in_force(self.log.entries(articles=articles))

    def confirmed(self, campaign_id: str) -> dict[int, frozenset[str]]:
        """Article -> the doubts about it that were looked at and found to be right."""
        log = self.log.entries(campaign=campaign_id, scopes=("review",))
        undone = {one.undoes for one in log}
        found: dict[int, frozenset[str]] = {}
        for one in log:
            if one.action == "confirm" and one.id not in undone:
                found[one.article] = found.get(one.article, frozenset()) | frozenset(one.mark.split("\n"))
        return found

    def of_campaign(self, campaign_id: str, members: Collection[int] = ()) -> list[Correction]:
        """The log of a campaign: its own entries, and those for the whole house that touch its
        members or what it corrected; the latest first."""
        own = self.log.entries(campaign=campaign_id)
        touched = {one.article for one in own} | set(members)
        house = [one for one in self.log.entries(campaign="") if one.article in touched]
        return sorted((*own, *house), key=lambda one: one.id, reverse=True)

    def correct(
        self, campaign: Campaign, references: Sequence[str], asked: Asked, who: str, why: str, now: datetime,
        members: Collection[int] | None = None, marks: Mapping[int, str] = MappingProxyType({}),
    ) -> list[Correction]:  # fmt: skip
        """Do it with every article named by id or URL, or with none. members: ids of the campaign's
        articles, needed to exclude; marks: what is doubted of whom, needed to confirm. Raises Refused naming each that cannot be, Misuse for what can
        be of no article."""
        if not references:
            raise Misuse(word("correct.nothing"))
        if len(references) > MANY:
            raise Misuse(word("correct.many", most=MANY))
        model = self._model(campaign, asked, Correction(0, _WRITTEN[asked.action], who.strip(), why.strip(), now))
        if asked.action == "join":
            references = self._whole_groups(references)
        fit = None if members is None else {*members, *self.overlay(campaign.id).excluded}
        wanted: list[Correction] = []
        refused: list[tuple[int, str]] = []
        seen: dict[int, int] = {}
        for place, reference in enumerate(references):
            stored = self.find(reference)
            if stored is None:
                refused.append((place, word("correct.not_found", reference=reference[:200])))
                continue
            if stored.id in seen:
                refused.append((place, word("correct.twice", id=stored.id)))
            elif why_not := _unfit(campaign, stored, model, fit, marks):
                refused.append((place, why_not))
            seen[stored.id] = place
            wanted.append(replace(model, article=stored.id, mark=marks.get(stored.id, "") if asked.action == "confirm" else ""))
        if refused:
            raise Refused(refused, len(references))
        return self.log.write(wanted)

    def find(self, reference: str) -> StoredArticle | None:
        """The article of an id, an address of its outlet, or one of our page."""
        text = reference.strip()
        if not text.isprintable():
            return None
        number = text.removeprefix("#").rpartition("/bai-viet/")[2] if "/bai-viet/" in text else text.removeprefix("#")
        if number.isascii() and number.isdigit():
            return self.articles.get(int(number)) if len(number) < 16 else None
        return self.articles.by_url(text)

    def _whole_groups(self, references: Sequence[str]) -> list[str]:
        """The articles, and who else is in their reprint groups; what is not found stays as it is."""
        found: dict[str, None] = {}
        for reference in references:
            stored = self.find(reference)
            group = self.articles.group_members(stored.reprint_group) if stored and stored.reprint_group else []
            found |= dict.fromkeys(str(one.id) for one in group) or {reference: None}
        return list(found)

    def _model(self, campaign: Campaign, asked: Asked, empty: Correction) -> Correction:
        """The entry, but for its article."""
        if asked.action in OURS:
            empty = replace(empty, campaign=campaign.id)
        match asked.action:
            case "include":
                known = {one.id for one in campaign.congresses}
                if asked.value not in known:
                    raise Misuse(word("campaign.congress_unknown", id=asked.value, known=", ".join(sorted(known))))
                return replace(empty, congress=asked.value)
            case "date":
                at, day = read_day(asked.value)
                return replace(empty, instant=at, day=day)
            case "with" | "join":
                other = self.find(asked.value)
                if other is None:
                    raise Misuse(word("correct.not_found", reference=asked.value[:200]))
                return replace(empty, other=other.id)
        return empty


def overlay_of(log: Sequence[Correction]) -> Overlay:
    """The overlay that follows from a campaign's log."""
    standing = [one for one in in_force(log).values() if one.scope == "membership"]
    return Overlay(
        frozenset(one.article for one in standing if one.action == "exclude"),
        MappingProxyType({one.article: one.congress for one in standing if one.action == "include"}),
    )


def touches_house(entries: Sequence[Correction], log: Sequence[Correction] = ()) -> bool:
    """Do they change articles for the whole house, so that these are tagged, grouped and indexed
    again? log: where what an undo takes back stands."""
    former = {one.id: one for one in log}
    return any(former.get(one.undoes or 0, one).scope in ("date", "group") for one in entries)


def read_day(text: str) -> tuple[datetime | None, date]:
    """(instant, local day) of "2025-09-06", "2025-09-06T14:30" or "6/9/2025 14:30", all local time;
    the instant None where no hour is stated. Raises Misuse for anything else."""
    text = text.strip()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        for clock in ("", "T%H:%M", " %H:%M", "T%H:%M:%S", " %H:%M:%S"):
            try:
                found = datetime.strptime(text, pattern + clock).replace(tzinfo=ZONE)
            except ValueError:
                continue
            if not 1990 <= found.year <= 2100:
                raise Misuse(word("correct.far_day", value=text))
            return (found.astimezone(UTC) if clock else None), found.date()
    raise Misuse(word("correct.no_day", value=text[:100]))


def _unfit(
    campaign: Campaign, stored: StoredArticle, model: Correction, members: Collection[int] | None,
    marks: Mapping[int, str],
) -> str:  # fmt: skip
    """Why this campaign has nothing to correct there; "" when it has."""
    day = stored.article.published.day
    if model.action == "exclude" and members is not None and stored.id not in members:
        return word("correct.no_member", id=stored.id, campaign=campaign.name)
    if model.action == "confirm" and stored.id not in marks:
        return word("correct.not_waiting", id=stored.id)
    if model.action == "include" and day is not None and campaign.phase(campaign.leading, day) is Phase.OUTSIDE:
        return word("correct.outside", id=stored.id, day=shown_day(day))
    return ""
