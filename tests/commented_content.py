"""What journeys about comments share."""

from __future__ import annotations

import json

from playwright.sync_api import Page

from tests.liked_content import Likeable
from tests.whole_site import WholeSite

BOX = "#comment-form textarea"


def verify(site: WholeSite, *names: str) -> None:
    """Let the addresses of these members be known as theirs, and their accounts be old."""
    site.ask(f"""
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.utils import timezone
for user in get_user_model().objects.filter(username__in={list(names)!r}):
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={{"verified": True, "primary": True}})
    user.date_joined = timezone.now() - timedelta(days=30)
    user.save()
""")


def verify_newest(site: WholeSite) -> str:
    """The same for whoever signed up last; their user name."""
    name = site.ask(
        "from django.contrib.auth import get_user_model\n"
        "print(get_user_model().objects.latest('pk').username)"
    )
    verify(site, name)
    return name


def comments_of(site: WholeSite, picture: Likeable) -> list[str]:
    """The words below the picture, oldest first; fails where the stored number differs."""
    code = f"""
import json
from community.models import Comment
from pictures.models import Placement
comments = Comment.objects.filter(picture_id={picture.pk}, state="visible").order_by("pk")
words = list(comments.values_list("text", flat=True))
places = Placement.objects.filter(picture_id={picture.pk})
assert set(places.values_list("discussion", flat=True)) == {{len(words)}}
print(json.dumps(words))
"""
    return json.loads(site.ask(code))


def post(page: Page, words: str) -> None:
    """Type and send in the main box, and wait for the answer."""
    page.fill(BOX, words)
    with page.expect_response("**/comments/") as answer:
        page.locator("#comment-form [type=submit]").click()
    assert answer.value.ok, answer.value.text()
