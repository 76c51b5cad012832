"""Addresses under `/admin/statistics/`."""

from django.urls import path

from community import statistics_views

app_name = "statistics"
urlpatterns = [
    path("", statistics_views.index, name="index"),
    path("<id:page_id>/", statistics_views.of_page, name="page"),
]
