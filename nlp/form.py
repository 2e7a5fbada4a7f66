"""The form of an article: tin, bài chuyên sâu, phóng sự, phỏng vấn, ảnh, audio/video, văn bản."""

from __future__ import annotations

import re

from lantoa.article import Article, Kind
from nlp.normalise import clean

_DOCUMENT = re.compile(
    r"(?m)^\W*Số:? ?\d{1,5}[-/]|^\W*(?:KẾ HOẠCH|THÔNG BÁO|THÔNG TRI|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|HƯỚNG DẪN|CÔNG VĂN|DANH SÁCH)\W*$"
    r"|^(?:T/M|TM\.|T\.M|Nơi nhận|Kính gửi)|^\W*(?:[Dd]anh sách|DANH SÁCH) .{0,80}(?:Ban [Cc]hấp hành|BAN CHẤP HÀNH|đồng chí)"
)
_LEAST_DOCUMENT = 2
_MEDIA = re.compile(
    r"(?i)^\W*(?:video|clip|podcast|audio|truyền hình|phát thanh|chuyên mục phát thanh|infographic|bản tin|phim)\b|\((?:video|podcast|clip)\)"
)
_SPOKEN = re.compile(
    r"(?:Biên tập|Đạo diễn|Quay phim|quay phim|Dẫn chương trình|dẫn chương trình|Lời bình)[:;]|Thời lượng|thời lượng|Từ phút|từ phút|'\d\d''"
)
_PICTURES = re.compile(r"(?i)^\W*(?:chùm ảnh|ảnh|photo|phóng sự ảnh|bộ ảnh|toàn cảnh qua ảnh)\b[ :|]")
_CREDIT = re.compile(r"\(?Ảnh: ")
_QUESTION = re.compile(
    r"\n\W*(?:PV|P\.V|Phóng viên|Hỏi|\*)[:. ]|Thưa (?:ông|bà|đồng chí)|thưa (?:ông|bà|đồng chí)|có thể cho biết"
    r"|in cảm ơn (?:ông|bà|đồng chí)"
)
_ANSWERED = 2
_ASKED = re.compile(r"(?m)^(?:[-–*•] ?|[A-ZĐ][\w .]{0,20}: ).{10,300}\?$")
"""A line that is a question, put by the paper or behind a dash."""
_SCENE = re.compile(
    r"(?<!\w)(?:chúng tôi|tôi (?:gặp|theo|đến|hỏi|ngồi|nhớ)|kể|cười|lặng|nắng|mưa|gió|sóng|bóng|mùi|nước mắt|bữa cơm|hừng đông|xế chiều|nói rồi|ngồi)(?!\w)"
)
_NARRATED, _SCENES = 4, 2
"""Words of a scene in a story; where no news opens the text fewer tell one."""
_ANALYSIS = re.compile(
    r"(?:bài toán|câu hỏi|nghịch lý|vì sao|thách thức|bài học|nhìn lại|căn cơ|điểm nghẽn|khó nhất|thực tế cho thấy|theo các chuyên gia|giải pháp|trăn trở)(?!\w)"
)
_WEIGHED = 2
_NEWS = re.compile(
    r"(?:[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa|[Nn]gày|[Hh]ôm|(?<!\w)[Vv]ừa)[ ,(]{1,2}(?:ngày )?(?:\d|nay|tổ chức|qua|kết luận|cho biết|xem xét)"
)
"""How news begins: when it was, or that it just was."""
_OPENING = 260
_SAID = re.compile(
    r"cho rằng|đề nghị|(?<!\w)kể|nói[ :,]|chia sẻ|[Tt]heo (?:ông|bà|chị|anh|GS|TS|luật sư)|bày tỏ|nhìn nhận|trăn trở|tâm sự|kiến nghị"
    r"|thừa nhận|lý giải|phân tích|băn khoăn|[“\"][^“”\"]{15,}[”\"]"
)
_MANY_VOICES, _VOICES = 6, 4
"""What people say, in a page: so much makes a piece that weighs things; less does where no news opens it."""
_PAGE = 1600
"""Characters of a page."""
_LONG, _LENGTHY = 2600, 5000
"""Characters of an article that may be more than news, and of one that is."""


def form(article: Article) -> str:
    """One of the seven; "" for a list of articles and for a page without text."""
    title, text = clean(article.title), clean(article.text)
    if article.kind is Kind.LIST or not (text.strip() or title.strip()):
        return ""
    whole = f"{title}\n{text}"
    if article.kind is Kind.DOCUMENT or len(_DOCUMENT.findall(whole)) >= _LEAST_DOCUMENT:
        return "văn bản"
    if _MEDIA.search(title) or len(_SPOKEN.findall(whole)) >= 2:
        return "audio/video"
    if article.kind is Kind.MEDIA or _PICTURES.match(title) or _mostly_pictures(text):
        return "ảnh"
    if len(_QUESTION.findall(f"\n{text}")) >= _ANSWERED or ("?\n" in text and len(_ASKED.findall(text)) > _ANSWERED):
        return "phỏng vấn"
    return _told(title, text)


def _mostly_pictures(text: str) -> bool:
    """Captions and nothing else: every other line ends in the name of a photographer."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 2 and sum(bool(_CREDIT.search(line)) for line in lines) * 2 >= len(lines)


def _told(title: str, text: str) -> str:
    """News, a story told on the spot, or a piece that weighs things."""
    scenes, news = len(_SCENE.findall(text)), bool(_NEWS.search(text[:_OPENING]))
    if scenes >= _NARRATED or (scenes >= _SCENES and not news):
        return "phóng sự"
    weighed = len(_ANALYSIS.findall(f"{title}\n{text}".lower()))
    if len(text) > _LENGTHY or (len(text) > _LONG and weighed >= _WEIGHED) or weighed > _WEIGHED:
        return "bài chuyên sâu"
    voices = len(_SAID.findall(text)) / max(1.0, len(text) / _PAGE)
    return "bài chuyên sâu" if voices >= (_MANY_VOICES if news else _VOICES) else "tin"
