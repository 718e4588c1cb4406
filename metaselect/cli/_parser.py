"""The parser of the command line: what is wrong is one sentence, with the way out."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Sequence
from typing import NoReturn

from metaselect.cli._output import complain
from metaselect.exceptions import did_you_mean

__all__ = ["Parser"]


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` that knows what a mistyped command or option may have meant."""

    def parse_known_args(self, args=None, namespace=None):
        """Parse the words after the command; a word that is not known is told from a missing one first."""
        words = list(args or [])
        if (commands := self._commands()) is None:
            self._check_options(words)
        else:
            n_options = next((i for i, word in enumerate(words) if not word.startswith("-")), len(words))
            self._check_options(words[:n_options])
            if words[n_options:] and words[n_options] not in commands.choices:
                self.error(_unknown_command(words[n_options:], commands))
            if not words:
                self.error(f"which {str(commands.metavar).lower()}? {', '.join(commands.choices)}")
        return super().parse_known_args(words, namespace)

    def parse_args(self, args=None, namespace=None):
        """Parse all words; one word too many is said, with what it may be."""
        parsed, rest = self.parse_known_args(args, namespace)
        if rest:
            command = f" {parsed.command}" if getattr(parsed, "command", None) else ""
            target = f"; if it is the target, say --target {shlex.quote(rest[0])}" if _lacks_target(parsed) else ""
            complain(f"metaselect: {rest[0]!r} is one word too many{target}; see {self.prog}{command} --help")
            raise SystemExit(2)
        return parsed

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one sentence and exit with code 2."""
        if "not allowed with argument" in message:
            message += "; give one of the two"
        complain(f"metaselect: {message}{' See' if message.endswith('?') else '; see'} {self.prog} --help")
        raise SystemExit(2)

    def _commands(self) -> argparse.Action | None:
        return next((action for action in self._actions if isinstance(action, argparse._SubParsersAction)), None)

    def _check_options(self, words: Sequence[str]) -> None:
        known = [option for option in self._option_string_actions if option.startswith("--")]
        for word in words:
            if word == "--":
                return
            option = word.partition("=")[0]
            if option.startswith("--") and not any(name.startswith(option) for name in known):
                near = did_you_mean(option[2:], [name[2:] for name in known]).replace("'", "'--", 1)
                self.error(f"{self.prog} has no option {option}{near.rstrip('.')}")


def _lacks_target(parsed: argparse.Namespace) -> bool:
    return getattr(parsed, "target", "") is None


def _unknown_command(words: Sequence[str], commands: argparse.Action) -> str:
    known = list(commands.choices or ())
    if "recommend" in known and os.path.isfile(words[0]):
        return f"{words[0]!r} is no command; did you mean: metaselect recommend {shlex.join(words)} ?"
    near = did_you_mean(words[0], known).rstrip(".")
    return f"there is no {str(commands.metavar or 'command').lower()} {words[0]!r}{near or ', but ' + ', '.join(known)}"
