"""Where public pages tell that they were looked at."""

from django.urls import URLPattern, path

from community.view_beacon import count_view

urlpatterns: list[URLPattern] = [path("me/views/", count_view, name="count_view")]
