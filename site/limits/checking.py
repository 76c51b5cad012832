"""Asks whether somebody may still do something, and notes that they did.

    spend("comment", request)  # raises TooMany; LimitsMiddleware answers it

Call it before opening a transaction: inside one, others of the same network wait for its end.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from limits import counting
from limits.network import network_of
from limits.rules import RULES, YOUNG, Budget, Rule, budgets

logger = logging.getLogger(__name__)
RETRY = 30  # seconds, when nobody can tell


class TooMany(Exception):  # noqa: N818 - reads as what happened
    """The budget is spent; `seconds` until the next one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class CannotTell(TooMany):
    """Nobody knows what was spent, and the rule does not let that pass."""


def spend(rule: str, request: HttpRequest, *, who: str = "") -> None:
    """Count `request` against the budgets of `rule`.

    `who` stands for the account where nobody is signed in yet: the name that is tried. Raises
    TooMany, KeyError for a rule that does not exist.
    """
    waits = []
    for key, budget in _accounts(RULES[rule], rule, request, who):
        try:
            waits.append(counting.take(key, budget))
        except counting.CannotCountError as error:
            if RULES[rule].closed:
                raise CannotTell(RETRY) from error
            logger.warning("Nobody counts %s; it passes", rule)
    if any(waits):
        raise TooMany(max(waits))


def give_back(rule: str, request: HttpRequest, *, who: str = "") -> None:
    """Take back one `spend`, such as that of a log-in that was right."""
    for key, budget in _accounts(RULES[rule], rule, request, who):
        counting.give_back(key, budget)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What `payer` ("account" or "network") has left of a budget, and when it begins anew."""

    payer: str
    budget: Budget
    left: int
    seconds: int


def allowances(rule: str, request: HttpRequest, *, who: str = "") -> list[Allowance]:
    """What is left of each budget of `rule`; empty when nobody can tell. Spends nothing."""
    asked = list(_accounts(RULES[rule], rule, request, who))
    try:
        spent = counting.spent(asked)
    except counting.CannotCountError:
        return []
    return [
        Allowance(
            payer=key.split(":")[1],
            budget=budget,
            left=max(0, budget.times - times),
            seconds=budget.seconds - int(time.time()) % budget.seconds,
        )
        for (key, budget), times in zip(asked, spent, strict=True)
    ]


def _accounts(
    rule: Rule, name: str, request: HttpRequest, who: str
) -> Iterator[tuple[str, Budget]]:
    """The keys that pay, with their budgets. Who and where are hashed: the table names nobody."""
    user = getattr(request, "user", None)
    account = rule.account
    if not who and user is not None and user.is_authenticated:
        who = f"user {user.pk}"
        if rule.young and timezone.now() - user.date_joined < YOUNG:
            account = rule.young
    payers = [("account", who, account)] if who else []
    payers.append(("network", network_of(request), rule.network))
    for kind, payer, text in payers:
        digest = salted_hmac("limits", payer, algorithm="sha256").hexdigest()[:32]
        # Guessing one account's password does not become easier for a school or an office.
        wider = 1 if rule.closed and kind == "account" else settings.RATE_LIMIT_FACTOR
        for budget in budgets(text):
            key = f"{name}:{kind}:{budget.seconds}:{digest}"
            yield key, Budget(budget.times * wider, budget.seconds)
