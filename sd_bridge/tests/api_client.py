"""A program with a token of somebody's."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from rest.scopes import Scope
from rest.tokens import make_token


class Program:
    """Asks with a token that has `scopes`, all unless they are named."""

    def __init__(self, user: Any, *scopes: Scope) -> None:
        _row, token = make_token(
            user=user, name="Test", scopes=scopes or list(Scope), expires_at=None
        )
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = Client()

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(_whole(path), headers={**self.headers, **headers})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method.upper(),
            _whole(path),
            json.dumps({} if body is None else body),
            content_type="application/json",
            headers={**self.headers, **headers},
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)

    def upload(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        return self.client.post(_whole(path), fields, headers={**self.headers, **headers})


def _whole(path: str) -> str:
    return path if path.startswith("http") else f"/api/v1/{path}"
