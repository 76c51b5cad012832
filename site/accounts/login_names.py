"""One budget for all the ways to write one name."""

import unicodedata


def fold(name: str) -> str:
    """The same for spellings that differ by case, width, accents, composition or invisible signs.

    Coarser than what the database calls equal, so that no spelling is a fresh budget.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    parts = unicodedata.normalize("NFKD", text)
    kept = (sign for sign in parts if unicodedata.category(sign) not in {"Mn", "Cf", "Cc", "Zs"})
    return unicodedata.normalize("NFKC", "".join(kept))[:200]
