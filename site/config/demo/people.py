"""The demo's log-ins and what they tell of themselves; a production site has none of them."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group

from community.models import Profile
from community.nicknames import usable_part
from community.profile_pictures import read_portrait, set_picture
from community.profiles import NicknameError, set_nickname
from config.demo.painting import Order, paint_all


@dataclass(frozen=True)
class Words:
    """What one of them is called and says; `prompt` paints their picture."""

    nickname: str
    bio: str
    prompt: str
    seed: int
    links: tuple[tuple[str, str], ...] = ()


PEOPLE = {
    "admin": Words(
        "해인",
        "갤러리의 문을 열고 닫는 사람이에요.",
        "calm sea at dusk, a full moon, flat woodblock waves",
        7,
    ),
    "editor": Words(
        "서리",
        "해가 능선을 넘는 몇 분을 좋아해요. 그린 방법이 또렷한 그림을 골라 걸어요.\n"
        "시드 하나로 끝까지 가 보는 편이에요.",
        "ringed planet in deep space, amber light, matte painting",
        21,
        (("작업 일기", "https://example.com/diary"), ("고르는 기준", "https://example.org/wall")),
    ),
    "member": Words(
        "초롱",
        "밤의 도시와 먹그림을 모아요.",
        "ink wash bamboo, red sun, rice paper",
        3,
    ),
}
NAMES = tuple(PEOPLE)


def load_people() -> dict[str, AbstractUser]:
    """Everyone's password is their name. Existing accounts are left as they are."""
    users = get_user_model().objects
    people: dict[str, AbstractUser] = {}
    for name in NAMES:
        user = users.filter(username=name).first()
        if user is None:
            create = users.create_superuser if name == "admin" else users.create_user
            user = create(name, f"{name}@example.com", name)
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        people[name] = user
    people["editor"].groups.add(Group.objects.get(name="Curators"))
    return people


def load_profiles(people: dict[str, AbstractUser], *, fast: bool) -> None:
    """Nickname, words and picture, where somebody has not begun to fill in their own."""
    for name, user in people.items():
        profile = Profile.objects.select_related("user").get(user_id=user.pk)
        words = PEOPLE[name]
        if _is_untouched(profile) and _rename(profile, words.nickname):
            profile.bio = words.bio
            profile.links = [{"label": label, "url": url} for label, url in words.links]
            profile.save(update_fields=["bio", "links"])
            order = Order(words.prompt, "", words.seed, "square", fast)
            list(paint_all([order]))
            set_picture(profile, read_portrait(order.path.read_bytes()))


def _is_untouched(profile: Profile) -> bool:
    given = usable_part(profile.user.get_username())
    return not (profile.bio or profile.links or profile.image_id) and (
        profile.nickname.startswith((given, "member"))
    )


def _rename(profile: Profile, nickname: str) -> bool:
    try:
        set_nickname(profile, nickname)
    except NicknameError:  # somebody else is called so
        return False
    return True
