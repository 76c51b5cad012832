"""The pages of access tokens, below `/me/settings/`."""

from django.urls import path

from rest import token_views

urlpatterns = [
    path("tokens/", token_views.tokens, name="account_tokens"),
    path("tokens/<int:pk>/revoke/", token_views.revoke, name="account_token_revoke"),
]
