"""What a single line of a Vietnamese news text is: caption, credit, byline, related link.

Shared by the extraction of pages and the cleaning of hand-typed texts. Pure.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_UPPER = "A-ZÀ-ÖØ-ÝĂĐƠƯẠ-Ỹ"
_NAME_WORD = rf"(?:[{_UPPER}]\.\s?){{0,3}}[{_UPPER}][\w'’]*\.?"
_NAME = re.compile(rf"^(?:{_NAME_WORD})(?:\s+(?:{_NAME_WORD}|[{_UPPER}]\.?)){{0,5}}$")
_ROLE_TAIL = re.compile(
    r"\s*\((?:tổng hợp|thực hiện|lược dịch|biên dịch|ghi|dịch|t/h|th|theo [^)]*)\)\s*$|\s*[-–,]?\s*(?:tổng hợp|lược dịch|biên dịch)\s*$",
    re.IGNORECASE,
)
_ROLE_HEAD = re.compile(
    r"^(?:tin\s*(?:,|và|-)?\s*(?:bài|ảnh)(?:\s*(?:,|và|-)\s*ảnh)?|bài\s*(?:,|và|-)\s*ảnh|bài viết|bài|tin|ảnh và bài|tác giả|thực hiện|biên tập|người viết)\s*:\s*",
    re.IGNORECASE,
)
_CREW = re.compile(
    r"^(?:(?:nhóm )?(?:pv|phóng viên|ctv|cộng tác viên|btv)|bbt|ban biên tập)\b", re.IGNORECASE
)
_FORMS = re.compile(r"^(?:admin|administrator|quản trị|editor|webmaster|n/?a|tổng hợp)\b", re.IGNORECASE)
_SURNAMES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lương mai tô hà tạ cao
    lâm châu thái triệu đào vương trương kiều lưu quách nghiêm diệp thạch tống phùng la""".split()  # noqa: SIM905
)
_ORGAN = re.compile(
    r"(?:^|[\s/(])(?:ttxvn|vtv\d?|vov\d?|vgp|hnp|htv\d?|hanoi ?tv|vtc|bbc|cnn|afp|ap|reuters|rfi|tass|xinhua|yonhap|kyodo|"
    r"bloomberg|vietnam\+|vietnamplus|dân trí|vnexpress|vneconomy|vietstock|24h|quochoi|hnmo|tuổi trẻ|thanh niên|nhân dân|"
    r"người lao động|tiền phong|lao động|zing|znews|vietnamnet|cafef|kênh 14|soha|infonet|sggp|nlđo|tto|tno)(?=$|[\s/).,+])"
    r"|^(?:theo\s+)?(?:báo|đài|tạp chí|cổng|trang (?:tin|web|thông tin)|thông tấn xã|truyền hình|phát thanh|trung tâm|văn phòng|sở|ban|"
    r"ubnd|đảng ủy|thành ủy|tỉnh ủy|quận ủy|huyện ủy|phường|xã|công ty|tập đoàn|nhịp sống)\s"
    r"|\b(?:news|online|media|press|times|post|truyền hình|thông tấn)\b|\.(?:vn|com|net|org)\b|https?:",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:\(\s*)?(?:theo|nguồn(?: tin)?|dẫn nguồn)\s*(?::|từ\b)?\s*(?P<who>[^.;!?]{2,60}?)[\s).\]]*$",
    re.IGNORECASE,
)
_BARE_CREDIT = re.compile(
    r"^\(?\s*(?:PV\s*/\s*)?(?P<who>TTXVN|VOV\d?|VTV\d?|VGP|TTXVN/Vietnam\+|Vietnam\+|VietnamPlus|VNA)\s*\)?\.?$"
)
_CAPTION = re.compile(
    r"(?:^|[.(\[–-]\s*|\s(?-i:(?=[ẢĐPVCN])))(?:ảnh(?: minh h[oọ]a| minh hoạ| chụp màn hình| tư liệu)?|nguồn ảnh|đồ h[oọ]a|photo|video|clip)\s*[:：]\s*[^.]{0,70}[)\]]?\.?$"
    r"|[-–]\s*ảnh\s+\d{1,2}\.?$|^ảnh minh h[oọ](?:a|ạ)\.?$|^\(?ảnh[^.:]{0,30}\)?\.?$|\(ảnh[^)]{1,60}\)\.?$",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^[*•]?\s*(?:>>+|»|xem thêm|đọc thêm|mời (?:quý )?(?:bạn|độc giả)|tin liên quan|bài liên quan|tin cùng chuyên mục|các tin khác|tin khác|"
    r"có thể bạn quan tâm|bài viết liên quan|đọc tiếp|tin bài khác|bài cùng chủ đề|>> ?xem)\b|^>>",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    rf"^\(([{_UPPER}][^()]{{1,30}})\)\s*[-–—:]\s*(?=\S)"
    r"|^((?:[A-Za-z]\w+\.(?:VN|vn|Vn))|VOV|VTV|NDO|NDĐT|SGGPO?|QĐND|ĐCSVN|HNMO?|TTXVN|CAND|LĐO|TPO|TNO|TTO|PLO|VGP|ANTV)\s*[-–—:]\s+(?=\S)"
)
_SHORT_FORM = re.compile(rf"^[{_UPPER}]{{2,8}}(?:\.(?:VN|vn))?$")
_WIRED = re.compile(rf"^(.{{2,60}}?)\s*\(([{_UPPER}]{{2,8}}\+?)\)\.?$")
"""A name and the short form of an agency: `Hoàng Ngà (TTXVN)`."""
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\ufffe]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ALNUM = re.compile(r"[^\W_]")
_NOT_ALNUM = re.compile(r"[\W_]+")
_TAIL = 16
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[”»\"]$")


def settle(text: str) -> str:
    """One line: entities decoded until stable, NFC, blanks joined, zero-width removed."""
    if "&" in text:
        text = _unescaped(text)
    if not text.isprintable():  # blanks but " ", controls, zero-width
        text = " ".join(text.split())
        if not text.isprintable():
            text = " ".join(_CONTROLS.sub("", _INVISIBLE.sub("", text)).split())
    elif "  " in text:
        text = " ".join(text.split())
    return unicodedata.normalize("NFC", text.strip())


def same(left: str, right: str) -> bool:
    """The same words, whatever their case, marks of punctuation and quotes."""
    return _may_be(left, right) and bare(left) == bare(right) != ""


def _may_be(left: str, right: str) -> bool:
    """Do they begin with the same letter, marks apart? Decides most pairs."""
    one, two = _ALNUM.search(left), _ALNUM.search(right)
    return one is not None and two is not None and _letter(one[0]) == _letter(two[0])


def _letter(char: str) -> str:
    return unicodedata.normalize("NFD", char.casefold())[0]


def _unescaped(text: str) -> str:
    for _ in range(4):
        if (decoded := html.unescape(text)) == text:
            break
        text = decoded
    return text


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Letters and digits only, lower case: for comparing lines."""
    joined = "".join(unicodedata.normalize("NFC", text).casefold().split())  # most of what goes is blanks
    return _NOT_ALNUM.sub("", joined)


def has_letters(text: str) -> bool:
    """Is there a letter or digit at all?"""
    return _ALNUM.search(text) is not None


def overlap(left: str, right: str) -> float:
    """Share of the shorter line's words that the other has too, 0..1."""
    one, two = set(_words(left)), set(_words(right))
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def ends_sentence(line: str) -> bool:
    """Does the line end as prose does?"""
    return bool(_ENDS.search(line.rstrip()[-_TAIL:]))


def is_caption(line: str) -> bool:
    """A photo caption or its credit line."""
    low = line.lower() if len(line) <= 500 else ""
    if not ("ảnh" in low or "đồ h" in low or "photo" in low or "video" in low or "clip" in low):
        return False  # one of these stands in every caption: most lines need no longer look
    return not _ROLE_HEAD.match(line.strip()) and bool(_CAPTION.search(line.strip()))


def is_related(line: str) -> bool:
    """A line that leads to other articles."""
    return len(line) <= 300 and bool(_RELATED.match(line.strip()))


def without_prefix(text: str) -> tuple[str, str]:
    """A lead without the outlet's name in front (`(Dân trí) - `, `VOV.VN - `), and that name, ""
    if none."""
    found = _PREFIX.match(text)
    return (text[found.end() :], _trim(found[1] or found[2])) if found else (text, "")


def is_name(text: str) -> bool:
    """Reads like the name of a person (`Vũ Phượng`, `H. Hạnh`, `NHẬT XUÂN`)."""
    return 2 <= len(text) <= 40 and bool(_NAME.match(text)) and not is_organ(text) and not is_crew(text)


def is_agency(text: str) -> bool:
    """A news agency or broadcaster whose name stands for a reprint."""
    return bool(_BARE_CREDIT.match(text.strip()))


def is_crew(text: str) -> bool:
    """A byline of several (`Nhóm PV Thời sự`, `BBT`)."""
    return len(text) <= 40 and bool(_CREW.match(text))


def is_full_name(text: str) -> bool:
    """A name that begins with a common family name: a person even behind "Theo"."""
    return is_name(text) and text.split()[0].casefold() in _SURNAMES and len(text.split()) >= 2


def is_organ(text: str) -> bool:
    """Reads like an outlet or an office rather than a person."""
    return bool(_ORGAN.search(text)) or bool(_FORMS.match(text))


def credit_of(line: str) -> str:
    """The source credited by a closing line (`Theo TTXVN`, `(Nguồn: VOV)`), else ""."""
    if len(line) > 90:
        return ""
    if found := _BARE_CREDIT.match(line.strip()):
        return _trim(found["who"])
    found = _CREDIT.match(line.strip())
    who = _trim(found["who"]) if found else ""
    words = len(who.split())
    if not who or words > 9 or ("," in who and words > 5):  # a sentence that begins with "Theo"
        return ""
    return who if who[0].isupper() or is_organ(who) else ""


def persons_of(line: str) -> tuple[str, ...]:
    """The persons a byline names (`Bài và ảnh: A - B`), () when it is no byline."""
    text = line.strip().strip("-–•|.*_ ").strip()
    text = _ROLE_TAIL.sub("", _ROLE_HEAD.sub("", text)).strip()
    if not text or len(text) > 80:
        return ()
    parts = [part.strip() for part in re.split(r"\s*(?:[-–/;,&|]|\bvà\b)\s*", text) if part.strip()]
    if len(parts) > 1:  # "Tường Vi/TNSH": the short form of an outlet behind the name
        parts = [parts[0], *(part for part in parts[1:] if not _SHORT_FORM.match(part))]
    names = tuple(dict.fromkeys(part for part in parts if is_name(part) or is_crew(part)))
    strangers = [part for part in parts if part not in names and not is_organ(part)]
    return names if names and not strangers else ()


def byline_of(line: str) -> tuple[tuple[str, ...], str]:
    """Persons and credit of a line that closes (or opens) an article; ((), "") if neither."""
    text = line.strip().strip("-–•|*_ ").strip()
    if not text or len(text) > 120:
        return (), ""
    inner = re.search(r"\((?:theo|nguồn:?)\s+([^)]{2,60})\)\s*\.?$", text, re.IGNORECASE)
    if inner and inner.start() > 0:
        names = persons_of(text[: inner.start()])
        if names or is_organ(text[: inner.start()]):
            return names, _trim(inner[1])
    if (signed := _WIRED.match(text)) and (names := persons_of(signed[1])):
        return names, signed[2]
    if credit := credit_of(text):
        return ((credit,), "") if is_full_name(credit) and not _known_source(text) else ((), credit)
    if "/" in text and is_organ(text):
        parts = [part.strip() for part in text.split("/")]
        persons = tuple(part for part in parts if is_name(part))
        organs = [part for part in parts if is_organ(part) and not _FORMS.match(part)]
        dated = any(part[:1].isdigit() for part in parts)  # "Phường họp ngày 9/8." is a sentence
        return (persons, " ".join(organs)) if len(text) <= 60 and organs and not dated else ((), "")
    return persons_of(text), ""


def _known_source(text: str) -> bool:
    return bool(re.match(r"^\W*(?:nguồn|dẫn nguồn)", text, re.IGNORECASE))


def _trim(text: str) -> str:
    return text.strip().strip("()[]:–- ").strip()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
