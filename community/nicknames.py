"""What a nickname may be, and when two are the same.

Letters and digits of any script, single spaces and a few marks between them. Two nicknames are the
same if only case, width, composition, spaces or look-alike letters tell them apart.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

MIN_NICKNAME = 2
MAX_NICKNAME = 20
MAX_KEY = 80
MARKS = "_-.·'"

# Letters by their category, but nothing is to be seen of them.
_INVISIBLE = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_ACCENTS = {"Mn", "Mc"}
_MOST_ACCENTS = 2  # one after the other; more paint over the lines around
_MIXED_UP = ("LATIN", "CYRILLIC", "GREEK")  # scripts that share shapes

# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = {
    ord(other): latin
    for other, latin in zip("асеікорѕухԁԛԝјһαικνορτυχβ", "aceikopsyxdqwjhaikvoptuxb", strict=True)
}

# Nobody may be taken for the house, and none of these can be an address or a mention.
RESERVED = frozenset(
    "me you everyone all here anonymous nobody null none undefined settings people topics "
    "pictures tags collections ko en root staff curator operator official support webmaster "
    "나 모두 전체 전원 익명 탈퇴한회원 알수없음 큐레이터 공식 공식계정 스태프 관리인".split()
)
STAFF = (
    *("admin", "moderator", "hkpictures"),
    *("관리자", "운영자", "운영진", "운영팀", "모더레이터", "고객센터"),
)


def clean_nickname(text: str) -> str:
    """NFC, without spaces around it and with single ones inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def nickname_key(nickname: str) -> str:
    """The same for nicknames that people could mistake for one another."""
    folded = unicodedata.normalize("NFKC", nickname).casefold()
    folded = unicodedata.normalize("NFKC", folded).translate(_LOOKALIKES)
    return folded.replace(" ", "")


def nickname_problem(nickname: str) -> str:
    """What is wrong with a cleaned nickname, in a sentence; empty for a good one."""
    if not MIN_NICKNAME <= len(nickname) <= MAX_NICKNAME:
        return _("A nickname has %(least)s to %(most)s letters.") % {
            "least": MIN_NICKNAME,
            "most": MAX_NICKNAME,
        }
    strange = next((letter for letter in nickname if not _is_allowed(letter)), None)
    if strange is not None:
        return _strange(strange)
    if not any(letter.isalnum() for letter in nickname) or not _has_few_accents(nickname):
        return _("A nickname needs letters or digits that can be read.")
    if len(_scripts(nickname)) > 1:
        return _("A nickname cannot mix letters of scripts that look alike.")
    key = nickname_key(nickname)
    if len(key) > MAX_KEY:
        return _("A nickname needs letters or digits that can be read.")
    if is_reserved(key):
        return _("This name is kept for the people who run the site.")
    return ""


def is_reserved(key: str) -> bool:
    """Whether a nickname with this key could be taken for the house; digits do not help."""
    word = re.sub(rf"[\d{re.escape(MARKS)}]+", "", key)
    return bool({key, word} & RESERVED) or word.startswith(STAFF) or word.endswith(STAFF)


def usable_part(text: str) -> str:
    """What of `text` a nickname may hold, cut to its length."""
    kept = "".join(letter for letter in clean_nickname(text) if _is_allowed(letter))
    return clean_nickname(kept[:MAX_NICKNAME])


def _is_allowed(letter: str) -> bool:
    if letter in _INVISIBLE or "\ufe00" <= letter <= "\ufe0f" or "\u180b" <= letter <= "\u180f":
        return False
    category = unicodedata.category(letter)
    return category[0] in "LN" or category in _ACCENTS or letter == " " or letter in MARKS


def _strange(letter: str) -> str:
    """The sentence about a letter that cannot be in a nickname, naming it if it can be seen."""
    is_seen = letter.isprintable() and letter not in _INVISIBLE
    if is_seen and unicodedata.category(letter)[0] not in "CZM":
        return _("“%(letter)s” cannot be in a nickname.") % {"letter": letter}
    return _("There is an invisible character in this nickname; please type it anew.")


def _has_few_accents(nickname: str) -> bool:
    run = _MOST_ACCENTS  # a nickname does not begin with one
    for letter in nickname:
        run = run + 1 if unicodedata.category(letter) in _ACCENTS else 0
        if run > _MOST_ACCENTS:
            return False
    return True


def _scripts(nickname: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in nickname)
    return {name for name in names if name in _MIXED_UP}
