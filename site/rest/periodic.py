"""Forgets answers that nobody asks for again, and tokens that ended long ago."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from rest.idempotency import KEPT
from rest.models import ApiToken, KeptAnswer
from scheduling.registry import periodic

ENDED_TOKENS = timedelta(days=90)


@periodic(every=timedelta(hours=1), name="forget kept answers")
def forget_kept_answers() -> None:
    now = timezone.now()
    KeptAnswer.objects.filter(created_at__lt=now - KEPT).delete()
    long_ago = now - ENDED_TOKENS
    ApiToken.objects.filter(Q(revoked_at__lt=long_ago) | Q(expires_at__lt=long_ago)).delete()
