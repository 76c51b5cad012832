"""What the demo's people do with its pictures, so that nothing begins empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from community.collections import add_picture, create_collection
from community.comments import write_comment
from community.likes import like_picture
from community.models import Comment, PictureCollection
from community.submission_rules import rules_of, set_rules
from community.subscription_targets import topic_target
from community.subscriptions import subscribe
from config.demo.works import TOPICS
from pictures.models import PicturePage
from topics.models import TopicPage

WORDS = (
    (
        "member",
        "물결의 결이 정말 고요해요. 몇 번째 시드였어요?",
        "첫 시드였어요. 나머지는 그 옆에 걸어 두었어요.",
    ),
    ("admin", "첫 화면에 걸면 좋겠어요.", ""),
    ("member", "이 색 조합, 제작 정보를 그대로 따라 해 봤어요.", ""),
)
INVITATION = "물과 빛이 있는 그림이면 돼요. 보내기 전에 설명을 적어 주세요."
COLLECTION = "다시 보고 싶은 밤"


def load_talk(people: Mapping[str, Any]) -> None:
    """Likes, comments, a subscription, a collection and a topic that takes pictures, once."""
    if Comment.objects.exists() or PictureCollection.objects.exists():
        return
    pictures = list(PicturePage.objects.live().order_by("pk")[:24])
    for number, picture in enumerate(pictures):
        for place, user in enumerate(people.values()):
            if (number + place) % 3 == 0 or number < 2:
                like_picture(user_id=user.pk, picture_id=picture.pk)
    for (name, words, answer), picture in zip(WORDS, pictures, strict=False):
        said = write_comment(author=people[name], picture=picture, typed=words)
        if answer:
            write_comment(author=people["editor"], picture=picture, typed=answer, answers=said)
    _open_topic()
    _collect(people["member"], pictures)


def _open_topic() -> None:
    topic = TopicPage.objects.filter(slug=TOPICS[0].slug).first()
    if topic is not None and not rules_of(topic.pk).takes:
        set_rules(topic, takes=True, words=INVITATION)


def _collect(member: User, pictures: list[PicturePage]) -> None:
    collection = create_collection(owner_id=member.pk, title=COLLECTION, visibility="public")
    for picture in pictures[3:24:4]:
        add_picture(collection, picture.pk)
    topic = TopicPage.objects.filter(slug=TOPICS[-1].slug).first()
    if topic is not None:
        target = topic_target(topic.pk, topic.title, topic.url_path, topic.content_language)
        subscribe(user=member, target=target)
