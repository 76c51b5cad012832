"""The panel's side of its conversation with the server."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.urls import reverse

ASKED = {
    "prompt": "a lighthouse on a cliff",
    "negative_prompt": "",
    "format": "square",
    "count": "2",
    "model": "",
    "sampler": "Euler a",
    "scheduler": "",
    "steps": "20",
    "cfg_scale": "7",
    "seed": "",
}
ACTIONS = ("cancel", "again", "keep", "discard")


class Panel:
    """The panel's side of the conversation."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def post(self, name: str, key: Any, data: Any = None) -> Any:
        return self.client.post(
            reverse(f"sd_bridge:{name}", args=[key]),
            json.dumps({} if data is None else data),
            content_type="application/json",
        )

    def get(self, name: str, *keys: Any) -> Any:
        return self.client.get(reverse(f"sd_bridge:{name}", args=keys))
