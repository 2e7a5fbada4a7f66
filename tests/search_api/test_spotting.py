"""Words are found where the index has them, however the text is read."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from nlp.normalise import folded_in_place, search_form
from search_api.index import Text
from search_api.spotting import spans, words_of

LETTERS = "aâạăđĐoòóuủyỳqi -._1İßſÅ가"
STRANGE = "\u0301\u0323😀\u200b\u00ad\u1100\u1161\ud800\u212b"
WORDS = st.sampled_from(["a", "â", "oa", "oà", "òa", "uy", "uỷ", "đ", "d", "i", "1", "ss", "s", "가"])
ASKED = st.builds(
    Text, st.lists(WORDS, min_size=1, max_size=3).map(" ".join), st.sampled_from(["all", "any", "phrase", "prefix"]),
    loose=st.booleans(), exact=st.booleans(),
)  # fmt: skip


@given(st.text(alphabet=LETTERS + STRANGE, max_size=60))
def test_folded_letters_stand_where_the_text_has_them(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    folded = folded_in_place(text)
    if folded is not None:
        assert len(folded) == len(text)
        assert folded.split() == search_form(text)[1].split()


def test_strange_letters_are_left_to_the_slower_reading() -> None:
    assert all(folded_in_place(f"a{one}b") is None for one in STRANGE)
    assert folded_in_place("Đại hội-Đảng") == "dai hoi dang"


@given(st.lists(ASKED, min_size=1, max_size=3), st.text(alphabet=LETTERS, max_size=80))
@example([Text("a i a", "phrase")], "a i a i a")
@example([Text("uỷ", exact=True)], "ủy-uỷ uy")
def test_scanning_finds_what_reading_word_by_word_finds(asked: list[Text], text: str) -> None:
    """Law: a character that is no letter, but has to be cleaned away, changes nothing but the way."""
    text = unicodedata.normalize("NFC", text)
    assert spans(asked, text) == spans(asked, f"{text} \u200b")


@given(ASKED, st.text(alphabet=LETTERS + STRANGE, max_size=80))
def test_what_is_found_is_spelt_as_it_was_asked_for(asked: Text, text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    names, words = asked.resolved()
    form = 1 if names[0].endswith("_fold") else 0
    found = {part for start, end in spans([asked], text) for part in search_form(text[start:end])[form].split()}
    if asked.mode == "prefix":
        assert all(one.startswith(words) for one in found)
        return
    assert found <= set(words)
    if asked.mode != "phrase":
        there = words_of(text)
        assert found == set(words) & set((there.marked, there.folded)[form])
