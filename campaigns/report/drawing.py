"""A report's charts as pictures. Works without a network; one specification gives one picture."""

from __future__ import annotations

import vl_convert

from campaigns.report.content import Chart

WIDTH, HEIGHT = 640, 240


def svg(chart: Chart) -> str:
    """For pages."""
    return str(vl_convert.vegalite_to_svg(_sized(chart)))


def png(chart: Chart) -> bytes:
    """For documents, sharp enough to be printed."""
    return bytes(vl_convert.vegalite_to_png(_sized(chart), scale=2.5))


def _sized(chart: Chart) -> dict[str, object]:
    return {**chart.spec, "width": WIDTH, "height": chart.spec.get("height", HEIGHT)}
