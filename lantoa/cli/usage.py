"""What typer says by itself, in Vietnamese: help pages, and the one line on a wrong use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from lantoa.words import word

_ENGLISH = {
    "Usage:": "usage",
    "Options:": "options",
    "Arguments:": "arguments",
    "Commands:": "commands",
    "[OPTIONS]": "some_options",
    "COMMAND [ARGS]...": "some_command",
    "Show this message and exit.": "show_help",
    "[required]": "required",
}
_HEADINGS = re.compile("|".join(re.escape(text) for text in _ENGLISH))
_TYPES = re.compile(r" <(?:str|path|int|list\[\w+\])>")


VALUE_LEFT_OUT = {"bench": ("--gold", "-")}
"""By command: the option that can be typed without a value, and the value it then has."""


class Command(TyperCommand):
    """A command whose help is Vietnamese throughout."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What was typed, with a value that was left out."""
        left_out = VALUE_LEFT_OUT.get(self.name or "")
        return super().parse_args(ctx, list(_with_values(args, *left_out)) if left_out else args)

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """A group whose help is Vietnamese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _translated(super().get_help(ctx))


class Commands(typer.Typer):
    """A typer of such commands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            cls=Group,
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **options,
        )

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """As typer's, with our kind of command."""
        return super().command(name, cls=Command, **options)


def _with_values(args: list[str], option: str, value: str) -> Iterator[str]:
    for one, following in zip(args, [*args[1:], "--"], strict=False):
        yield one
        if one == option and following.startswith("--"):
            yield value


def usage_line(error: typer.TyperException) -> str:
    """One line on a command that was typed wrongly; the help page where nothing was typed."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return error.message
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "lantoa"
    return f"{_wrong(kind, error)} {word('cli.usage.see', command=command)}"


def _wrong(kind: str, error: typer.TyperException) -> str:
    option = getattr(error, "option_name", None)
    if kind == "NoSuchOption":
        close = ", ".join(getattr(error, "possibilities", None) or ())
        return word("cli.usage.no_option", option=option) + (
            " " + word("cli.usage.close", close=close) if close else ""
        )
    if kind == "BadOptionUsage":
        key = "takes_none" if "not take" in error.message else "takes_one"
        return word(f"cli.usage.{key}", option=option)
    name = _parameter(getattr(error, "param", None))
    if kind == "MissingParameter":
        return word("cli.usage.missing", name=name)
    if kind == "BadParameter":
        return word("cli.usage.bad_value", name=name, value=_given(error))
    if stated := re.search(r"command '(.*)'", error.message):
        return word("cli.usage.no_command", name=stated[1])
    if stated := re.search(r"unexpected extra argument.*? \((?!s\))(.*)\)", error.message):
        return word("cli.usage.extra", name=stated[1])
    return word("cli.usage.wrong", why=error.message)


def _parameter(parameter: Any) -> str:
    """--week for an option, its place-holder for an argument."""
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name)


def _given(error: BaseException) -> str:
    """What was typed, where typer's own error tells it."""
    tell = getattr(error.__cause__, "errors", None)
    found = tell() if callable(tell) else []
    return f'"{found[0]["input"]}"' if found and "input" in found[0] else ""


def _translated(help_page: str) -> str:
    return _HEADINGS.sub(lambda found: word(f"cli.usage.{_ENGLISH[found[0]]}"), _TYPES.sub("", help_page))
