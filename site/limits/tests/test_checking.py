"""Budgets of accounts and networks are kept, whoever counts them."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from limits import checking, counting
from limits.checking import CannotTell, TooMany, give_back, spend
from limits.models import Spending
from limits.periodic import forget_spendings
from limits.rules import RULES, Budget, Rule, budgets

pytestmark = pytest.mark.django_db


def stop_clock(monkeypatch, at: float) -> None:
    monkeypatch.setattr(counting, "time", SimpleNamespace(time=lambda: at))


@pytest.fixture(autouse=True)
def one_window(monkeypatch):
    """The clock of counting stands still 10 s into an hour."""
    stop_clock(monkeypatch, 3600 * 400_000 + 10)


@pytest.fixture
def rule(monkeypatch):
    def state(account: str = "", network: str = "", **more) -> str:
        monkeypatch.setitem(RULES, "test", Rule(account, network, **more))
        return "test"

    return state


def passed(tries: int, *arguments, **more) -> int:
    """How many of `tries` calls of `spend` pass."""
    count = 0
    for _try in range(tries):
        try:
            spend(*arguments, **more)
        except TooMany:
            continue
        count += 1
    return count


@pytest.fixture(params=["", "real_redis", "lost_redis"])
def each_counter(request):
    """The database, a real Redis, and the database in place of a Redis that does not answer."""
    if request.param:
        request.getfixturevalue(request.param)


@pytest.mark.usefixtures("each_counter")
class TestSpend:
    def test_passes_as_often_as_the_account_may_wherever_it_comes_from(self, post, bo, rule):
        name = rule("3/m", "100/m")
        requests = [post(bo, f"192.0.2.{last}") for last in range(5)]
        assert sum(passed(1, name, request) for request in requests) == 3

    def test_passes_as_often_as_the_network_may_whoever_asks(self, post, bo, ana, rule):
        name = rule("3/m", "4/m")
        assert passed(3, name, post(bo)) + passed(3, name, post(ana)) == 4
        assert passed(1, name, post(ana, "192.0.2.9")) == 0  # it paid while the network refused

    def test_counts_every_stated_window(self, post, bo, rule):
        name = rule("3/m, 4/h", "")
        assert passed(9, name, post(bo)) == 3

    def test_tells_when_the_next_window_begins(self, post, bo, rule):
        name = rule("1/m", "1/h")
        spend(name, post(bo))
        with pytest.raises(TooMany) as refused:
            spend(name, post(bo))
        assert refused.value.seconds == 3590

    def test_passes_again_in_the_next_window(self, post, bo, rule, monkeypatch):
        name = rule("1/m")
        assert passed(2, name, post(bo)) == 1
        stop_clock(monkeypatch, 3600 * 400_000 + 60)
        assert passed(2, name, post(bo)) == 1

    def test_counts_names_apart_from_each_other(self, post, rule):
        name = rule("2/m", "")
        assert passed(3, name, post(), who="bo") == 2
        assert passed(3, name, post(), who="ana") == 2

    def test_takes_back_what_is_given_back(self, post, bo, rule):
        name = rule("2/m", "2/m")
        spend(name, post(bo))
        give_back(name, post(bo))
        assert passed(3, name, post(bo)) == 2

    def test_is_exact_for_rules_apart(self, post, bo, rule):
        assert passed(9, rule("2/m"), post(bo)) == 2
        assert passed(1, "like", post(bo)) == 1


class TestYoungAccount:
    def test_has_the_stricter_budget_during_its_first_day(self, post, bo, rule):
        assert passed(9, rule("5/m", young="2/m"), post(bo)) == 2

    def test_has_the_usual_budget_after_it(self, post, bo, rule):
        bo.date_joined = timezone.now() - timedelta(days=1, seconds=1)
        assert passed(9, rule("5/m", young="2/m"), post(bo)) == 5


class TestFactor:
    def test_widens_budgets(self, post, bo, rule, settings):
        settings.RATE_LIMIT_FACTOR = 3
        assert passed(20, rule("2/m"), post(bo)) == 6

    def test_does_not_make_guessing_one_account_easier(self, post, rule, settings):
        settings.RATE_LIMIT_FACTOR = 3
        assert passed(20, rule("2/m", "100/m", closed=True), post(), who="bo") == 2


class TestNobodyCounts:
    @pytest.fixture(autouse=True)
    def database_is_gone(self, monkeypatch, lost_redis):
        def gone(*_arguments):
            raise DatabaseError("gone")

        monkeypatch.setattr(counting, "_in_database", gone)

    def test_refuses_log_ins(self, post):
        for name in ("login", "signup", "reset", "social"):
            with pytest.raises(CannotTell):
                spend(name, post(), who="bo")

    def test_lets_the_rest_pass_and_says_so(self, post, bo, caplog):
        with caplog.at_level(logging.WARNING, logger="limits"):
            spend("comment", post(bo))
        assert "Nobody counts comment" in caplog.text


class TestCacheIsLost:
    def test_counts_in_the_database_and_says_so(self, post, bo, lost_redis, caplog):
        with caplog.at_level(logging.WARNING, logger="limits"):
            spend("comment", post(bo))
        assert "The cache does not count" in caplog.text
        assert set(Spending.objects.values_list("times", flat=True)) == {1}


class TestManyAtOnce:
    THREADS = 64

    def passed_at_once(self, rule: str, post, user) -> int:
        barrier = threading.Barrier(self.THREADS)

        def one() -> int:
            try:
                connection.ensure_connection()
                barrier.wait()
                return passed(1, rule, post(user))
            finally:
                connections.close_all()
                caches.close_all()

        with ThreadPoolExecutor(self.THREADS) as pool:
            return sum(task.result() for task in [pool.submit(one) for _n in range(self.THREADS)])

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    @pytest.mark.mariadb
    def test_is_exact_in_the_database(self, post, bo, rule):
        assert self.passed_at_once(rule("20/h", "1000/h"), post, bo) == 20
        assert {row.times for row in Spending.objects.all()} == {20, self.THREADS}

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_is_exact_in_redis(self, post, bo, rule, real_redis):
        assert self.passed_at_once(rule("20/h", "1000/h"), post, bo) == 20

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_is_exact_while_redis_is_lost(self, post, bo, rule, lost_redis):
        assert self.passed_at_once(rule("20/h", "1000/h"), post, bo) == 20


class TestForgetSpendings:
    def test_removes_windows_that_are_over_and_no_others(self, post, bo, monkeypatch):
        spend("comment", post(bo))  # long ago, by the clock of this test
        stop_clock(monkeypatch, timezone.now().timestamp())
        spend("like", post(bo))
        forget_spendings()
        assert {row.key.partition(":")[0] for row in Spending.objects.all()} == {"like"}

    def test_keeps_no_address_and_no_name(self, post, rule):
        spend(rule("5/m", "5/m"), post(None, "192.0.2.77"), who="bo@example.com")
        kept = " ".join(Spending.objects.values_list("key", flat=True))
        assert "192.0.2" not in kept
        assert "bo@" not in kept


class TestRules:
    @pytest.mark.parametrize("name", RULES)
    def test_can_be_read_and_counted(self, name):
        rule = RULES[name]
        for text in (rule.account, rule.network, rule.young):
            for budget in budgets(text):
                key = f"{name}:account:{budget.seconds}:{'0' * 32}"
                assert len(key) <= Spending._meta.get_field("key").max_length
        assert budgets(rule.network), "each rule limits networks"

    @pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.young])
    def test_are_stricter_for_young_accounts(self, name):
        usual, young = budgets(RULES[name].account), budgets(RULES[name].young)
        assert young[0].seconds == usual[0].seconds
        assert young[0].times < usual[0].times

    @pytest.mark.parametrize("text", ["ten", "10", "0/m", "10/w", "10/m 5/h", "-1/m"])
    def test_refuse_what_is_no_limit(self, text):
        with pytest.raises(ValueError):
            budgets(text)

    def test_know_several_windows(self):
        assert budgets("5/5m, 50/d") == [Budget(5, 300), Budget(50, 86_400)]

    def test_unknown_name_is_a_mistake_of_ours(self, post):
        with pytest.raises(KeyError):
            checking.spend("no such rule", post())
