"""Deleting an account: asked for, thought over for two weeks, then carried out."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts import departure_mail, signals
from accounts.models import Departure, User

logger = logging.getLogger(__name__)
GRACE = timedelta(days=14)
SALT = "accounts.departure"
CHOICES = ("comments", "pictures")


class LastSuperuserError(Exception):
    """Nobody would be left who may do everything."""


def request_departure(user: User, *, keep: Iterable[str], language: str) -> Departure:
    """Note that `user` leaves in two weeks, tell them by mail, end their sessions.

    Asking again changes what stays, not the day. Raises LastSuperuserError.
    """
    refuse_last_superuser(user)
    keeping = [name for name in CHOICES if name in set(keep)]
    with transaction.atomic():
        departure, is_new = Departure.objects.update_or_create(
            user=user,
            defaults={"keep": keeping, "language": language},
            create_defaults={
                "keep": keeping,
                "language": language,
                "due_at": timezone.now() + GRACE,
            },
        )
        if is_new:
            signals.departure_requested.send(sender=User, user=user)
            departure_mail.requested(departure, undo_token(departure))
    end_sessions(user)
    return departure


def undo_departure(user: User) -> bool:
    """The account stays; False where nothing was to be undone."""
    with transaction.atomic():
        undone, _ = Departure.objects.filter(user=user).delete()
        if undone:
            signals.departure_undone.send(sender=User, user=user)
            departure_mail.undone(user)
    return bool(undone)


def carry_out_due() -> int:
    """Delete the accounts whose day has come; how many. One that fails does not stop the others."""
    done = 0
    due = Departure.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    for number in list(due.values_list("pk", flat=True)):
        try:
            done += carry_out(number)
        except LastSuperuserError:
            logger.warning("User %s stays: the last superuser cannot be deleted", number)
        except Exception:  # whatever one account meets, the others leave on their day
            logger.exception("User %s could not be deleted; tried again later", number)
    return done


def carry_out(user_id: int) -> bool:
    """Delete an account that is due with all that is its own, in one transaction.

    False where it was undone in the meantime. Raises LastSuperuserError.
    """
    with transaction.atomic():
        departure = (
            Departure.objects.select_for_update()
            .filter(pk=user_id, due_at__lte=timezone.now())
            .first()
        )
        if departure is None:
            return False
        user = departure.user
        refuse_last_superuser(user)
        departure_mail.carried_out(departure)
        signals.departing.send(sender=User, user=user, keep=departure.keep)
        end_sessions(user)
        user.delete()
    return True


def refuse_last_superuser(user: User) -> None:
    """Others who are leaving themselves do not count."""
    if not user.is_superuser:
        return
    others = get_user_model().objects.filter(is_superuser=True, is_active=True, departure=None)
    if not others.exclude(pk=user.pk).exists():
        raise LastSuperuserError


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def undo_token(departure: Departure) -> str:
    """What the mail's link carries: this departure of this account, nothing else."""
    return signing.dumps(_name(departure), salt=SALT, compress=True)


def departure_of(token: str) -> Departure | None:
    """The departure that `token` undoes, None where it is over, undone or the token is wrong."""
    try:
        number, moment = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    departure = Departure.objects.select_related("user").filter(pk=number).first()
    return departure if departure and _name(departure)[1] == moment else None


def _name(departure: Departure) -> list[int]:
    return [departure.pk, int(departure.requested_at.timestamp())]
