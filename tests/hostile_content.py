"""`python -m tests.hostile_content FILE`: a site whose every text tries to become a script.

FILE holds the payloads as a JSON list. Prints the addresses to look at, as JSON.
"""

from __future__ import annotations

import json
import sys
from itertools import cycle
from typing import Any

import django

PICTURES = 26
COMMENTS = 60


def main() -> None:
    django.setup()
    with open(sys.argv[1]) as file:
        texts = json.load(file)
    from django.contrib.auth import get_user_model

    from topics.factories import open_topic

    users = get_user_model().objects
    admin = users.create_superuser("ada", "ada@example.com", "ada")
    member = users.create_user("mal", "mal@example.com", "mal")
    topic = open_topic(_fill(texts, 200))
    pictures = _pictures(texts, topic, admin, member)
    _talk(texts, pictures, member, admin)
    key = _collect(texts, pictures, member)
    _work(texts, topic, admin)
    print(json.dumps(_addresses(topic, pictures[0], member, key)))


def _fill(texts: list[str], length: int, start: int = 0) -> str:
    """As many payloads as fit, one after the other."""
    found = ""
    for text in texts[start:] + texts[:start]:
        if len(found) + len(text) + 1 <= length:
            found = f"{found} {text}".strip()
    return found


def _pictures(texts: list[str], topic: Any, admin: Any, member: Any) -> list[Any]:
    from pictures.factories import hang_picture

    made = []
    for number in range(PICTURES):
        start = number * 7 % len(texts)
        picture = hang_picture(
            _fill(texts, 240, start),
            topic=topic,
            user=admin,
            seed=number + 1,
            prompt=_fill(texts, 6000, start).replace("\n", " "),
            alt_text=_fill(texts, 290, start + 1),
            caption=_fill(texts, 1900, start + 2),
            author_name=_fill(texts, 80, start + 3) if number % 2 else "",
            tags=[texts[start][:90].replace(",", " ").replace('"', "") or "tag"],
        )
        type(picture).objects.filter(pk=picture.pk).update(author=member)
        image = picture.image
        image.raw_metadata = {"png": {"parameters": _fill(texts, 4000), texts[start]: texts[start]}}
        image.save()
        made.append(picture)
    return made


def _talk(texts: list[str], pictures: list[Any], member: Any, admin: Any) -> None:
    from django.utils import timezone

    from community.models import Comment, CommentState, Notification, Report
    from community.profiles import set_nickname

    profile = member.profile
    profile.bio = _fill(texts, 500)
    profile.links = [
        {"label": text[:60], "url": "https://example.com/?q=" + text} for text in texts[:5]
    ]
    set_nickname(profile, "Mal")
    more = cycle(texts)
    for number in range(COMMENTS):
        held = number % 10 == 9
        comment = Comment.objects.create(
            picture=pictures[0],
            author=member,
            text=f"{next(more)}\n{next(more)}",
            state=CommentState.HELD if held else CommentState.VISIBLE,
            reason=next(more)[:300],
            created_at=timezone.now(),
        )
        if number < 20:
            Report.objects.create(
                reporter=admin,
                comment=comment,
                kind="spam",
                text=next(more)[:500],
                created_at=timezone.now(),
            )
            Notification.objects.create(
                user=admin,
                kind="reply",
                key=f"reply-{number}",
                actor=member,
                picture=pictures[number],
                comment=comment,
                reason=next(more)[:300],
                created_at=timezone.now(),
            )


def _collect(texts: list[str], pictures: list[Any], member: Any) -> str:
    from community.collections import add_picture, create_collection
    from community.models import Like

    collection = create_collection(
        owner_id=member.pk,
        title=_fill(texts, 80),
        description=_fill(texts, 1000),
        visibility="public",
    )
    from django.utils import timezone

    for picture in pictures:
        add_picture(collection, picture.pk)
        Like.objects.create(user=member, picture=picture, created_at=timezone.now())
    return collection.key


def _work(texts: list[str], topic: Any, admin: Any) -> None:
    from django.utils import timezone

    from community.models import PageRules, Subscription
    from sd_bridge.models import Generation

    PageRules.objects.create(
        page=topic, takes_submissions=True, submission_words=_fill(texts, 1000)
    )
    Subscription.objects.create(user=admin, topic=topic, created_at=timezone.now())
    for number in range(5):
        Generation.objects.create(
            engine="webui",
            prompt=_fill(texts, 3000, number),
            negative_prompt=_fill(texts, 1000, number),
            format="square",
            width=64,
            height=64,
            count=1,
            steps=2,
            cfg_scale=7,
            sampler=texts[number][:80],
            requested_by=admin,
            state="failed",
            error_code="unreadable",
            error_detail=_fill(texts, 3000, number),
        )


def _addresses(topic: Any, picture: Any, member: Any, key: str) -> dict[str, list[str]]:
    slug = picture.tags.first().slug
    return {
        "public": [
            picture.url,
            topic.url,
            "/",
            "/topics/",
            "/pictures/",
            "/people/Mal/",
            "/people/Mal/about/",
            "/people/Mal/collections/",
            f"/collections/{key}/",
            *([f"/tags/{slug}/"] if slug else []),
        ],
        "personal": [
            "/me/subscriptions/",
            "/me/notifications/",
            "/me/settings/",
            f"/me/submissions/new/?topic={topic.pk}",
            f"/me/collect/{picture.pk}/choose/",
        ],
        "admin": [
            f"/admin/pages/{topic.pk}/",
            f"/admin/pages/{picture.pk}/edit/",
            f"/admin/images/{picture.image_id}/",
            "/admin/moderation/",
            "/admin/moderation/comments/",
            "/admin/moderation/all/comments/",
            "/admin/moderation/all/reports/",
            "/admin/generations/log/",
            "/admin/generate/",
        ],
    }


if __name__ == "__main__":
    main()
