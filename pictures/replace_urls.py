"""Addresses under `/admin/pictures/<id>/file/`."""

from django.urls import path

from pictures import replace_views

app_name = "replace"
urlpatterns = [
    path("", replace_views.choose, name="choose"),
    path("<uuid:uuid>/", replace_views.compare, name="compare"),
    path("<uuid:uuid>/thumbnail/", replace_views.waiting_thumbnail, name="waiting_thumbnail"),
    path("earlier/<id:image_id>/", replace_views.earlier, name="earlier"),
]
