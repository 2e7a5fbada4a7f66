"""Annotated texts are read exactly as the scorer of the annotation reads them."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import CongressKey, Office
from lantoa.errors import Misuse
from nlp.gold import GoldCongress, GoldSpan, expand, parted, read_gold
from tests.support.split import SAME_STORY, containment, draw

TEXT = "Ông Lê Văn Bốn, Bí thư Đảng ủy xã Cẩm Lĩnh, về Cẩm Lĩnh sáng 3/4.\nNgày hội Cẩm Lĩnh thành công."
LABELS: dict[str, Any] = {
    "PER": ["Lê Văn Bốn"],
    "ORG": ["Đảng ủy xã Cẩm Lĩnh"],
    "LOC": ["Cẩm Lĩnh"],
    "BLOCK": ["Ngày hội Cẩm Lĩnh"],
    "roles": [["Lê Văn Bốn", "Bí thư", "Đảng ủy xã Cẩm Lĩnh", False]],
    "congress": [{"level": "commune", "place": "xã Cẩm Lĩnh", "ordinal": 5, "term": [2020, 2025], "about": True}],
    "about": "congress",
    "topics": ["personnel", "proceedings"],
    "dates": [["sáng 3/4", "--04-03"]],
}


def put(folder: Path, name: str, text: str | bytes, labels: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / f"{name}.json").write_text(labels if isinstance(labels, str) else json.dumps(labels), encoding="utf-8")


def names(found: list[GoldSpan] | tuple[GoldSpan, ...], text: str = TEXT) -> list[tuple[str, str]]:
    return [(span.type, text[span.start : span.end]) for span in found]


def test_the_longest_string_wins_and_blocked_ones_are_no_names() -> None:
    assert names(expand(TEXT, LABELS)) == [
        ("PER", "Lê Văn Bốn"),
        ("ORG", "Đảng ủy xã Cẩm Lĩnh"),
        ("LOC", "Cẩm Lĩnh"),
    ]


def test_an_exception_by_offset_goes_before_every_string() -> None:
    at = TEXT.index("Cẩm Lĩnh sáng")
    assert names(expand(TEXT, {**LABELS, "FIX": [[at, at + 8, "ORG"]]}))[-1] == ("ORG", "Cẩm Lĩnh")
    assert names(expand(TEXT, {**LABELS, "FIX": [[at, at + 8, "NONE"]]}))[-1] == ("ORG", "Đảng ủy xã Cẩm Lĩnh")


def test_a_part_of_a_word_is_no_name() -> None:
    assert expand("Hàng An Ánh", {"LOC": ["An Á", "Hà"]}) == []


@given(st.lists(st.sampled_from(["An", "An Bình", "Bình", "Bình An Lộc", "Lộc"]), unique=True), st.data())
def test_spans_never_overlap(listed: list[str], data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(["An", "Bình", "Lộc", "và"]), min_size=1, max_size=12)))
    found = expand(text, {"LOC": listed})
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert {text[span.start : span.end] for span in found} <= set(listed)


def test_both_layouts_are_read_alike(tmp_path: Path) -> None:
    put(tmp_path / "beside", "007", TEXT, LABELS)
    (tmp_path / "apart" / "labels").mkdir(parents=True)
    put(tmp_path / "apart" / "texts", "007", TEXT, LABELS)
    (tmp_path / "apart" / "texts" / "007.json").rename(tmp_path / "apart" / "labels" / "007.json")
    assert read_gold(tmp_path / "beside") == read_gold(tmp_path / "apart")


def test_everything_a_label_file_states_is_kept(tmp_path: Path) -> None:
    put(tmp_path / "g", "007", TEXT, {**LABELS, "form": "tin", "published": "2020-04-05", "url": "http://bao.vn/1"})
    (one,) = read_gold(tmp_path / "g")
    assert one.offices == (Office("Lê Văn Bốn", "Bí thư", "Đảng ủy xã Cẩm Lĩnh"),)
    assert one.congresses == (GoldCongress(CongressKey("commune", "xã Cẩm Lĩnh", 5, (2020, 2025)), True),)
    assert (one.about, one.topics, one.dates) == ("congress", ("personnel", "proceedings"), (("sáng 3/4", "--04-03"),))
    assert (one.form, one.published, one.url) == ("tin", date(2020, 4, 5), "http://bao.vn/1")
    assert one.topics_either == one.topics_both == {"personnel", "proceedings"}
    assert one.strays() == []


def test_a_second_reader_widens_and_narrows_the_topics(tmp_path: Path) -> None:
    put(tmp_path / "texts", "007", TEXT, LABELS)
    for folder, topics in (("labels", ["personnel", "proceedings"]), ("labels_second", ["personnel", "opinion"])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "007.json").write_text(json.dumps({**LABELS, "topics": topics}))
    (tmp_path / "texts" / "007.json").unlink()
    (one,) = read_gold(tmp_path)
    assert one.topics_either == {"personnel", "proceedings", "opinion"}
    assert one.topics_both == {"personnel"}


def test_a_string_that_never_occurs_is_a_stray(tmp_path: Path) -> None:
    put(tmp_path / "g", "1", TEXT, {**LABELS, "PER": ["Lê Văn Bốn", "Lê Văn Năm"]})
    assert read_gold(tmp_path / "g")[0].strays() == ["Lê Văn Năm"]


@pytest.mark.parametrize(
    ("text", "labels", "said"),
    [
        (TEXT, "{", "1.json"),
        (TEXT, [], "1.json"),
        (TEXT, {**LABELS, "about": "perhaps"}, "perhaps"),
        (TEXT, {key: value for key, value in LABELS.items() if key != "about"}, "about"),
        (TEXT, {**LABELS, "PER": "Lê Văn Bốn"}, "PER"),
        (TEXT, {**LABELS, "PER": [" "]}, "1.json"),
        (TEXT, {**LABELS, "roles": [["Lê Văn Bốn", "Bí thư"]]}, "1.json"),
        (TEXT, {**LABELS, "congress": [{"level": "village"}]}, "village"),
        (TEXT, {**LABELS, "congress": [{"level": "cell", "ordinal": "V"}]}, "ordinal"),
        (TEXT, {**LABELS, "FIX": [[5, 5000, "PER"]]}, "FIX"),
        (TEXT, {**LABELS, "published": "hôm qua"}, "hôm qua"),
        ("Phường An ", {**LABELS, "LOC": [7]}, "7"),
        (" \n", LABELS, "1.txt"),
        (b"\xff\xfe", LABELS, "1.txt"),
        ("Cha\u0301nh", LABELS, "NFC"),
        ("\ufeffAn", LABELS, "BOM"),
    ],
)
def test_what_is_broken_is_named(tmp_path: Path, text: str | bytes, labels: object, said: str) -> None:
    put(tmp_path / "g", "1", text, labels)
    with pytest.raises(Misuse, match=said):
        read_gold(tmp_path / "g")


def test_a_text_without_labels_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=tmp_path.name):
        read_gold(tmp_path)
    put(tmp_path / "g", "1", TEXT, LABELS)
    (tmp_path / "g" / "1.json").unlink()
    with pytest.raises(Misuse, match="thiếu một nửa"):
        read_gold(tmp_path / "g")


def test_the_shared_annotations_are_whole(shared_data: Path) -> None:
    texts = read_gold(shared_data / "gold")
    assert len(texts) >= 80
    assert [one.id for one in texts if one.strays()] == []


def test_the_held_out_texts_are_those_that_were_drawn(shared_data: Path) -> None:
    texts = read_gold(shared_data / "gold")
    train, held_out = parted(texts)
    assert [one.id for one in held_out] == draw(texts)
    assert len(train) + len(held_out) == len(texts)


def test_no_story_stands_on_both_sides_of_the_split(shared_data: Path) -> None:
    train, held_out = parted(read_gold(shared_data / "gold"))
    near = {(one.id, other.id) for one in train for other in held_out if containment(one, other) >= SAME_STORY}
    assert near == set()
