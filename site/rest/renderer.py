"""JSON in UTF-8: a Korean title stays readable, and half as long."""

from typing import Any

from ninja.renderers import JSONRenderer


class Utf8Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}

    def render(self, request: Any, data: Any, *, response_status: int) -> bytes:
        # Half a surrogate pair, which JSON can hold and UTF-8 cannot, becomes a question mark.
        text = super().render(request, data, response_status=response_status)
        return text.encode("utf-8", "replace")
