"""Every kind of page: where it is, who sees it, and what is done before it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """`address` holds names of `content._addresses` in braces; `who` is a log-in, or nobody."""

    name: str
    address: str
    who: str = ""
    act: Act | None = None
    status: int = 200
    template: str = ""  # what is shown instead of the answer: no request gets this page for sure

    @property
    def is_admin(self) -> bool:
        return self.address.startswith("/admin/")


def open_filters(page: Page) -> None:
    page.locator("[data-filters]").first.click()
    page.wait_for_selector("[data-filter-form]")


def open_quick_view(page: Page) -> None:
    page.locator(".wall a[href]").first.click()
    page.wait_for_selector("dialog[open] h2, dialog[open] h1")


def type_search(page: Page) -> None:
    page.locator("main input[name=q], header input[name=q]").last.press_sequentially("노을")
    page.wait_for_timeout(1200)


def confirm(page: Page) -> None:
    """Say again who one is, where that is asked first."""
    again = page.locator(".entrance-form [name=password]")
    if again.count():
        again.fill("member")
        again.press("Enter")
        page.wait_for_selector(".settings-page")


def fail_log_in(page: Page) -> None:
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "wrong")
    page.locator("form:has([name=password]) [type=submit]").click()
    page.wait_for_load_state("networkidle")


GALLERY = (
    Screen("landing", "/"),
    Screen("landing-member", "/", "member"),
    Screen("topics", "/topics/"),
    Screen("topic", "{topic}"),
    Screen("topic-nested", "{nested}"),
    Screen("topic-words", "{worded}"),
    Screen("pictures", "/pictures/"),
    Screen("pictures-squares", "/pictures/?view=squares"),
    Screen("filters", "/pictures/", act=open_filters),
    Screen("filtered", "/pictures/?sort=likes&period=week&format=tall"),
    Screen("nothing-left", "/pictures/?format=tall&colour=green&model=nothing"),
    Screen("trending", "/pictures/?sort=trending"),
    Screen("random", "/pictures/?sort=random"),
    Screen("picture", "{picture}"),
    Screen("picture-member", "{picture}", "member"),
    Screen("picture-sensitive", "{sensitive}"),
    Screen("quick-view", "/pictures/", act=open_quick_view),
    Screen("around", "/pictures/{picture_id}/around/"),
    Screen("tag", "/tags/노을/"),
    Screen("tags", "/tags/"),
    Screen("people", "/people/"),
    Screen("person", "/people/서리/"),
    Screen("person-about", "/people/서리/about/"),
    Screen("person-collections", "/people/초롱/collections/"),
    Screen("collection", "/collections/{collection}/"),
    Screen("info", "/about/"),
    Screen("search", "/search/"),
    Screen("search-found", "/search/?q=노을"),
    Screen("search-suggestions", "/search/", act=type_search),
    Screen("search-nothing", "/search/?q=얼룩말"),
    Screen("not-found", "/", status=404, template="404.html"),
    Screen("too-fast", "/", status=429, template="429.html"),
    Screen("form-expired", "/", status=403, template="403_csrf.html"),
    Screen("server-error", "/", status=500, template="500.html"),
)
ACCOUNT = (
    Screen("log-in", "/accounts/login/"),
    Screen("log-in-failed", "/accounts/login/", act=fail_log_in),
    Screen("sign-up", "/accounts/signup/"),
    Screen("password-reset", "/accounts/password/reset/"),
    Screen("password-reset-sent", "/accounts/password/reset/done/"),
    Screen("log-out", "/accounts/logout/", "member"),
    Screen("settings", "/me/settings/", "member"),
    Screen("settings-display", "/me/settings/display/", "member"),
    Screen("settings-notifications", "/me/settings/notifications/", "member"),
    Screen("settings-blocked", "/me/settings/blocked/", "member"),
    Screen("settings-account", "/me/settings/account/", "member"),
    Screen("settings-email", "/accounts/email/", "member"),
    Screen("settings-password", "/accounts/password/change/", "member"),
    Screen("settings-services", "/accounts/3rdparty/", "member"),
    Screen("settings-two-steps", "/accounts/2fa/", "member"),
    Screen("settings-code-app", "/accounts/2fa/totp/activate/", "member", confirm),
    Screen("settings-passkeys", "/accounts/2fa/webauthn/", "member"),
    Screen("settings-passkey-new", "/accounts/2fa/webauthn/add/", "member", confirm),
    Screen("settings-sessions", "/accounts/sessions/", "member"),
    Screen("settings-export", "/me/settings/export/", "member"),
    Screen("settings-delete", "/me/settings/account/delete/", "member"),
    Screen("welcome", "/me/welcome/", "member"),
)
PEOPLE = (
    Screen("my-likes", "/me/likes/", "member"),
    Screen("feed", "/me/subscriptions/", "member"),
    Screen("feed-empty", "/me/subscriptions/", "guest1"),
    Screen("subscriptions", "/me/subscriptions/list/", "member"),
    Screen("notifications", "/me/notifications/", "member"),
    Screen("notifications-empty", "/me/notifications/", "guest2"),
    Screen("collections", "/me/collections/", "member"),
    Screen("collections-empty", "/me/collections/", "guest1"),
    Screen("collection-new", "/me/collections/new/", "member"),
    Screen("collection-edit", "/me/collections/{collection}/", "member"),
    Screen("collection-delete", "/me/collections/{collection}/delete/", "member"),
    Screen("collect", "/me/collect/{picture_id}/choose/", "member"),
    Screen("submit-where", "/me/submissions/new/", "member"),
    Screen("submit-file", "/me/submissions/new/?topic={topic_id}", "member"),
    Screen("submit-words", "/me/submissions/new/{waiting}/", "member"),
    Screen("submissions", "/me/submissions/", "member"),
    Screen("submissions-empty", "/me/submissions/", "guest1"),
    Screen("submission", "/me/submissions/{submission}/", "member"),
    Screen("submission-edit", "/me/submissions/{submission}/edit/", "member"),
    Screen("submission-replace", "/me/submissions/{submission}/replace/", "member"),
    Screen("report", "/pictures/{picture_id}/report/", "member"),
    Screen("comment-report", "/comments/{comment}/report/", "member"),
    Screen("comment", "/comments/{comment}/"),
    Screen("person-own", "/people/초롱/", "member"),
    Screen("person-long-name", "/people/{guest}/"),
)
ADMIN = (
    Screen("admin-home", "/admin/", "admin"),
    Screen("admin-generate", "/admin/generate/?topic={topic_id}", "editor"),
    Screen("admin-topic", "/admin/pages/{topic_id}/edit/", "editor"),
    Screen("admin-import", "/admin/import/?topic={topic_id}", "editor"),
    Screen("admin-engines", "/admin/engines/", "admin"),
    Screen("admin-made-with", "/admin/reports/made-with/", "editor"),
    Screen("admin-statistics", "/admin/statistics/", "editor"),
    Screen("admin-statistics-topic", "/admin/statistics/{topic_id}/", "editor"),
    Screen("admin-arrange", "/admin/topics/{topic_id}/order/", "editor"),
    Screen("admin-proposals", "/admin/topics/{ruled_id}/proposals/", "editor"),
    Screen("moderation-pictures", "/admin/moderation/pictures/", "admin"),
    Screen("moderation-comments", "/admin/moderation/comments/", "admin"),
    Screen("moderation-people", "/admin/moderation/people/", "admin"),
    Screen("moderation-held", "/admin/moderation/held/", "admin"),
    Screen("moderation-newcomers", "/admin/moderation/newcomers/", "admin"),
    Screen("moderation-submissions", "/admin/moderation/submissions/", "admin"),
    Screen("moderation-bans", "/admin/moderation/bans/", "admin"),
    Screen("moderation-rules", "/admin/moderation/pages/{topic_id}/", "admin"),
    Screen("moderation-all-comments", "/admin/moderation/all/comments/", "admin"),
)
ALL = {"gallery": GALLERY, "account": ACCOUNT, "people": PEOPLE, "admin": ADMIN}
