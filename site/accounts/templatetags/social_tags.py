"""Other log-in services, where the environment names some."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.template.context import RequestContext
from django.utils.translation import pgettext_lazy

register = template.Library()

ORDER = ["kakao", "naver", "google", "github", "openid_connect"]
NAMES = {
    "kakao": pgettext_lazy("log-in service", "Kakao"),
    "naver": pgettext_lazy("log-in service", "Naver"),
    "google": "Google",
    "github": "GitHub",
}


@register.simple_tag(takes_context=True)
def has_social_services(context: RequestContext) -> bool:
    """Whether this site offers any service to log in with."""
    request = context["request"]
    return bool(get_adapter(request).list_providers(request))


@register.inclusion_tag("socialaccount/_services.html", takes_context=True)
def social_services(context: RequestContext, process: str = "login") -> dict[str, Any]:
    """A button for each service; nothing at all where there is none."""
    request = context["request"]
    services = get_adapter(request).list_providers(request)
    services.sort(key=lambda service: ORDER.index(service.id))
    return {
        "services": [
            {
                "mark": mark_of(service.sub_id),
                "name": NAMES.get(service.id, service.name),
                "address": service.get_login_url(request),
            }
            for service in services
        ],
        "process": process,
        "next": context.get("redirect_field_value") or "",
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag
def service_name(account: Any) -> str:
    """The service of a connected account; its bare name where it is offered no more."""
    known = NAMES.get(account.provider)
    if known is not None:
        return str(known)
    apps = get_adapter().list_apps(None, provider=account.provider)
    return apps[0].name if apps else account.provider


@register.filter
def service_mark(account: Any) -> str:
    return mark_of(account.provider)


def mark_of(service: str) -> str:
    """The file of its mark."""
    return f"img/services/{service if service in NAMES else 'oidc'}.svg"
