"""Whether a comment is shown at once: the rules of its picture and topic, and of new accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from community.comment_text import number_of_links
from community.models import CommentPolicy, CommentState, PageRules
from community.rights import may_moderate
from pictures.models import PicturePage
from pictures.visibility import ancestor_paths

if TYPE_CHECKING:
    from accounts.models import User

# How many links a comment may hold to be shown at once, by the age of the account.
LINKS = ((timedelta(days=1), 0), (timedelta(days=7), 2))
MOST_LINKS = 5


def policy_of(page: Page) -> CommentPolicy:
    """The page's own rule, else that of the nearest topic above it, else open. One query."""
    rules = PageRules.objects.filter(page__path__in=ancestor_paths(page.path))
    return nearest(rules.values_list("page__path", "comments"))


def nearest(rules: Iterable[tuple[str, str]]) -> CommentPolicy:
    """What holds for a page, given the tree paths and rules of pages in its line."""
    said = [(len(path), rule) for path, rule in rules if rule != CommentPolicy.INHERIT]
    return CommentPolicy(max(said)[1]) if said else CommentPolicy.OPEN


def links_allowed(user: User) -> int:
    age = timezone.now() - user.date_joined
    return next((most for limit, most in LINKS if age < limit), MOST_LINKS)


def first_state(
    *, author: User, picture: PicturePage, text: str, policy: CommentPolicy
) -> CommentState:
    """Shown, or held for a curator; those who would decide on it are not asked to."""
    suspicious = number_of_links(text) > links_allowed(author)
    if (policy == CommentPolicy.HOLD or suspicious) and not may_moderate(author, picture):
        return CommentState.HELD
    return CommentState.VISIBLE
