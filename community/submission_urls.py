"""Addresses of submissions."""

from django.urls import URLPattern, path

from community import submission_edit_views as editing
from community import submission_views as views
from community import submit_views as submit

urlpatterns: list[URLPattern] = [
    path("me/submissions/", views.my_submissions, name="me_submissions"),
    path("me/submissions/new/", submit.bring_file, name="submit"),
    path("me/submissions/new/<uuid:uuid>/", submit.write_words, name="submit_words"),
    path("me/submissions/new/<uuid:uuid>/discard/", submit.discard_file, name="submit_discard"),
    path(
        "me/submissions/new/<uuid:uuid>/thumbnail/",
        submit.waiting_thumbnail,
        name="submit_thumbnail",
    ),
    path("me/submissions/<id:pk>/", views.my_submission, name="me_submission"),
    path("me/submissions/<id:pk>/edit/", editing.edit_words, name="me_submission_edit"),
    path("me/submissions/<id:pk>/replace/", editing.replace_file, name="me_submission_replace"),
    path("me/submissions/<id:pk>/withdraw/", views.withdraw, name="me_submission_withdraw"),
    path("me/submissions/<id:pk>/undo/", views.undo_withdrawal, name="me_submission_undo"),
    path("me/submissions/<id:pk>/thumbnail/", views.thumbnail, name="me_submission_thumbnail"),
    path(
        "me/submissions/<id:pk>/files/<id:image_id>/thumbnail/",
        views.thumbnail,
        name="me_submission_earlier",
    ),
    path(
        "me/submissions/<id:pk>/files/<id:image_id>/",
        editing.bring_back,
        name="me_submission_bring_back",
    ),
]
