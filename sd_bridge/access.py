"""Who may generate, and who sees what was generated. Editing a page alone allows neither."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from sd_bridge.models import Generation, GenerationQuerySet

PERMISSION = "sd_bridge.generate"


def may_generate(user: AbstractUser | AnonymousUser, page: Page | None = None) -> bool:
    """Whether `user` may ask engines for pictures; with a `page`, in its edit form."""
    if not (user.is_active and user.has_perm(PERMISSION)):
        return False
    return page is None or page.permissions_for_user(user).can_edit()


def may_see(user: AbstractUser | AnonymousUser, generation: Generation) -> bool:
    """Whoever asked for it, and whoever may generate on its page."""
    if user.is_active and user.pk == generation.requested_by_id and user.pk is not None:
        return True
    if generation.page is None:
        return user.is_active and user.is_superuser
    return may_generate(user, generation.page)


def generations_visible_to(user: AbstractUser | AnonymousUser) -> GenerationQuerySet:
    if not user.is_active:
        return Generation.objects.none()
    if user.is_superuser:
        return Generation.objects.all()
    own = Q(requested_by_id=user.pk)
    if not user.has_perm(PERMISSION):
        return Generation.objects.filter(own)
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return Generation.objects.filter(own | Q(page__in=pages.order_by().values("pk")))
