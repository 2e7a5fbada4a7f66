"""The map of wards, communes and districts before and since 1 July 2025."""

import json
from datetime import date
from pathlib import Path

import pytest

from nlp.gazetteer import REORGANISED, find, is_district, is_known
from nlp.normalise import search_form

BEFORE, SINCE = date(2025, 6, 30), REORGANISED


def test_a_ward_is_found_as_it_stood_on_a_day() -> None:
    (old,) = find("Bến Thành", "phường", "Hồ Chí Minh", BEFORE)
    (new,) = find("Bến Thành", "phường", "Hồ Chí Minh", SINCE)
    assert (old.district, old.until, old.became) == ("1", BEFORE, (new.id,))
    assert (new.district, new.since, new.until) == ("", SINCE, None)


def test_a_district_ended_with_the_reform_and_went_into_wards() -> None:
    assert find("Hóc Môn", "huyện", day=SINCE) == ()
    (district,) = find("Hóc Môn", "huyện", day=BEFORE)
    assert len(district.became) > 1
    assert all(link.startswith("ward:") for link in district.became)


def test_one_name_of_many_wards_is_told_apart_by_province_and_day() -> None:
    everywhere = find("Tân Phú")
    assert len(everywhere) > 10
    assert len({unit.id for unit in everywhere}) == len(everywhere)
    assert len(find("Tân Phú", "phường", "Hồ Chí Minh", SINCE)) == 1


def test_any_spelling_of_a_name_finds_it() -> None:
    assert find("hoà khánh", "phường") == find("Hòa Khánh", "phường") != ()


def test_names_are_known_with_their_marks() -> None:
    assert is_known("Thủ Thiêm")
    assert is_district("Hóc Môn")
    assert not is_known("Thu Thiem")
    assert not is_district("Nguyễn Văn An")


def test_every_ward_of_today_is_on_the_map(shared_data: Path) -> None:
    (file,) = (shared_data / "gazetteer" / "thanglequoc").glob("simplified_json*.json")
    provinces = json.loads(file.read_text(encoding="utf-8"))
    names = {search_form(ward["Name"])[1] for province in provinces for ward in province["Wards"]}
    missing = {name for name in names if not find(name, day=SINCE)}
    if not names:
        pytest.fail("the shared gazetteer names no ward")
    assert len(missing) <= 0.01 * len(names), sorted(missing)[:20]
