"""The style sheets a page links."""

from __future__ import annotations

from functools import cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from config.static_urls import StaticFiles
from config.style_sheets import built_name, sheets_of

register = template.Library()


@register.simple_tag
def styles(*groups: str) -> SafeString:
    """Links to the sheets of these groups (`config.style_sheets`), one a group if built."""
    return _links(groups, isinstance(staticfiles_storage, StaticFiles))


@cache
def _links(groups: tuple[str, ...], are_built: bool) -> SafeString:
    names = [
        name
        for group in groups
        for name in ([built_name(group)] if are_built else sheets_of(group))
    ]
    return format_html_join(
        "\n    ", '<link rel="stylesheet" href="{}">', ((static(name),) for name in names)
    )
