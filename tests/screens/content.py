"""What the demo lacks for a picture of every screen: long names, waiting work, news, bad luck.

Prints the addresses of the screens that need a key or a number, by name, as JSON.
"""

from __future__ import annotations

import io
import json
from datetime import timedelta
from types import SimpleNamespace

import django

LONG_NAME = "해질녘능선을걷는달빛수집가와친구들"
LONG_TITLE = "비가 그친 뒤 젖은 골목의 네온과, 오지 않는 마지막 버스를 기다리는 우산 하나"
REPORTERS = ("나루", "QuietHarbourSince98")


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("load_demo", stdout=io.StringIO())
    scene = _scene()
    if not _loaded():
        _people(scene)
        _talk(scene)
        _news(scene)
        _submissions(scene)
        _reports(scene)
        _veil(scene)
        _looks(scene)
    print(json.dumps(_addresses(scene) | _failures(), ensure_ascii=False))
    connection.close()


def _scene() -> SimpleNamespace:
    from django.contrib.auth import get_user_model

    from config.demo.works import TOPICS
    from pictures.models import PicturePage
    from topics.models import TopicPage

    users = get_user_model().objects
    topic = TopicPage.objects.get(slug=TOPICS[0].slug)
    return SimpleNamespace(
        **{name: users.get(username=name) for name in ("admin", "editor", "member")},
        topic=topic,
        pictures=list(PicturePage.objects.child_of(topic).live().order_by("pk")),
        all=list(PicturePage.objects.live().order_by("pk")),
    )


def _loaded() -> bool:
    from community.models import Report

    return Report.objects.exists()


def _people(scene: SimpleNamespace) -> None:
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from community.profiles import set_nickname

    users = get_user_model().objects
    scene.others = []
    for number, nickname in enumerate((LONG_NAME, *REPORTERS)):
        name = f"guest{number}"
        user = users.create_user(name, f"{name}@example.com", name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        set_nickname(user.profile, nickname)
        scene.others.append(user)
    users.filter(pk__in=[user.pk for user in scene.others]).update(
        date_joined=timezone.now() - timedelta(days=30)
    )


def _talk(scene: SimpleNamespace) -> None:
    from community.blocking import block
    from community.comments import write_comment
    from community.likes import like_picture
    from community.models import CommentPolicy, PageRules
    from community.subscription_targets import topic_target
    from community.subscriptions import subscribe

    first = scene.pictures[0]
    for user in scene.others:
        for picture in scene.all[::3]:
            like_picture(user_id=user.pk, picture_id=picture.pk)
    scene.comment = write_comment(
        author=scene.others[0],
        picture=first,
        typed="능선이 세 겹으로 물러나는 느낌이 좋아요. 안개는 프롬프트에서 나온 거예요, 아니면 "
        "시드 덕이에요? @초롱 님도 보세요.",
    )
    write_comment(author=scene.editor, picture=first, typed="둘 다예요.", answers=scene.comment)
    write_comment(author=scene.others[2], picture=first, typed="Lovely light, and so quiet.")
    held = scene.pictures[1]
    PageRules.objects.update_or_create(page=held, defaults={"comments": CommentPolicy.HOLD})
    write_comment(author=scene.others[1], picture=held, typed="여기 그림 더 있어요: example.com")
    block(user_id=scene.member.pk, blocked_id=scene.others[2].pk)
    topic = scene.topic
    target = topic_target(topic.pk, topic.title, topic.url_path, topic.content_language)
    subscribe(user=scene.member, target=target)
    subscribe(user=scene.editor, target=target)


def _news(scene: SimpleNamespace) -> None:
    from community.models import NotificationKind
    from community.notifying import notify

    picture = scene.pictures[0]
    for number, (kind, actor, more) in enumerate(
        (
            (NotificationKind.SUBSCRIBER, scene.others[0], {}),
            (NotificationKind.MENTION, scene.others[0], {"comment": scene.comment}),
            (NotificationKind.REPLY, scene.editor, {"comment": scene.comment}),
            (NotificationKind.REPORT_DECIDED, None, {"outcome": "upheld"}),
        )
    ):
        more = {"picture": picture, **more}
        notify(scene.member.pk, kind, key=f"screens:{number}", actor=actor, **more)


def _submissions(scene: SimpleNamespace) -> None:
    from community import submission_files
    from community.submission_rules import set_rules
    from community.submitting import Words, submit
    from sd_bridge.demo_webui.painted import painted_file

    set_rules(scene.topic, takes=True, words="물과 빛이 있는 그림이면 돼요.")
    for number, (title, prompt) in enumerate(
        ((LONG_TITLE, "neon alley in the rain, umbrella"), ("달빛 사구", "moonlit dunes"))
    ):
        file = io.BytesIO(painted_file(prompt, "", 400 + number, 512, 512, steps=8))
        row = submission_files.receive(scene.member, scene.topic, file, f"{number}.png")
        words = Words(
            title=title,
            alt_text="비 온 뒤의 골목" if number == 0 else "달빛을 받은 모래 언덕",
            caption="",
            tags=["비", "네온"],
            licence="cc-by",
            recipe_visibility="public",
            note="처음 보내요. 잘 부탁해요.",
        )
        submit(user=scene.member, topic=scene.topic, row=row, words=words)
    file = io.BytesIO(painted_file("bamboo grove in ink, morning fog", "", 410, 512, 512, steps=8))
    submission_files.receive(scene.member, scene.topic, file, "bamboo.png")


def _reports(scene: SimpleNamespace) -> None:
    from community.reporting import Target, report

    for number, picture in enumerate(scene.all[5:8]):
        for user in scene.others[: 3 - number]:
            target = Target("picture", picture.pk, picture.title, picture.url)
            report(reporter=user, target=target, kind="rights", text="다른 곳에서 본 그림이에요.")
    target = Target("comment", scene.comment.pk, "", "")
    report(reporter=scene.others[1], target=target, kind="spam", text="")


def _veil(scene: SimpleNamespace) -> None:
    from pictures.models import Sensitivity
    from pictures.renditions import sync
    from pictures.sensitivity import set_sensitivity

    veiled = scene.all[9]
    set_sensitivity([veiled.image_id], Sensitivity.SENSITIVE)
    veiled.image.refresh_from_db()
    sync(veiled.image)


def _looks(scene: SimpleNamespace) -> None:
    """A month of visitors, a few more each week."""
    from django.utils import timezone

    from community.models import DailyViews
    from topics.models import TopicPage

    today = timezone.localdate()
    pages = [*scene.all[::2], *TopicPage.objects.live()]
    DailyViews.objects.bulk_create(
        [
            DailyViews(
                page_id=page.pk,
                day=today - timedelta(days=back),
                views=4 + (page.pk * 7 + back * back * 3) % 9 + (30 - back) // 4,
            )
            for page in pages
            for back in range(1, 31)
        ],
        ignore_conflicts=True,
    )


def _addresses(scene: SimpleNamespace) -> dict[str, str]:
    from community.models import (
        Comment,
        PictureCollection,
        Submission,
    )
    from pictures.models import ImportFile, PicturePage, Sensitivity
    from topics.models import TopicPage, TopicRule

    nested = TopicPage.objects.filter(depth__gt=scene.topic.depth).first()
    worded = TopicPage.objects.exclude(body="[]").exclude(pk=scene.topic.pk).first()
    collection = PictureCollection.objects.get(owner=scene.member)
    picture = PicturePage.objects.get(pk=scene.pictures[0].pk)
    veiled = PicturePage.objects.filter(image__sensitivity=Sensitivity.SENSITIVE).first()
    comment = Comment.objects.filter(picture=picture, parent=None).order_by("pk").last()
    sent = Submission.objects.filter(author=scene.member).order_by("pk").first()
    ruled = TopicRule.objects.first()
    waiting = ImportFile.objects.filter(batch__user=scene.member).exclude(file="").last()
    return {
        "topic": _path(scene.topic),
        "nested": _path(nested or scene.topic),
        "worded": _path(worded or scene.topic),
        "picture": _path(picture),
        "picture_id": str(picture.pk),
        "sensitive": _path(veiled),
        "comment": str(comment.pk),
        "collection": collection.key,
        "submission": str(sent.pk),
        "waiting": str(waiting.uuid) if waiting else "",
        "topic_id": str(scene.topic.pk),
        "ruled_id": str(ruled.topic_id if ruled else scene.topic.pk),
        "guest": LONG_NAME,
    }


def _failures() -> dict[str, str]:
    """The pages that are shown when something went wrong, by language and template."""
    from django.template.loader import render_to_string
    from django.test import Client
    from django.test.utils import override_settings
    from django.utils.translation import override

    pages = {}
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"]):
        for language, address in (("ko", "/nothing/"), ("en", "/en/nothing/")):
            pages[f"{language} 404.html"] = Client().get(address).content.decode()
    for language in ("ko", "en"):
        with override(language):
            for name in ("429.html", "403_csrf.html", "500.html"):
                pages[f"{language} {name}"] = render_to_string(name)
    return pages


def _path(page) -> str:
    return "/" + page.url_path.split("/", 2)[2]


if __name__ == "__main__":
    main()
