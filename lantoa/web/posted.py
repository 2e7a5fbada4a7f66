"""What a form sent: its texts and files, with a limit on all of it together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.types import Message

from lantoa.errors import Misuse
from lantoa.words import word


class TooLarge(Misuse):
    """Shown as 413."""

    status = 413


@dataclass(frozen=True, slots=True)
class Posted:
    """texts: every value of a name, in order; files: contents of those that were chosen."""

    texts: Mapping[str, Sequence[str]]
    files: Mapping[str, bytes]

    def text(self, name: str) -> str:
        """The last value of a name, "" where there is none."""
        values = self.texts.get(name, ())
        return values[-1] if values else ""


async def posted(request: Request, largest: int, fields: int) -> Posted:
    """Texts and files of a form of at most so many bytes and fields. Raises TooLarge."""
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > largest:
            raise TooLarge(word("posted.too_large", most=largest // 1_000_000))
        return message

    texts: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    whole = Request(request.scope, receive)
    async with whole.form(max_fields=fields, max_files=4) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files[name] = await value.read()
            else:
                texts.setdefault(name, []).append(value)
    return Posted(texts, files)
