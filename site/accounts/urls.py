"""One's own account, below `/me/settings/`."""

from django.urls import path

from accounts import departure_views, export_views, overview

urlpatterns = [
    path("account/", overview.account_security, name="account_security"),
    path("account/delete/", departure_views.delete_account, name="account_delete"),
    path("account/leaving/", departure_views.leaving, name="account_leaving"),
    path("account/stay/<str:token>/", departure_views.undo_by_mail, name="account_undo_departure"),
    path("export/", export_views.export, name="account_export"),
]
