"""Scores: counted by hand on a small text, and as the shared scorer counts them on the shared ones."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lantoa.article import Congress, CongressKey, Entity, EventDate, Office, Tags
from nlp.gold import Annotated, GoldCongress, GoldSpan, read_gold
from nlp.records import Record, tag_object
from nlp.score import KINDS, SHARES, Counts, score

TEXT = "Ông Lê Văn Bốn, Bí thư Huyện ủy Sông Lũy, dự Đại hội Đảng bộ TP.HCM lần thứ XI."
GOLD = Annotated(
    "1", TEXT, (GoldSpan(4, 14, "PER"), GoldSpan(23, 40, "ORG")), (),
    (Office("Lê Văn Bốn", "Bí thư", "Huyện ủy Sông Lũy"),),
    (GoldCongress(CongressKey("province", "TP.HCM", 11), True), GoldCongress(CongressKey("generic"), False)),
    "congress", ("personnel", "other"), frozenset({"personnel", "documents", "other"}), frozenset({"personnel", "other"}),
    (("3/2", "--02-03"),),
)  # fmt: skip
RIGHT = Tags(
    1, "congress", (Congress(CongressKey("province", "thành phố Hồ Chí Minh", 11, (2015, 2020)), True),),
    (Entity(4, 14, "PER", "Lê Văn Bốn"), Entity(23, 40, "ORG", "Huyện ủy Sông Lũy")),
    (Office("LÊ VĂN BỐN", "bí thư", "Huyện uỷ Sông Luỹ"),), ("personnel",), "tin", (EventDate("3/2", "--02-03"),),
)  # fmt: skip
ONE, EXTRA, LOST = Counts(1, 0, 0), Counts(0, 1, 0), Counts(0, 0, 1)


def counts(tags: Tags) -> dict[str, Counts]:
    return score([GOLD], {"1": tags})


def test_what_is_right_is_right_however_it_is_spelt() -> None:
    found = counts(RIGHT)
    assert all(found[name].f1 == 1 for name in ("PER", "ORG", "entities", "office", "congress", "topic", "date"))
    assert all(found[name].recall == 1 for name in SHARES)
    assert found["LOC"] == Counts()
    assert found["entities"] == Counts(2)


def test_a_text_that_was_not_tagged_has_nothing() -> None:
    found = score([GOLD], {})
    assert found["entities"] == Counts(0, 0, 2)
    assert (found["congress"], found["about_accuracy"], found["topic"]) == (LOST, LOST, LOST)


@pytest.mark.parametrize("wrong", [Entity(4, 13, "PER", ""), Entity(4, 14, "LOC", ""), Entity(5, 14, "PER", "")])
def test_a_name_is_right_by_its_exact_span_and_type(wrong: Entity) -> None:
    assert counts(replace(RIGHT, entities=(wrong,)))["entities"] == Counts(0, 1, 2)


def test_numbers_of_documents_are_not_scored() -> None:
    assert counts(replace(RIGHT, entities=(*RIGHT.entities, Entity(0, 3, "DOC", ""))))["entities"] == Counts(2)


@pytest.mark.parametrize(
    "wrong",
    [
        CongressKey("district", "TP.HCM", 11),
        CongressKey("province", "Hà Nội", 11),
        CongressKey("province", "TP.HCM", 10),
        CongressKey("province", "TP.HCM", None),
        CongressKey("province", None, 11),
    ],
)
def test_every_field_of_a_congress_that_is_stated_counts(wrong: CongressKey) -> None:
    assert counts(replace(RIGHT, congresses=(Congress(wrong, True),)))["congress"] == Counts(0, 1, 1)


def test_about_is_asked_of_congresses_that_were_found() -> None:
    found = counts(replace(RIGHT, congresses=(replace(RIGHT.congresses[0], about=False),)))
    assert (found["congress"], found["congress_about"]) == (ONE, LOST)


def test_a_topic_of_one_reader_is_no_mistake_and_one_of_both_must_be_found() -> None:
    assert counts(replace(RIGHT, topics=("documents", "other")))["topic"] == Counts(1, 0, 1)
    assert counts(replace(RIGHT, topics=("security",)))["topic"] == Counts(0, 1, 1)


def test_a_past_post_is_not_a_present_one() -> None:
    assert counts(replace(RIGHT, offices=(replace(RIGHT.offices[0], former=True),)))["office"] == EXTRA + LOST


def test_figures_follow_from_the_counts() -> None:
    assert (Counts(3, 1, 2).precision, Counts(3, 1, 2).recall, Counts(3, 1, 2).f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert (Counts().precision, Counts().recall, Counts().f1) == (0, 0, 0)


def perturbed(gold: Annotated, rnd: random.Random) -> Tags:
    """The annotation with mistakes of every kind."""
    entities = tuple(
        Entity(one.start + rnd.choice((0, 0, 0, 1)), one.end, rnd.choice((one.type, one.type, one.type, "LOC", "DOC")), "")
        for one in gold.spans
        if rnd.random() < 0.9
    )
    congresses = tuple(
        Congress(replace(one.key, term=one.key.term or (2010, 2015), ordinal=rnd.choice((one.key.ordinal, one.key.ordinal, 9))), rnd.random() < 0.5)
        for one in gold.congresses
        for _ in range(rnd.choice((0, 1, 1, 2)))
    )
    offices = tuple(replace(one, rank=rnd.choice((one.rank.upper(), "Chủ tịch")), former=rnd.random() < 0.1) for one in gold.offices)
    topics = tuple(one for one in ("personnel", "documents", "other", *gold.topics) if rnd.random() < 0.6)
    dates = tuple(EventDate("", value) for _, value in gold.dates if rnd.random() < 0.7)
    return Tags(1, rnd.choice((gold.about, "none")), congresses, entities, offices, topics, "", dates)


@pytest.mark.parametrize("seed", range(3))
def test_the_shared_scorer_gives_the_same_figures(shared_data: Path, tmp_path: Path, seed: int) -> None:
    from lantoa.article import Article, Kind

    rnd, gold = random.Random(seed), read_gold(shared_data / "gold")
    tagged = {one.id: perturbed(one, rnd) for one in gold}
    file = tmp_path / "predictions.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for one in gold:
            record = Record(one.id, Article("x", Kind.ARTICLE, "", "", one.text))
            print(json.dumps(tag_object(record, tagged[one.id], "")), file=out)
    done = subprocess.run([sys.executable, shared_data / "gold" / "score.py", file, "--json"], capture_output=True, check=True)
    theirs: dict[str, Any] = json.loads(done.stdout)
    ours = score(gold, tagged)
    assert theirs["texts"] == len(gold)
    for name in ("entities", *KINDS):
        mine = ours[name]
        assert [theirs[name][key] for key in ("precision", "recall", "f1")] == pytest.approx([mine.precision, mine.recall, mine.f1], abs=6e-5), name
    assert [theirs[name]["recall"] for name in SHARES] == pytest.approx([ours[name].recall for name in SHARES], abs=6e-5)
