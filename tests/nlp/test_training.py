"""Training: the same texts give the same bytes, files say what they are, the shipped model is today's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lantoa.errors import Misuse
from lantoa.progress import Silent
from nlp.crf import model as model_room
from nlp.crf.model import SHIPPED, Model, load_model, read_model, shipped
from nlp.crf.training import fingerprint, lesson, train
from nlp.gold import OWN, Annotated, GoldSpan, read_gold
from nlp.score import score
from nlp.trials import cross_validated, named


@pytest.fixture(scope="module")
def texts() -> tuple[Annotated, ...]:
    return read_gold(OWN)[:6]


@pytest.fixture(scope="module")
def model(texts: tuple[Annotated, ...]) -> Model:
    return train([lesson(one) for one in texts])


def test_the_same_texts_give_the_same_bytes(texts: tuple[Annotated, ...], model: Model) -> None:
    assert train([lesson(one) for one in texts]).to_bytes() == model.to_bytes()


def test_a_model_comes_back_from_its_file(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "m.crf"
    file.write_bytes(model.to_bytes())
    back = load_model(file)
    assert (back.labels, back.names, back.trained_on, back.texts) == (model.labels, model.names, model.trained_on, 6)
    np.testing.assert_array_equal(back.weights, model.weights)
    np.testing.assert_array_equal(back.transitions, model.transitions)
    assert back.to_bytes() == model.to_bytes()


def test_the_first_line_of_the_file_says_what_it_is(model: Model) -> None:
    head = json.loads(model.to_bytes().partition(b"\n")[0])
    assert head["lantoa"] == "crf"
    assert head["trained_on"] == model.trained_on
    assert head["labels"][0] == "O"


@pytest.mark.parametrize("data", [b"", b"\n", b"[]", b"{}\n", b"null\n", b"\x00\xff\n\x00", b'{"lantoa": "index"}\n'])
def test_what_is_no_model_is_named(data: bytes) -> None:
    with pytest.raises(Misuse, match=r"mine\.crf: không phải tệp mô hình"):
        read_model(data, "mine.crf")


@pytest.mark.parametrize("changed", ["format", "features"])
def test_a_model_of_another_version_is_refused(model: Model, changed: str) -> None:
    head, _, rest = model.to_bytes().partition(b"\n")
    other = json.dumps(json.loads(head) | {changed: 0}).encode()
    with pytest.raises(Misuse, match="phiên bản"):
        read_model(other + b"\n" + rest, "mine.crf")


@pytest.mark.parametrize("cut", [1, 40, 4000])
def test_a_cut_file_is_refused(model: Model, cut: int) -> None:
    with pytest.raises(Misuse, match="hỏng"):
        read_model(model.to_bytes()[:-cut], "mine.crf")


@pytest.mark.parametrize("change", [{"names": 3}, {"labels": ["O"]}, {"labels": 7}, {"texts": None, "labels": None}])
def test_a_head_that_does_not_fit_its_weights_is_refused(model: Model, change: dict[str, object]) -> None:
    head, _, rest = model.to_bytes().partition(b"\n")
    with pytest.raises(Misuse, match="hỏng"):
        read_model(json.dumps(json.loads(head) | change).encode() + b"\n" + rest, "mine.crf")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"gone\.crf"):
        load_model(tmp_path / "gone.crf")


def test_the_fingerprint_is_of_texts_labels_and_features(
    texts: tuple[Annotated, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = texts[0]
    known = fingerprint([lesson(one)])
    last = one.spans[-1]
    relabelled = replace(one, spans=(*one.spans[:-1], GoldSpan(last.start, last.end, "LOC" if last.type != "LOC" else "PER")))
    assert fingerprint([lesson(relabelled)]) != known
    assert fingerprint([lesson(replace(one, text=one.text + "."))]) != known
    assert fingerprint([lesson(one)]) == known
    monkeypatch.setattr("nlp.crf.training.spans", lambda text: [])  # another grammar
    assert fingerprint([lesson(one)]) != known


def test_names_found_by_other_folds_are_scored(texts: tuple[Annotated, ...], model: Model) -> None:
    found = cross_validated(texts, [], Silent())
    assert set(found) == {one.id for one in texts}
    seen = score(texts, named(texts, model))["entities"].f1
    unseen = score(texts, found)["entities"].f1
    assert 0.4 < unseen < seen


def test_more_lessons_teach_every_fold(texts: tuple[Annotated, ...]) -> None:
    two = texts[:2]
    taught = cross_validated(two, [lesson(one) for one in two], Silent())
    assert score(two, taught)["entities"].f1 > score(two, cross_validated(two, [], Silent()))["entities"].f1


def test_the_shipped_model_is_what_todays_code_and_texts_train() -> None:
    """When this fails: lantoa train --ship. Texts, annotations, grammar and lexicons all count."""
    texts = read_gold(OWN)
    assert shipped().texts == len(texts)
    assert shipped().trained_on == fingerprint([lesson(one) for one in texts])


def test_the_shipped_model_is_small_and_read_once() -> None:
    assert SHIPPED.stat().st_size < 1_000_000
    assert shipped() is shipped()
    assert model_room.shipped().labels[0] == "O"
