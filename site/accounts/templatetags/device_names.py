"""Browsers in the list of sessions."""

from django import template

from accounts import devices

register = template.Library()


@register.filter
def device_name(user_agent: str) -> str:
    return devices.device_name(user_agent)


@register.filter
def device_icon(user_agent: str) -> str:
    return "phone" if devices.is_phone(user_agent) else "laptop"
