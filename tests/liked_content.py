"""Pictures and members for journeys about likes: each test takes its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import BrowserContext, Page

from tests.logging_in import by_form, by_request
from tests.whole_site import WholeSite

MAKE = """
import json
from django.contrib.auth import get_user_model
from pictures.factories import hang_picture
from topics.models import TopicPage
topic = TopicPage.objects.get(slug="lakes")
pictures = []
for seed in range({first}, {first} + {number}):
    title = f"Likeable {{seed}}"
    picture = PicturePage.objects.filter(title=title).first() or hang_picture(
        title, topic=topic, seed=9000 + seed, prompt=title)
    pictures.append({{"pk": picture.pk, "url": picture.url, "title": title}})
users = get_user_model().objects
for seed in range({first}, {first} + {number}):
    if not users.filter(username=f"liker{{seed}}").exists():
        users.create_user(f"liker{{seed}}", f"liker{{seed}}@example.com", "a quiet lake")
print(json.dumps(pictures))
"""
PASSWORD = "a quiet lake"
LIST = "/en/topics/lakes/"
_first = count(1, 100)
_people = count(1)


@dataclass(frozen=True)
class Likeable:
    """A picture nobody likes yet, and a member who likes nothing."""

    pk: int
    url: str
    title: str
    member: str

    @property
    def heart(self) -> str:
        return f'.wall form[data-like="{self.pk}"] button'


def likeables(site: WholeSite, number: int) -> Iterator[Likeable]:
    first = next(_first)
    made = json.loads(site.ask(MAKE.format(first=first, number=number)))
    return (
        Likeable(**row, member=f"liker{seed}")
        for seed, row in zip(count(first), made, strict=False)
    )


def likes_of(site: WholeSite, picture: Likeable) -> list[str]:
    """User names of those who like it; fails where the stored numbers differ."""
    code = f"""
import json
from community.models import Like
from pictures.models import Placement
likes = Like.objects.filter(picture_id={picture.pk})
names = sorted(likes.values_list("user__username", flat=True))
places = Placement.objects.filter(picture_id={picture.pk})
numbers = set(places.values_list("popularity", flat=True))
assert numbers == {{len(names)}}, (numbers, names)
print(json.dumps(names))
"""
    return json.loads(site.ask(code))


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """On the log-in page that is open."""
    by_form(page, name, password)


def sign_up(page: Page) -> str:
    """On the log-in page that is open, over to the other tab; the new member's name."""
    name = f"newcomer{next(_people)}"
    page.locator(".entrance-tabs a").last.click()
    page.wait_for_url("**/accounts/signup/**")
    page.fill("[name=email]", f"{name}@example.com")
    if page.locator("[name=username]").count():
        page.fill("[name=username]", name)
    for field in page.locator("[type=password]").all():
        field.fill(PASSWORD)
    page.locator("form:has([name=email]) [type=submit]").click()
    return name


def as_member(context: BrowserContext, name: str) -> Page:
    """A page, nothing opened yet, of a browser in which they are logged in."""
    by_request(context, name, PASSWORD)
    return context.new_page()
