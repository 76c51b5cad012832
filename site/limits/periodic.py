"""Forgets what was spent in windows that are over."""

from datetime import timedelta

from django.utils import timezone

from limits.models import Spending
from scheduling.registry import periodic


@periodic(every=timedelta(hours=1), name="forget spendings")
def forget_spendings() -> None:
    Spending.objects.filter(ends_at__lt=timezone.now()).delete()
