"""Where a picture was to be seen once that is deleted now."""

from __future__ import annotations

from django.db import models


class RemovedAddress(models.Model):
    """`key` is a hash of the address: no word of what hung there is kept."""

    key = models.CharField(max_length=32, primary_key=True)
    removed_at = models.DateTimeField(auto_now=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
