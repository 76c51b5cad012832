"""Mails are put with what they tell of, once, and no request waits for a mail server."""

from __future__ import annotations

import time

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from outbox.backend import NotStorableError
from outbox.delivering import deliver_due
from outbox.models import Message
from outbox.tests.mail_sink import silent_server, was_called


class TestPut:
    def test_makes_one_message_a_key(self, outbox, letter):
        assert letter().pk == letter(subject="another").pk
        assert Message.objects.get().subject == "새 그림 1장"

    def test_belongs_to_the_transaction_of_its_caller(self, outbox, letter):
        with transaction.atomic():
            letter()
            transaction.set_rollback(True)
        assert not Message.objects.exists()

    @pytest.mark.parametrize("field", ["subject", "to"])
    def test_refuses_line_breaks_where_headers_stand(self, outbox, letter, field):
        with pytest.raises(mail.BadHeaderError):
            letter(**{field: "a@example.com\nBcc: all@example.com"})
        assert not Message.objects.exists()


class TestBackend:
    def test_stores_a_mail_for_each_reader_alone(self, sink, db):
        message = mail.EmailMultiAlternatives(
            "Hello", "text", "Us <us@example.com>", ["Bo <bo@example.com>"], bcc=["cy@example.com"]
        )
        message.attach_alternative("<p>text</p>", "text/html")
        assert message.send() == 1
        deliver_due()
        assert [taken["To"] for taken in sink.taken] == ["bo@example.com", "cy@example.com"]
        assert {taken["From"] for taken in sink.taken} == {"Us <us@example.com>"}
        assert "<p>text</p>" in sink.taken[0].get_body(("html",)).get_content()

    def test_stores_the_same_mail_once(self, outbox, db):
        message = mail.EmailMessage("Hello", "text", to=["bo@example.com"])
        message.send()
        message.send()
        assert Message.objects.count() == 1

    def test_refuses_what_it_could_not_keep(self, outbox):
        message = mail.EmailMessage("Hello", "text", to=["bo@example.com"])
        message.attach("a.txt", "text", "text/plain")
        with pytest.raises(NotStorableError):
            message.send()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestRequest:
    def test_neither_waits_for_the_mail_server_nor_calls_it(self, outbox, client, bo):
        with silent_server() as server:
            outbox.EMAIL_PORT = server.getsockname()[1]
            started = time.monotonic()
            answer = client.post(reverse("account_reset_password"), {"email": bo.email})
            assert time.monotonic() - started < 2
            assert answer.status_code == 302
            assert not was_called(server)
        assert Message.objects.get().to == bo.email
