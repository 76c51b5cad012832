"""Profiles: made with an account, changed by its owner."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import FormerNickname, Profile
from community.nicknames import (
    MAX_NICKNAME,
    clean_nickname,
    nickname_key,
    nickname_problem,
    usable_part,
)
from community.people import with_avatar
from pictures.renditions import images_by, request_sync
from pictures.side_totals import request_count

if TYPE_CHECKING:
    from accounts.models import User

KEPT = timedelta(days=30)
"""How long a former nickname leads to the new one, and nobody else may take it."""
MOST_FORMER = 3
TRIES = 5


class NicknameError(ValueError):
    """This nickname cannot be had; `str()` is a sentence for whoever wants it."""


def create_profile(user: User) -> Profile:
    """The profile of a new account, under a free nickname near its user name."""
    language = "en" if get_language() == "en" else "ko"
    wish = user.get_username()
    for _try in range(TRIES):
        try:
            return _store(Profile(user=user, language=language), free_nickname(wish))
        except IntegrityError:  # somebody was faster, or the database takes two names for one
            wish = f"{usable_part(wish)[:12]}{secrets.randbelow(10**6)}"
    raise RuntimeError(f"no free nickname for account {user.pk}")


def set_nickname(profile: Profile, nickname: str) -> Profile:
    """Save `profile` under `nickname`; the former one is kept for it a while.

    Raises `NicknameError` where it is not allowed or somebody else has it; nothing is stored then.
    """
    nickname = clean_nickname(nickname)
    problem = nickname_problem(nickname)
    if problem:
        raise NicknameError(problem)
    before = Profile.objects.filter(pk=profile.pk).values_list("nickname_key", flat=True).first()
    try:
        with transaction.atomic():
            _take_over(profile, nickname_key(nickname), before)
            return _store(profile, nickname)
    except IntegrityError as error:
        raise NicknameError(_("Somebody else has this nickname already.")) from error


def _store(profile: Profile, nickname: str) -> Profile:
    """Save, and tell the account its public name. Raises `IntegrityError` for a taken name."""
    is_new = profile.pk is None
    with transaction.atomic():
        profile.nickname = clean_nickname(nickname)
        profile.save(update_fields=None if is_new else ["nickname", "nickname_key"])
        get_user_model().objects.filter(pk=profile.user_id).update(public_name=profile.nickname)
        if not is_new:
            request_count(people=[profile.user_id])
            request_sync(images_by(profile.user_id))
    profile.user.public_name = profile.nickname
    return profile


def _take_over(profile: Profile, key: str, before: str | None) -> None:
    """Let go of `before` for `key`, unless `key` is still kept for somebody who was called so."""
    now = timezone.now()
    former = FormerNickname.objects
    former.filter(kept_until__lte=now).filter(nickname_key__in=[key, before or key]).delete()
    if former.filter(nickname_key=key).exclude(user_id=profile.user_id).exists():
        raise NicknameError(_("Somebody was called so until lately; please choose another name."))
    if before is None or before == key:
        return
    former.filter(nickname_key=key).delete()
    if former.filter(user_id=profile.user_id, kept_until__gt=now).count() >= MOST_FORMER:
        raise NicknameError(
            _("You have changed your nickname %(number)s times in 30 days; please wait a while.")
            % {"number": MOST_FORMER}
        )
    former.update_or_create(
        nickname_key=before, defaults={"user_id": profile.user_id, "kept_until": now + KEPT}
    )


def find_profile(nickname: str) -> Profile | None:
    """Whose page `/people/<nickname>/` is now, however it is written and by a former name too.

    Ready for `person_of`; None where nobody of that name may be seen.
    """
    key = nickname_key(clean_nickname(nickname[: 4 * MAX_NICKNAME].replace("\0", "")))
    shown = with_avatar(Profile.objects.shown())
    profile = shown.filter(nickname_key=key).first()
    if profile is not None:
        return profile if profile.nickname_key == key else None
    former = FormerNickname.objects.filter(nickname_key=key, kept_until__gt=timezone.now())
    return shown.filter(user_id__in=former.values("user_id")).first()


def free_nickname(wish: str) -> str:
    """`wish` without what an e-mail address would give away, numbered where it is taken."""
    stem = usable_part(wish.partition("@")[0])
    if nickname_problem(stem):
        stem = usable_part(f"{stem}{stem}") if len(stem) == 1 else ""
    if not stem or nickname_problem(stem):
        stem = "member"
    numbers = ["", *map(str, range(2, 10)), *(str(secrets.randbelow(10**6)) for _try in range(5))]
    names = [f"{stem[: MAX_NICKNAME - len(number)]}{number}" for number in numbers]
    keys = {nickname_key(name): name for name in names}
    taken = {
        *Profile.objects.filter(nickname_key__in=keys).values_list("nickname_key", flat=True),
        *FormerNickname.objects.filter(nickname_key__in=keys).values_list(
            "nickname_key", flat=True
        ),
    }
    return next((name for key, name in keys.items() if key not in taken), names[-1])
