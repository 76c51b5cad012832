"""Mails reach a real server: none is lost, none comes twice, whatever the server does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.delivering import deliver, deliver_due, forget_old
from outbox.models import RETRY_AFTER, Message, MessageState
from outbox.tests.mail_sink import free_port, running_sink, silent_server
from outbox.wanted import LOOKS, looks_again


def make_due() -> None:
    Message.objects.update(next_try_at=timezone.now())


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


class TestDeliver:
    def test_hands_the_mail_over_once_and_forgets_its_words(self, sink, letter):
        message = letter(html="<p>안녕하세요</p>")
        assert deliver_due() == 1
        make_due()
        assert deliver_due() == 0
        [taken] = sink.taken
        assert (taken["Subject"], taken["To"]) == ("새 그림 1장", "bo@example.com")
        assert taken.get_body(("plain",)).get_content().strip() == "안녕하세요"
        assert state_of(message) == MessageState.SENT
        assert (message.text, message.html) == ("", "")

    @pytest.mark.parametrize("mode", ["451", "550", "refuses-reader", "drops"])
    def test_keeps_what_the_server_did_not_take(self, sink, letter, mode):
        message = letter()
        sink.mode = mode
        deliver_due()
        assert state_of(message) == MessageState.WAITING
        assert message.error
        assert message.next_try_at > timezone.now() + timedelta(seconds=50)
        sink.mode = "takes"
        deliver_due()
        assert sink.taken == []
        make_due()
        deliver_due()
        assert len(sink.taken) == 1
        assert state_of(message) == MessageState.SENT

    def test_keeps_the_name_of_a_mail_that_is_sent_again(self, sink, letter):
        letter()
        name = Message.objects.get().headers["Message-ID"]
        sink.mode = "drops"
        deliver_due()
        sink.mode = "takes"
        make_due()
        deliver_due()
        assert sink.ids == [name]

    def test_waits_for_a_server_that_is_down_or_silent(self, outbox, letter):
        message = letter()
        outbox.EMAIL_PORT = free_port()
        deliver_due()
        assert state_of(message) == MessageState.WAITING
        with silent_server() as server:
            outbox.EMAIL_PORT = server.getsockname()[1]
            make_due()
            deliver_due()
        assert state_of(message) == MessageState.WAITING
        assert message.attempts == 2
        with running_sink() as sink:
            outbox.EMAIL_PORT = sink.port
            make_due()
            deliver_due()
            assert len(sink.taken) == 1

    def test_asks_a_server_that_is_away_once_a_round(self, outbox, letter):
        for number in range(5):
            letter(f"test:{number}")
        outbox.EMAIL_PORT = free_port()
        deliver_due()
        assert Message.objects.filter(attempts=1).count() == 1

    def test_gives_up_after_two_days_and_keeps_the_mail(self, sink, letter):
        message = letter()
        sink.mode = "550"
        waited = timedelta()
        while state_of(message) == MessageState.WAITING:
            before = timezone.now()
            make_due()
            deliver(message.pk)
            message.refresh_from_db()
            waited += max(timedelta(), message.next_try_at - before)
        assert message.state == MessageState.FAILED
        assert message.attempts == len(RETRY_AFTER) + 1
        assert timedelta(hours=46) < waited < timedelta(hours=50)
        assert "550" in message.error
        assert message.text == "안녕하세요"

    def test_holds_no_mail_up_by_one_that_cannot_be_made(self, sink, letter):
        letter("test:bad", headers={"X-Broken": "a"})
        Message.objects.update(headers={"X-Broken": "a\nb"})
        letter("test:good")
        deliver_due()
        assert [taken["Message-ID"] for taken in sink.taken] != []
        assert Message.objects.get(key="test:bad").state == MessageState.WAITING

    def test_goes_to_nobody_whose_account_is_closed(self, sink, letter, bo):
        message = letter(user=bo)
        bo.is_active = False
        bo.save()
        deliver_due()
        assert state_of(message) == MessageState.DROPPED
        assert sink.asked == 0


class TestLooksAgain:
    @pytest.fixture(autouse=True)
    def word(self):
        yield
        LOOKS.pop("word", None)

    def test_drops_what_is_no_longer_wanted(self, sink, letter):
        looks_again("word")(lambda message: message.about["wanted"])
        kept, dropped = (letter(f"word:{yes}", about={"wanted": yes}) for yes in (True, False))
        deliver_due()
        assert (state_of(kept), state_of(dropped)) == (MessageState.SENT, MessageState.DROPPED)
        assert len(sink.taken) == 1

    def test_may_find_other_words(self, sink, letter):
        def shorten(message: Message) -> bool:
            message.text = "short"
            return True

        looks_again("word")(shorten)
        letter("word:1")
        deliver_due()
        assert sink.taken[0].get_body(("plain",)).get_content().strip() == "short"


class TestForget:
    def test_takes_what_is_finished_for_a_month_and_nothing_else(self, outbox, letter):
        for state in MessageState:
            letter(f"test:{state}")
            Message.objects.filter(key=f"test:{state}").update(state=state)
        Message.objects.update(created_at=timezone.now() - timedelta(days=31))
        letter("test:young")
        forget_old()
        left = set(Message.objects.values_list("key", flat=True))
        assert left == {"test:waiting", "test:sending", "test:young"}
