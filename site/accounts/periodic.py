"""What the scheduler does for accounts."""

from __future__ import annotations

from datetime import timedelta

from accounts.departures import carry_out_due
from scheduling.registry import periodic


@periodic(every=timedelta(hours=1), name="delete accounts that leave")
def delete_leaving_accounts() -> None:
    carry_out_due()
