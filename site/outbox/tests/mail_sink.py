"""A real mail server of a test's own, which keeps what it takes and misbehaves on request."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller

OK = "250 OK"


@dataclass
class Sink:
    """`mode`: takes, 451, 550, refuses-reader, drops (after the mail, before its answer), holds.

    `taken` are the mails it said yes to; `asked` is how many it was offered.
    """

    mode: str = "takes"
    taken: list[EmailMessage] = field(default_factory=list)
    asked: int = 0
    port: int = 0
    is_holding: Event = field(default_factory=Event)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.mode == "refuses-reader":
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.asked += 1
        if self.mode in {"451", "550"}:
            return f"{self.mode} Not now"
        if self.mode == "drops":
            server.transport.abort()
            return "451 Gone"
        if self.mode == "holds":
            self.is_holding.set()
            for _ in range(600):
                if self.mode != "holds" or server.transport.is_closing():
                    return "451 Held too long"
                await asyncio.sleep(0.05)
        self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return OK

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]


@contextmanager
def running_sink(port: int = 0) -> Iterator[Sink]:
    sink = Sink(port=port or free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        sink.mode = "takes"
        controller.stop()


@contextmanager
def silent_server() -> Iterator[socket.socket]:
    """Accepts connections into its backlog and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_called(server: socket.socket) -> bool:
    """Whether anybody has connected to a silent server."""
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
