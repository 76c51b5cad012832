"""Nicknames: readable, unlike one another, and whose they are when two want one at once."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.utils import timezone

from community.models import FormerNickname, Profile
from community.nicknames import clean_nickname, nickname_key, nickname_problem
from community.profiles import (
    KEPT,
    MOST_FORMER,
    NicknameError,
    find_profile,
    free_nickname,
    set_nickname,
)

pytestmark = pytest.mark.mariadb

GOOD = [
    "보라",
    "노을 산책",
    "ㅋㅋ",
    "Bo",
    "bo.ra-1",
    "O'Neil",
    "Ярослав",
    "소금_2",
    "あおい",
    "مرحبا",
    "badminton",
    "가" * 20,
]
BAD = [
    "",
    "보",
    "가" * 21,
    "a/b",
    "a@b.example",
    "<b>bo</b>",
    "100%",
    "..",
    "--",
    "bo\u200bra",
    "bo\u202era",
    "bo\x00ra",
    "bo\u00adra",
    "\u3164\u3164",
    "\u115f\u1160",
    "bo\ufe0fra",
    "b\u0300\u0301\u0302\u0303o",
    "\u0301bo",
    "аdam",  # the first letter is Cyrillic
    "bοra",  # and here the second is Greek
    "\ufdfa" * 20,
    "😀😀",
]
STAFF = "admin ADMIN Admin1 a.d.m.i.n 운영자 운영자님 관리자2 HKPictures me".split()
RESERVED = [*STAFF, "모두", "everyone", "ko", "EN", "ｍｅ", "공식", "the admin", "관 리 자"]
SAME = [
    ("보라", unicodedata.normalize("NFD", "보라")),
    ("Bora", "BORA"),
    ("Bora", "Ｂｏｒａ"),
    ("straße", "STRASSE"),
    ("노을 산책", "노을산책"),
    ("café", "cafe\u0301"),
    ("coco", "сосо"),  # all Cyrillic
    ("ﬁsch", "fisch"),
]


class TestNickname:
    @pytest.mark.parametrize("text", GOOD)
    def test_may_be_in_any_script(self, text):
        assert nickname_problem(clean_nickname(text)) == ""

    @pytest.mark.parametrize("text", BAD, ids=ascii)
    def test_is_refused_in_words_where_people_could_not_read_or_type_it(self, text):
        problem = nickname_problem(clean_nickname(text))
        assert problem
        assert "\u202e" not in problem
        assert "\u200b" not in problem

    @pytest.mark.parametrize("text", RESERVED, ids=ascii)
    def test_is_nobody_who_runs_the_site(self, text):
        assert nickname_problem(clean_nickname(text))

    @pytest.mark.parametrize(("one", "other"), SAME, ids=ascii)
    def test_is_the_same_where_people_would_take_it_for_the_same(self, one, other):
        assert nickname_key(clean_nickname(one)) == nickname_key(clean_nickname(other))

    def test_is_another_where_they_would_not(self):
        names = ["bora", "dora", "보라", "바라", "bora2", "bo-ra", "ㅂㅗㄹㅏ2"]
        assert len({nickname_key(name) for name in names}) == len(names)


@pytest.mark.django_db
class TestNewAccount:
    @pytest.mark.parametrize(
        ("username", "nickname"),
        [
            ("bora", "bora"),
            ("bora@example.com", "bora"),
            ("x", "xx"),
            ("a+b_c", "ab_c"),
            ("admin", "member"),
            ("___", "member"),
            ("n" * 60, "n" * 20),
        ],
    )
    def test_has_a_nickname_near_its_user_name(self, django_user_model, username, nickname):
        user = django_user_model.objects.create_user(username, password="x")
        assert user.profile.nickname == user.public_name == nickname

    def test_has_a_number_where_the_name_is_taken(self, django_user_model):
        make = django_user_model.objects.create_user
        names = ("bora", "bora@a.example", "BORA@b.example", "b.o.r.a", "bora@c.example")
        found = [make(name).public_name for name in names]
        assert found == ["bora", "bora2", "BORA3", "b.o.r.a", "bora4"]

    def test_takes_no_name_that_is_kept_for_somebody(self, bo, django_user_model):
        set_nickname(bo.profile, "보라")
        assert free_nickname("bo") == "bo2"

    def test_has_the_language_of_the_page_it_was_made_on(self, django_user_model):
        from django.utils.translation import override

        with override("en"):
            assert django_user_model.objects.create_user("en1").profile.language == "en"
        with override("ko"):
            assert django_user_model.objects.create_user("ko1").profile.language == "ko"


@pytest.mark.django_db
class TestChangeOfNickname:
    def test_is_told_to_the_account(self, bo):
        set_nickname(bo.profile, "  보라   별 ")
        bo.refresh_from_db()
        assert bo.public_name == bo.profile.nickname == "보라 별"

    @pytest.mark.parametrize("wish", ["ana", "ANA", "Ａｎａ", "a n a"])
    def test_takes_no_name_of_somebody_else(self, ana, bo, wish):
        with pytest.raises(NicknameError):
            set_nickname(bo.profile, wish)
        assert Profile.objects.get(user=bo).nickname == "bo"
        assert not FormerNickname.objects.exists()

    def test_may_change_the_case_of_ones_own(self, bo):
        set_nickname(bo.profile, "BO")
        assert Profile.objects.get(user=bo).nickname == "BO"
        assert not FormerNickname.objects.exists()

    def test_keeps_the_former_name_for_thirty_days(self, ana, bo):
        set_nickname(bo.profile, "보라")
        with pytest.raises(NicknameError):
            set_nickname(ana.profile, "Bo")
        assert find_profile("bo") == bo.profile
        FormerNickname.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
        assert find_profile("bo") is None
        assert set_nickname(ana.profile, "Bo").nickname == "Bo"
        assert not FormerNickname.objects.filter(user=bo).exists()

    def test_may_be_taken_back(self, bo):
        set_nickname(bo.profile, "보라")
        set_nickname(bo.profile, "bo")
        assert find_profile("bo") == bo.profile
        assert list(FormerNickname.objects.values_list("nickname_key", flat=True)) == [
            nickname_key("보라")
        ]

    def test_cannot_be_used_to_hoard_names(self, bo):
        for number in range(MOST_FORMER):
            set_nickname(bo.profile, f"name{number}")
        with pytest.raises(NicknameError):
            set_nickname(bo.profile, "one more")
        FormerNickname.objects.update(kept_until=timezone.now() - KEPT)
        set_nickname(bo.profile, "one more")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestTwoAtOnce:
    def test_only_one_gets_the_name_and_nobody_an_error(self, django_user_model):
        """Each spelling has the same key: one row may win, whichever asks first."""
        spellings = ["보라", unicodedata.normalize("NFD", "보라"), "보 라", "보라 "] * 2
        people = [django_user_model.objects.create_user(f"p{n}") for n in range(len(spellings))]
        start = Barrier(len(people))

        def take(user, name) -> str:
            try:
                profile = Profile.objects.select_related("user").get(user=user)
                start.wait(30)
                set_nickname(profile, name)
            except NicknameError as error:
                return f"refused: {error}"
            finally:
                connections.close_all()
            return "taken"

        with ThreadPoolExecutor(len(people)) as pool:
            outcomes = list(pool.map(take, people, spellings))
        assert outcomes.count("taken") == 1
        assert sum(outcome.startswith("refused") for outcome in outcomes) == len(people) - 1
        assert Profile.objects.filter(nickname_key=nickname_key("보라")).count() == 1
        assert get_user_model().objects.filter(public_name__startswith="p").count() == 7
        assert Profile.objects.filter(nickname_key__startswith="p").count() == 7

    def test_accounts_of_one_name_get_different_ones(self, django_user_model):
        start = Barrier(6)

        def sign_up(number: int) -> str:
            start.wait(30)
            try:
                return django_user_model.objects.create_user(f"bora@{number}.example").public_name
            finally:
                connections.close_all()

        with ThreadPoolExecutor(6) as pool:
            names = list(pool.map(sign_up, range(6)))
        assert len({nickname_key(name) for name in names}) == 6
