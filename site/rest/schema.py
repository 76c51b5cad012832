"""The OpenAPI 3.1 document: what ninja knows of the operations, and what the frame adds to each."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from rest.authentication import Nobody, Session, Token


class GallerySchema(OpenAPISchema):
    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        """Each way to sign in; `{}` where nobody has to. A session needs its CSRF token besides."""
        ways: list[dict[str, Any]] = []
        for auth in operation.auth_callbacks:
            if isinstance(auth, Nobody):
                ways.insert(0, {})
            elif isinstance(auth, Token | Session):
                name = "token" if isinstance(auth, Token) else "session"
                scope = getattr(auth, "scope", None)
                ways.append({name: [scope.value] if scope else []})
                self.securitySchemes[name] = auth.openapi_security_schema
        return ways
