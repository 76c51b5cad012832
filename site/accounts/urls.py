"""One's own account, below `/me/settings/`."""

from django.urls import path

from accounts import departure_views, export_views, overview, token_views

urlpatterns = [
    path("account/", overview.account_security, name="account_security"),
    path("account/delete/", departure_views.delete_account, name="account_delete"),
    path("account/leaving/", departure_views.leaving, name="account_leaving"),
    path("account/stay/<str:token>/", departure_views.undo_by_mail, name="account_undo_departure"),
    path("tokens/", token_views.tokens, name="account_tokens"),
    path("tokens/<int:pk>/revoke/", token_views.revoke, name="account_token_revoke"),
    path("export/", export_views.export, name="account_export"),
]
