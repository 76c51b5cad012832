"""Somebody fetches what the site knows of them."""

import io
import json
from functools import partial
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts import signals
from accounts.exporting import NameTakenError, archive, gather

pytestmark = pytest.mark.django_db
PAGE = "/me/settings/export/"


def fetched(answer) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def telling():
    """`telling(answer)` answers `data_wanted` so until the test ends."""
    told = []

    def tell(answer):
        def function(**more):
            return answer

        told.append(function)
        signals.data_wanted.connect(function)

    yield tell
    for function in told:
        signals.data_wanted.disconnect(function)


class TestExport:
    def test_is_a_zip_of_json_that_nobody_keeps(self, client, bo):
        client.force_login(bo)
        answer = client.post(PAGE)
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
        packed = fetched(answer)
        assert packed.testzip() is None
        account = json.loads(packed.read("account.json"))
        assert account["user_name"] == "bo"

    def test_holds_addresses_but_no_secrets(self, client, bo, ana):
        EmailAddress.objects.create(user=bo, email=bo.email)
        EmailAddress.objects.create(user=ana, email="ana@example.com")
        Authenticator.objects.create(user=bo, type="totp", data={"secret": "ABCDEFGH"})
        client.force_login(bo)
        packed = fetched(client.post(PAGE))
        text = b"".join(packed.read(name) for name in packed.namelist()).decode()
        assert "bo@example.com" in text
        assert "ABCDEFGH" not in text
        assert bo.password not in text
        assert "ana" not in text

    def test_is_not_made_by_looking(self, client, bo):
        client.force_login(bo)
        assert client.get(PAGE)["Content-Type"].startswith("text/html")

    def test_is_made_three_times_a_day(self, client, bo, settings):
        settings.RATE_LIMIT_FACTOR = 1
        client.force_login(bo)
        answers = [client.post(PAGE) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert int(answers[-1]["Retry-After"]) > 0

    def test_asks_visitors_to_log_in(self, client):
        assert client.post(PAGE)["Location"].startswith("/accounts/login/")


class TestArchive:
    def test_holds_files_of_any_size(self, bo, telling, tmp_path):
        file = tmp_path / "large"
        file.write_bytes(b"pixel" * 300_000)
        telling({"files": {"files/1.png": partial(file.open, "rb")}})
        packed = ZipFile(io.BytesIO(b"".join(archive(*gather(bo)))))
        assert packed.read("files/1.png") == file.read_bytes()

    def test_names_what_cannot_be_opened(self, bo, telling, tmp_path):
        gone = tmp_path / "gone"
        telling({"files": {"files/2.png": partial(gone.open, "rb")}})
        packed = ZipFile(io.BytesIO(b"".join(archive(*gather(bo)))))
        assert json.loads(packed.read("missing-files.json")) == ["files/2.png"]

    def test_never_leaves_out_one_of_two_of_a_name(self, bo, telling):
        telling({"account": []})
        with pytest.raises(NameTakenError):
            gather(bo)

    def test_is_made_in_small_pieces(self, bo, tmp_path):
        file = tmp_path / "large"
        file.write_bytes(b"pixel" * 300_000)
        pieces = archive({}, {"files/1.png": partial(file.open, "rb")})
        assert max(len(piece) for piece in pieces) < 400_000
