"""What Wagtail's admin learns of people."""

from community import moderation_hooks, statistics_hooks  # noqa: F401
