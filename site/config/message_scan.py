"""Finds the messages that sources and templates mark for translation."""

from __future__ import annotations

import ast
import re

from django.utils.translation.template import templatize

CALLS = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}

# Django writes a template as gettext calls with Python literals between rows of X.
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(p|n|np)?gettext\(({_LITERAL})(?:, ({_LITERAL}))?")


def in_python(source: str) -> set[str]:
    """Literal messages of the gettext calls in a Python source."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        argument = node.args[0]
        if name in CALLS and isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            found.add(argument.value)
    return found - {""}


def in_template(source: str) -> set[str]:
    """Messages of `translate` and `blocktranslate` in a Django template."""
    found = set()
    for kind, first, second in _CALL.findall(templatize(source)):
        found.add(ast.literal_eval(second if kind in {"p", "np"} else first))
    return found
