"""A report as one self-contained page: styles and drawn charts inside, printable."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from campaigns.report.content import Content, printed, shown
from campaigns.report.drawing import svg
from campaigns.report.layout import Layout
from lantoa.words import word


def html_of(content: Content, layout: Layout) -> bytes:
    """The same content and layout give the same bytes."""
    return _environment().get_template("report_document.html").render(content=content, layout=layout).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("campaigns", "pages"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(w=word, svg=svg, shown=shown, printed=printed, kind_of=lambda block: type(block).__name__)
    return environment
