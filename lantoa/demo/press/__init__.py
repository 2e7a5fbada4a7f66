"""The HTTP side of the demonstration press: twelve outlets on one loopback port."""

from lantoa.demo.press.press import Press, Request
from lantoa.demo.press.server import RunningPress, start_press
from lantoa.demo.press.site import Answer

__all__ = ["Answer", "Press", "Request", "RunningPress", "start_press"]
