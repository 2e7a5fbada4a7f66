"""The newsroom writes a season whose truth follows from its texts, and whose stories differ."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from lantoa.article import ZONE
from lantoa.demo.campaign import CAMPAIGN, CITY_KEY
from lantoa.demo.newsroom import DEFAULT_SEED, Season, truth_rows, write_season, write_truth
from lantoa.demo.newsroom.likeness import Shelf, containment, shingles
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.story import Piece

LOOK_ALIKE, REPRINT = 0.6, 0.75


@pytest.fixture(scope="module", params=["default", "drawn"])
def season(request: pytest.FixtureRequest) -> Season:
    seed = DEFAULT_SEED if request.param == "default" else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return write_season(seed)


def whole(piece: Piece) -> list[str]:
    return [piece.title, piece.sapo, *piece.paragraphs]


def groups(season: Season) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    for piece in season.pieces:
        found[piece.truth.reprint_group].append(piece)
    return found


def test_the_same_seed_gives_the_same_season_and_another_seed_another() -> None:
    assert write_season(7) == write_season(7)
    assert write_season(7).pieces != write_season(8).pieces


def test_about_six_hundred_pieces_fill_the_campaign(season: Season) -> None:
    assert 540 <= len(season.pieces) <= 660
    days = [piece.published.date() for piece in season.pieces]
    assert CAMPAIGN.start < min(days)
    assert max(days) <= CAMPAIGN.end
    early = sum(day < season.opening - timedelta(days=28) for day in days)
    during = sum(season.opening <= day <= season.closing for day in days)
    assert 20 <= early <= 75
    assert during >= 90
    assert sum(day > season.closing for day in days) >= 90
    about = Counter(piece.truth.about for piece in season.pieces)
    assert 0.3 <= (about["none"] + about["mention"]) / len(season.pieces) <= 0.45
    assert about["mention"] >= 25


def test_every_outlet_has_its_share(season: Season) -> None:
    counted = Counter(piece.outlet for piece in season.pieces)
    assert {outlet.id for outlet in OUTLETS} == set(counted)
    assert min(counted.values()) >= 10, counted  # of 120 seasons the least had 12


def test_a_wards_portal_tells_of_its_own_ward(season: Season) -> None:
    wards = {outlet.id: outlet.locality for outlet in OUTLETS if outlet.level == "commune"}
    assert len(wards) == 2
    for piece in season.pieces:
        other = [ward for outlet, ward in wards.items() if outlet != piece.outlet]
        if piece.outlet in wards:
            assert wards[piece.outlet].split(" ", 1)[1].lower() in " ".join(whole(piece)).lower()
            assert not any(ward.lower() in f"{piece.title} {piece.sapo}".lower() for ward in other)


def test_identities_are_unique_and_times_local(season: Season) -> None:
    assert len({piece.id for piece in season.pieces}) == len(season.pieces)
    assert len({(piece.outlet, piece.slug) for piece in season.pieces}) == len(season.pieces)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", piece.slug) for piece in season.pieces)
    assert all(piece.published.utcoffset() == timedelta(hours=7) for piece in season.pieces)
    assert list(season.pieces) == sorted(season.pieces, key=lambda piece: piece.published)


def test_phases_are_those_of_the_primary_congress(season: Season) -> None:
    seen = set()
    for piece in season.pieces:
        truth = piece.truth
        about = [key for key, is_about in truth.congresses if is_about]
        assert (truth.about == "congress") == bool(about)
        assert truth.about != "none" or not truth.congresses
        assert truth.about != "mention" or truth.congresses
        expected = CAMPAIGN.phase(about[0], piece.published) if about else "outside"
        assert truth.phase == (expected if piece.dated else "undated")
        seen.add((about[0].level if about else "", truth.phase))
    for level in ("province", "commune"):
        assert {(level, "before"), (level, "during"), (level, "after")} <= seen


def test_a_wards_after_lies_inside_the_citys_before(season: Season) -> None:
    opening = datetime.combine(season.opening, time(), ZONE)
    assert any(
        piece.truth.phase == "after" and piece.published < opening
        for piece in season.pieces
        if piece.truth.congresses and piece.truth.congresses[0][0].level == "commune"
    )


def test_each_group_has_one_original_and_it_is_first(season: Season) -> None:
    reprints = 0
    for group in groups(season).values():
        assert sum(piece.truth.is_original for piece in group) == 1
        first = min(group, key=lambda piece: piece.published)
        assert first.truth.is_original
        assert all(piece.published > first.published for piece in group if piece is not first)
        assert all(piece.published - first.published <= timedelta(hours=55) for piece in group)
        assert len({piece.outlet for piece in group}) == len(group) <= 7
        assert len({(p.truth.event, p.truth.about, frozenset(p.truth.congresses)) for p in group}) == 1
        reprints += len(group) - 1
    assert 140 <= reprints <= 190


def test_the_aggregator_only_reprints_and_credits_name_the_original(season: Season) -> None:
    names = {outlet.id: outlet.name for outlet in OUTLETS}
    credited = 0
    for group in groups(season).values():
        first = min(group, key=lambda piece: piece.published)
        assert first.outlet != "tong-hop-24"
        assert first.credit == ""
        assert all(piece.credit in ("", names[first.outlet]) for piece in group)
        credited += sum(piece.credit != "" for piece in group)
    assert 60 <= credited <= 130


def test_one_event_is_told_by_several_outlets_in_their_own_words(season: Season) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for piece in season.pieces:
        told[piece.truth.event].add(piece.truth.reprint_group)
    assert sum(len(group) > 1 for group in told.values()) >= 30


def test_no_two_stories_look_alike(season: Season) -> None:
    """The law of the demonstration press: what is not a reprint stays under the threshold,
    for every version of every piece."""
    by_group = {
        name: [shingles(whole(piece)) for piece in group]
        + [shingles((p.edit.title, p.edit.sapo, *p.edit.paragraphs)) for p in group if p.edit]
        for name, group in groups(season).items()
    }
    shelf = Shelf()
    worst = 0.0
    for texts in by_group.values():
        worst = max(worst, *(shelf.nearest(text) for text in texts))
        for text in texts:
            shelf.put(text)
    print(f"nearest pair outside a group: {worst:.2f}")
    assert worst < LOOK_ALIKE


def test_reprints_stay_near_their_original(season: Season) -> None:
    changed = 0
    for group in groups(season).values():
        first = min(group, key=lambda piece: piece.published)
        for piece in group:
            assert containment(shingles(whole(first)), shingles(whole(piece))) >= REPRINT
            changed += whole(piece) != whole(first)
    assert changed >= 60


def test_a_piece_about_a_congress_names_it_in_its_head(season: Season) -> None:
    for piece in season.pieces:
        for key, about in piece.truth.congresses:
            head = " ".join((piece.title, piece.sapo, piece.paragraphs[0])).lower()
            text = head if about else " ".join(piece.paragraphs).lower()
            place = (key.place or "của đảng").lower()
            assert "đại hội" in text, piece.id
            assert place in text, piece.id


def test_a_mention_stays_out_of_title_and_sapo_and_comes_late(season: Season) -> None:
    for piece in season.pieces:
        if piece.truth.about != "mention":
            continue
        head = " ".join((piece.title, piece.sapo, *piece.paragraphs[:2])).lower()
        assert "đảng bộ" not in head
        assert "của đảng" not in head


def test_unrelated_pieces_name_no_party_congress(season: Season) -> None:
    named = re.compile(r"đại hội[^.]{0,40}đảng|lần thứ (i|xiii|xiv)\b", re.IGNORECASE)
    for piece in season.pieces:
        if piece.truth.about == "none":
            assert not named.search(" ".join(whole(piece))), piece.title


def test_texts_are_whole(season: Season) -> None:
    for piece in season.pieces:
        for text in (*whole(piece), *piece.captions):
            assert not re.search(r"[{}\[\]|]|  |^\d+\) |\bNone\b| [,.;:?!](?!\d)|,,|\.\.$", text), text
            assert text
            assert text == text.strip()
        assert 4 <= len(piece.paragraphs) <= 9
        assert 500 <= sum(map(len, piece.paragraphs)) <= 2500
        assert len(piece.captions) <= 2


def test_nobody_is_addressed_twice(season: Season) -> None:
    """A slot's person brings a title; the sentence around it must not bring another."""
    twice = re.compile(r"\b([Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ụ|[Cc]ô) (anh|chị|ông|bà|cụ|cô) [^\W\d_a-zà-ỹ]")
    wrong = re.compile(r"\b(ông|anh|thầy) \S+ Thị ", re.IGNORECASE)
    for piece in season.pieces:
        for text in whole(piece):
            assert not twice.search(text), text
            assert not wrong.search(text), text


def test_some_pieces_are_edited_removed_undated_or_out_of_reach(season: Season) -> None:
    edited = [piece for piece in season.pieces if piece.edit]
    removed = [piece for piece in season.pieces if piece.removed_at]
    hidden = [piece for piece in season.pieces if not piece.truth.reachable]
    assert 5 <= len(edited) <= 9
    assert all(p.edit and timedelta() < p.edit.at - p.published <= timedelta(hours=40) for p in edited)
    assert any(p.edit and p.edit.title != p.title for p in edited)
    assert any(p.edit and p.edit.paragraphs != p.paragraphs for p in edited)
    assert 2 <= len(removed) <= 3
    for piece in removed:
        assert piece.removed_at is not None
        assert timedelta(days=1) <= piece.removed_at - piece.published <= timedelta(days=6)
    assert 1 <= sum(not piece.dated for piece in season.pieces) <= 2
    assert len(hidden) == 8
    assert {(piece.outlet, piece.section) for piece in hidden} == {("trang-dang-bo", "noi-bo")}
    assert all(len(groups(season)[piece.truth.reprint_group]) == 1 for piece in hidden)


def test_the_truth_is_one_row_a_piece(season: Season, tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    assert write_truth(season, path, lambda piece: f"http://x.test/{piece.slug}") == len(season.pieces)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [piece.id for piece in season.pieces]
    assert all(row["url"].startswith("http://x.test/") for row in rows)
    assert all(row["published"].endswith("+07:00") for row in rows)
    assert next(truth_rows(season))["url"] is None


def test_the_campaign_nests_its_wards_under_the_city() -> None:
    city, *wards = CAMPAIGN.congresses
    assert (city.key, city.parent) == (CITY_KEY, None)
    assert len(wards) == 8
    assert all(ward.parent == CITY_KEY and ward.closing < city.opening for ward in wards)
    assert all(CAMPAIGN.start <= ward.opening <= ward.closing for ward in wards)
