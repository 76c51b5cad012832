"""The address of the page after a sign-up with an account elsewhere."""

from django.urls import URLPattern, path

from community.welcome import social_welcome

urlpatterns: list[URLPattern] = [path("me/welcome/", social_welcome, name="social_welcome")]
