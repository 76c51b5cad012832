"""Why a file, a zip or a folder is refused; one sentence for each code.

ImportRefusedError carries a code and what its sentence names; rows keep both, so that everyone
reads the reason in their own language. A file that intake refuses keeps intake's own code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from pictures import intake_errors
from pictures.intake_errors import IntakeError, shown_name

_INTAKE = {
    error.code: error.sentence
    for error in vars(intake_errors).values()
    if isinstance(error, type) and issubclass(error, IntakeError)
}
SENTENCES = {
    **_INTAKE,
    # files
    "interrupted": gettext_lazy("Reading “%(name)s” was interrupted. Bring it again."),
    "unreadable": gettext_lazy("“%(name)s” cannot be read from the disk."),
    "file_gone": gettext_lazy("The file of “%(name)s” is gone. Bring it again."),
    "expired": gettext_lazy("“%(name)s” was not imported in time. Bring it again."),
    "sidecar_alone": gettext_lazy("“%(name)s” describes a picture that is not among the files."),
    # zips
    "no_zip": gettext_lazy("“%(name)s” is not a zip that can be read."),
    "zip_entries": gettext_lazy("“%(name)s” holds more than %(limit)s files."),
    "zip_size": gettext_lazy("“%(name)s” was left out: the zip unpacks to more than %(limit)s MB."),
    "zip_ratio": gettext_lazy("“%(name)s” unpacks to far more than its size and was left out."),
    "zip_link": gettext_lazy("“%(name)s” is a link, not a file."),
    "zip_encrypted": gettext_lazy("“%(name)s” is locked with a password."),
    "zip_nested": gettext_lazy("“%(name)s” is a zip inside a zip. Unpack it first."),
    "zip_method": gettext_lazy("“%(name)s” is packed in a way that is not supported."),
    "zip_damaged": gettext_lazy("“%(name)s” is damaged inside the zip."),
    # folders
    "folder_closed": gettext_lazy("The folder “%(name)s” is not open to imports."),
    "folder_gone": gettext_lazy("There is no folder “%(name)s”."),
    # the web
    "web_address": gettext_lazy("“%(name)s” is no address that begins with http:// or https://."),
    "web_closed": gettext_lazy("“%(name)s” does not lie on the public web."),
    "web_unreachable": gettext_lazy("The server of “%(name)s” cannot be reached."),
    "web_status": gettext_lazy("The server of “%(name)s” answered %(reason)s, not with a picture."),
    "web_page": gettext_lazy(
        "“%(name)s” is a web page. Give the address of the picture itself: open it alone and copy "
        "its address."
    ),
    "web_redirects": gettext_lazy("“%(name)s” was passed on from address to address too often."),
    "web_slow": gettext_lazy("“%(name)s” did not come within %(limit)s seconds."),
    "web_broken": gettext_lazy("The server of “%(name)s” broke off before all of it had come."),
    # pictures
    "no_topic": gettext_lazy("Choose a topic for “%(name)s”."),
    "topic_gone": gettext_lazy("The topic of “%(name)s” has been deleted."),
    "not_allowed": gettext_lazy("You may not add pictures to the topic of “%(name)s”."),
    "not_publish": gettext_lazy("You may not publish in the topic of “%(name)s”."),
    "no_alt_text": gettext_lazy("“%(name)s” needs an alternative text to be published."),
    "no_title": gettext_lazy("“%(name)s” needs a title."),
    "internal": gettext_lazy(
        "“%(name)s” could not be imported because of an error in the program. The log tells more."
    ),
    "invalid": gettext_lazy("“%(name)s” cannot become a picture: %(reason)s"),
}


class ImportRefusedError(Exception):
    """Something that cannot come in; `str()` is a sentence in the reader's language."""

    def __init__(self, code: str, *, name: str = "", **params: str) -> None:
        super().__init__(code, name)
        self.code = code
        self.name = name
        self.params = params

    def __str__(self) -> str:
        return sentence_of(self.code, self.params, name=self.name)


def sentence_of(code: str, params: Mapping[str, Any], *, name: str) -> str:
    """The sentence of a stored refusal; "" without one."""
    if not code:
        return ""
    sentence = SENTENCES.get(code)
    values = {"limit": "", "reason": "", **params, "name": shown_name(name)}
    if sentence is None:
        return gettext("“%(name)s” cannot be used.") % values
    return str(sentence) % values
