"""How page templates print what people do. Each feature keeps its tags in a module of its own."""

from django import template

register = template.Library()
