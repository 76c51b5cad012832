"""What editors may ask for: refused before any engine hears of it, with a sentence where it is."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone, translation

from sd_bridge import limits
from sd_bridge.blocked_words import first_blocked
from sd_bridge.generating import request_generation
from sd_bridge.models import Generation, GenerationRules
from sd_bridge.models.generation_rules import DEFAULT_WAITING
from sd_bridge.refusals import InvalidRequest, QuotaUsedUp, TooManyWaiting
from sd_bridge.sources import Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up_engine(settings):
    settings.SD_ENGINES = {"webui": "http://127.0.0.1:9"}


@pytest.fixture
def rule():
    """Set rules of the site: `rule(max_count=2)`."""

    def set_rules(**values) -> GenerationRules:
        rules = GenerationRules.load()
        for name, value in values.items():
            setattr(rules, name, value)
        rules.save()
        return rules

    return set_rules


def fields_refused(user, **values) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as refusal, translation.override("en"):
        request_generation(user=user, **{"prompt": "a lighthouse", **values})
    assert not Generation.objects.exists()
    return refusal.value.fields


class TestBlockedWords:
    @pytest.mark.parametrize(
        ("prompt", "words"),
        [
            ("a GORE scene", ["gore"]),
            ("(gore:1.3), night", ["gore"]),
            ("ｇｏｒｅ", ["gore"]),
            ("blood_splatter on a wall", ["Blood  splatter"]),
            ("blood\nsplatter", ["blood splatter"]),
            ("go\u200bre", ["gore"]),
            ("gore를 그려 줘", ["gore"]),
            ("피투성이의 기사", ["피투성이"]),
            ("붉은피투성이기사", ["피투성이"]),
            ("血まみれの騎士", ["血まみれ"]),
            ("STRASSE at night", ["straße"]),
            ("<lora:gore_style:1>", ["gore"]),
            ("a c++ book", ["c++"]),
        ],
    )
    def test_are_found_however_they_are_written(self, prompt, words):
        assert first_blocked(prompt, words) == words[0]

    @pytest.mark.parametrize(
        ("prompt", "words"),
        [
            ("a glass of gorenje", ["ass", "gore"]),
            ("bloody splatter", ["blood splatter"]),
            ("a lighthouse", []),
            ("a lighthouse", ["", " "]),
            ("gore2", ["gore"]),
            ("투성이", ["피투성이"]),
        ],
    )
    def test_are_not_found_within_other_words(self, prompt, words):
        assert first_blocked(prompt, words) == ""

    def test_refuse_a_prompt_and_name_the_word(self, ana, rule):
        rule(blocked_words="sea monster\n\n  gore \n")

        fields = fields_refused(ana, prompt="a lighthouse, Gore")
        assert fields == {"prompt": "The prompt contains the blocked word “gore”."}

    def test_refuse_the_prompt_of_the_second_pass(self, ana, rule):
        rule(blocked_words="gore")

        fields = fields_refused(ana, hires_upscaler="Latent", hires_prompt="gore")
        assert list(fields) == ["hires_prompt"]

    def test_may_stand_in_the_negative_prompt(self, ana, rule):
        rule(blocked_words="gore")

        assert request_generation(user=ana, prompt="a lighthouse", negative_prompt="gore").pk

    def test_bind_an_administrator_too(self, admin_user, rule):
        rule(blocked_words="gore")

        assert list(fields_refused(admin_user, prompt="gore")) == ["prompt"]


class TestSize:
    def test_up_to_the_most_is_allowed(self, ana, rule):
        rule(max_pixels=512 * 768)

        assert request_generation(user=ana, prompt="x", width=512, height=768).pk

    def test_beyond_it_is_refused(self, ana, rule):
        rule(max_pixels=512 * 768)

        fields = fields_refused(ana, width=520, height=768)
        assert fields == {
            "width": "The picture would have 399,360 pixels (520 × 768); at most 393,216 are "
            "allowed here."
        }

    def test_counts_the_second_pass(self, ana, rule):
        rule(max_pixels=1024 * 1024)

        fields = fields_refused(
            ana, width=512, height=768, hires_upscaler="Latent", hires_scale=2.0
        )
        assert list(fields) == ["hires_scale"]

    def test_counts_an_enlarged_picture(self, ana, rule, hang):
        image = hang().image
        rule(max_pixels=image.width * image.height * 4)
        asked = {"user": ana, "kind": "upscale", "upscaler": "Lanczos"}

        assert request_generation(source=Source.from_image(image), upscale_by=2.0, **asked).pk
        with pytest.raises(InvalidRequest) as refusal:
            request_generation(source=Source.from_image(image), upscale_by=2.5, **asked)
        assert list(refusal.value.fields) == ["upscale_by"]


class TestNumber:
    def test_of_pictures_is_limited(self, ana, rule):
        rule(max_count=2)

        assert request_generation(user=ana, prompt="x", count=2).pk
        Generation.objects.all().delete()
        assert list(fields_refused(ana, count=3)) == ["count"]


class TestShareOfAnEditor:
    def test_counts_waiting_and_running_ones(self, ana, bo, rule, queue):
        rule(max_waiting=3)
        queue(requested_by=ana)
        queue(
            requested_by=ana,
            state="running",
            running_on="webui",
            lease_until=timezone.now() + timedelta(minutes=1),
        )
        queue(requested_by=ana, state="cancelled")
        queue(requested_by=bo)
        request_generation(user=ana, prompt="the last one")

        with pytest.raises(TooManyWaiting) as refusal:
            request_generation(user=ana, prompt="one too many")
        assert (refusal.value.status, "3" in str(refusal.value)) == (429, True)

    def test_is_twenty_unless_somebody_says_otherwise(self, ana, queue, rule):
        for _number in range(DEFAULT_WAITING):
            queue(requested_by=ana)

        with pytest.raises(TooManyWaiting):
            request_generation(user=ana, prompt="one too many")
        rule(max_waiting=0)
        assert request_generation(user=ana, prompt="as many as wanted").pk


class TestQuota:
    def test_counts_pictures_since_midnight(self, ana, rule, queue):
        rule(daily_quota=10)
        yesterday = queue(requested_by=ana, count=8, state="done", sent_at=timezone.now())
        Generation.objects.filter(pk=yesterday.pk).update(
            queued_at=limits.midnight() - timedelta(seconds=1)
        )
        queue(requested_by=ana, count=8, state="done", sent_at=timezone.now())

        with pytest.raises(QuotaUsedUp) as refusal, translation.override("en"):
            request_generation(user=ana, prompt="x", count=3)
        assert refusal.value.status == 429
        assert refusal.value.fields == {
            "count": "You have used 8 of your 10 pictures of today; this request asks for 3. The "
            "count starts again at midnight."
        }
        assert request_generation(user=ana, prompt="x", count=2).pk

    def test_names_no_field_when_nothing_is_left(self, ana, rule, queue):
        rule(daily_quota=4)
        queue(requested_by=ana, count=4)

        with pytest.raises(QuotaUsedUp) as refusal:
            request_generation(user=ana, prompt="x")
        assert refusal.value.fields == {}

    def test_leaves_out_what_no_engine_was_asked_for(self, ana, rule, queue):
        rule(daily_quota=4)
        queue(requested_by=ana, count=4, state="cancelled")
        queue(requested_by=ana, count=4, state="failed")

        assert request_generation(user=ana, prompt="x", count=4).pk

    def test_counts_what_was_cancelled_while_it_was_painted(self, ana, rule, queue):
        rule(daily_quota=4)
        queue(requested_by=ana, count=4, state="cancelled", sent_at=timezone.now())

        with pytest.raises(QuotaUsedUp):
            request_generation(user=ana, prompt="x")

    def test_leaves_out_descriptions(self, ana, rule, hang):
        rule(daily_quota=1)
        image = hang().image
        for _number in range(2):
            request_generation(user=ana, kind="interrogate", source=Source.from_image(image))

        assert limits.usage(ana).today == 0
        assert request_generation(user=ana, prompt="x").pk

    def test_is_each_editors_own(self, ana, bo, rule, queue):
        rule(daily_quota=2)
        bo.user_permissions.add(Permission.objects.get(codename="generate"))
        queue(requested_by=ana, count=2)

        assert request_generation(user=bo, prompt="x", count=2).pk

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_is_exact_when_requests_come_at_once(self, ana, rule):
        rule(daily_quota=3)
        outcomes: list[str] = []
        barrier = threading.Barrier(6)

        def ask() -> None:
            try:
                barrier.wait(10)
                request_generation(user=ana, prompt="x")
                outcomes.append("queued")
            except QuotaUsedUp:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=ask) for _tab in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcomes) == ["queued"] * 3 + ["refused"] * 3
        assert Generation.objects.count() == 3


class TestUsage:
    def test_tells_what_is_used_and_what_is_left(self, ana, rule, queue):
        rule(daily_quota=200, max_waiting=5)
        queue(requested_by=ana, count=3)
        queue(requested_by=ana, count=2, state="done", sent_at=timezone.now())

        assert limits.usage(ana) == limits.Usage(today=5, per_day=200, waiting=1, per_editor=5)

    def test_tells_where_there_is_no_limit(self, ana, rule):
        rule(daily_quota=0, max_waiting=0)

        assert limits.usage(ana) == limits.Usage(today=0, per_day=None, waiting=0, per_editor=None)


class TestSettingsScreen:
    URL = "/admin/settings/sd_bridge/generationrules/"

    def test_is_not_for_curators(self, client, ana):
        client.force_login(ana)

        assert client.get(self.URL, follow=True).redirect_chain[-1][0].endswith("/admin/")

    def test_lets_administrators_set_the_rules(self, client, admin_user):
        client.force_login(admin_user)
        rules = GenerationRules.load()
        rule = {"max_pixels": 1_000_000, "max_count": 4, "max_waiting": 10, "daily_quota": 200}

        answer = client.post(f"{self.URL}{rules.pk}/", {"blocked_words": "gore", **rule})

        assert answer.status_code == 302
        rules.refresh_from_db()
        assert (rules.blocked_list, rules.daily_quota) == (["gore"], 200)

    def test_refuses_more_pictures_than_an_engine_takes(self, rule):
        with pytest.raises(Exception, match="max_count"):
            rule(max_count=9).full_clean()
