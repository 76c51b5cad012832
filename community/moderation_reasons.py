"""Why something was decided, in the language of who is told."""

from __future__ import annotations

from dataclasses import dataclass

from community.models import Profile, ReasonTemplate

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """A template, words of one's own, or both."""

    words: str = ""
    template: ReasonTemplate | None = None

    def __bool__(self) -> bool:
        return bool(self.words or self.template)

    def for_user(self, user_id: int | None) -> str:
        """What `user_id` reads; their profile tells the language. At most one query."""
        language = ""
        if self.template is not None and user_id is not None:
            profiles = Profile.objects.filter(user_id=user_id)
            language = profiles.values_list("language", flat=True).first() or ""
        return self.in_language(language)

    def in_language(self, language: str) -> str:
        template = self.template.in_language(language) if self.template else ""
        return " ".join(part for part in (template, self.words.strip()) if part)[:LONGEST]

    @property
    def on_record(self) -> str:
        """What the log keeps."""
        return " ".join(part for part in (str(self.template or ""), self.words) if part)[:LONGEST]


def as_reason(reason: Reason | str) -> Reason:
    return reason if isinstance(reason, Reason) else Reason(reason)
