"""Addresses under `/admin/reports/duplicates/`."""

from django.urls import path

from pictures import duplicate_views

app_name = "duplicates"
urlpatterns = [
    path("", duplicate_views.report, name="report"),
    path("look/", duplicate_views.look_now, name="look"),
    path("decide/", duplicate_views.decide, name="decide"),
    path("merge/", duplicate_views.merging, name="merge"),
]
