"""Groups of duplicates: what stands in one, how it comes there, and how it leaves."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pictures import resemblance
from pictures.fingerprints import hash_distance
from pictures.models import (
    GalleryImage,
    NotTheSame,
    PicturePage,
    ResemblanceGroup,
    ResemblanceKind,
    ResemblanceMember,
)
from pictures.near_values import near_pairs
from pictures.resembling import Looked, sort_out

FAR = {1: "ffff0000ffff0000", 2: "00ff00ff00ff00ff", 3: "0f0f0f0f0f0f0f0f"}


def looked(pk: int, dhash: str = FAR[1], *, sha="", key="", seed=None) -> Looked:
    return Looked(pk, pk, sha or f"file {pk}", dhash, key, seed)


def kinds(found) -> list[tuple[str, list[int]]]:
    return sorted((one.kind.value, [picture.pk for picture in one.pictures]) for one in found)


def flipped(dhash: str, *bits: int) -> str:
    value = int(dhash, 16)
    for bit in bits:
        value ^= 1 << bit
    return f"{value:016x}"


class TestNearPairs:
    def test_are_those_that_comparing_all_pairs_finds(self):
        dice = random.Random(7)
        hashes = {f"{dice.getrandbits(64):016x}" for _ in range(150)}
        for dhash in list(hashes)[:100]:
            hashes.add(flipped(dhash, *dice.sample(range(64), dice.randint(1, 8))))
        found = sorted(hashes)
        every = {
            (one, other)
            for one, other in combinations(range(len(found)), 2)
            if hash_distance(found[one], found[other]) <= 6
        }
        assert len(every) > 50
        assert set(near_pairs(found)) == every


class TestSortOut:
    def test_tells_the_same_from_the_nearly_same(self):
        near = flipped(FAR[2], 1, 17, 33, 49, 50, 51)
        found = sort_out([
            looked(1, sha="x"), looked(2, sha="x"),
            looked(3, FAR[2]), looked(4, near),
            looked(5, FAR[3]),
        ])  # fmt: skip
        assert kinds(found) == [("near", [3, 4]), ("same", [1, 2])]

    def test_seven_bits_are_another_picture(self):
        assert sort_out([looked(1, FAR[2]), looked(2, flipped(FAR[2], *range(7)))]) == []

    def test_other_seeds_of_a_prompt_are_a_series(self):
        found = sort_out([looked(pk, key="prompt", seed=pk) for pk in (1, 2, 3)])
        assert kinds(found) == [("series", [1, 2, 3])]

    def test_the_same_file_is_no_series(self):
        found = sort_out([looked(pk, sha="x", key="prompt", seed=pk) for pk in (1, 2)])
        assert kinds(found) == [("same", [1, 2])]

    def test_pairs_told_apart_need_another_tie(self):
        pictures = [looked(1), looked(2), looked(3)]
        assert kinds(sort_out(pictures, {(1, 2)})) == [("near", [1, 2, 3])]
        assert kinds(sort_out(pictures, {(1, 2), (2, 3)})) == [("near", [1, 3])]
        assert sort_out(pictures[:2], {(1, 2)}) == []

    def test_a_crowd_is_one_group(self):
        found = sort_out([looked(pk) for pk in range(1, 3000)])
        assert [len(one.pictures) for one in found] == [2999]


@pytest.fixture
def hung(hang):
    """A picture whose difference hash is `dhash`: `hung("title", FAR[1])`."""
    seeds = iter(range(1, 50))

    def hang_one(title: str, dhash: str = FAR[1], *, seed: int = 0, **more) -> PicturePage:
        more = {"publish": False, "prompt": title, **more}
        picture = hang(title, seed=seed or next(seeds), **more)
        GalleryImage.objects.filter(pk=picture.image_id).update(dhash=dhash)
        return picture

    return hang_one


def groups() -> list[tuple[str, list[str]]]:
    return sorted(
        (
            group.kind,
            sorted(member.picture.title for member in group.members.select_related("picture")),
        )
        for group in ResemblanceGroup.objects.all()
    )


@pytest.mark.django_db
class TestResemblance:
    def test_grows_as_pictures_come(self, hung):
        hung("a"), hung("b", FAR[2])
        resemblance.rebuild()
        assert groups() == []
        hung("c")
        assert resemblance.catch_up() == 1
        assert groups() == [("near", ["a", "c"])]
        hung("d", flipped(FAR[2], 3))
        resemblance.catch_up()
        assert groups() == [("near", ["a", "c"]), ("near", ["b", "d"])]

    def test_is_at_night_what_it_was_by_day(self, hung):
        for title, dhash in zip("abcd", (FAR[1], FAR[2], FAR[1], FAR[2]), strict=True):
            hung(title, dhash)
            resemblance.catch_up()
        by_day = groups()
        resemblance.rebuild()
        assert groups() == by_day

    def test_follows_a_picture_to_its_new_file(self, hung):
        one, _two, other = hung("a"), hung("b"), hung("c", FAR[2])
        resemblance.rebuild()
        image = hung("file", FAR[2]).image
        PicturePage.objects.filter(title="file").delete()
        PicturePage.objects.filter(pk=one.pk).update(image=image)
        resemblance.catch_up()
        assert groups() == [("near", sorted([one.title, other.title]))]

    def test_remembers_what_is_not_the_same(self, hung, ana):
        pictures = [hung("a"), hung("b")]
        resemblance.rebuild()
        resemblance.tell_apart(pictures, user_id=ana.pk)
        assert groups() == []
        resemblance.rebuild()
        assert groups() == []
        assert NotTheSame.objects.get().by == ana

    def test_forgets_that_with_the_file(self, hung, ana):
        pictures = [hung("a"), hung("b")]
        resemblance.tell_apart(pictures, user_id=ana.pk)
        image = hung("c", FAR[2]).image
        GalleryImage.objects.filter(pk=image.pk).update(dhash=FAR[1])
        PicturePage.objects.filter(title="c").delete()
        PicturePage.objects.filter(pk=pictures[0].pk).update(image=image)
        resemblance.rebuild()
        assert groups() == [("near", ["a", "b"])]

    def test_leaves_no_group_of_one(self, hung, django_capture_on_commit_callbacks):
        hung("a")
        gone = hung("b")
        resemblance.rebuild()
        with django_capture_on_commit_callbacks(execute=True):
            gone.delete()
        assert not ResemblanceGroup.objects.exists()


@pytest.mark.django_db
class TestReport:
    def look(self, client, **query) -> str:
        answer = client.get(reverse("duplicates:report"), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_shows_groups_of_one_kind_and_topic(self, client, admin_user, hung, topic):
        client.force_login(admin_user)
        elsewhere = topic.copy(update_attrs={"title": "Elsewhere", "slug": "elsewhere"})
        hung("Here 1"), hung("Here 2")
        hung("There 1", FAR[2], topic=elsewhere), hung("There 2", FAR[2], topic=elsewhere)
        for seed in (71, 72):
            hung(f"Serial {seed}", FAR[3], seed=seed, prompt="one")
        resemblance.rebuild()
        near = self.look(client, kind="near")
        assert "Here 1" in near
        assert "There 1" in near
        assert "Serial" not in near
        there = self.look(client, kind="near", topic=elsewhere.pk)
        assert "There 1" in there
        assert "Here 1" not in there
        assert "Serial 72" in self.look(client, kind="series")

    def test_asks_as_much_for_many_as_for_few(self, client, admin_user, hung):
        client.force_login(admin_user)
        hung("a"), hung("b")
        resemblance.rebuild()
        counts = []
        for _ in range(2):
            self.look(client, kind="near")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                self.look(client, kind="near")
            counts.append(len(asked))
            for number, dhash in enumerate((FAR[2], FAR[3])):
                hung(f"c{number}", dhash), hung(f"d{number}", dhash)
            resemblance.rebuild()
        assert counts[0] == counts[1]

    def test_tells_pictures_apart(self, client, admin_user, hung):
        client.force_login(admin_user)
        ids = [hung("a").pk, hung("b").pk]
        resemblance.rebuild()
        client.post(reverse("duplicates:decide"), {"act": "apart", "picture": ids})
        assert not ResemblanceMember.objects.exists()

    def test_is_looked_through_on_demand(self, client, admin_user, hung):
        client.force_login(admin_user)
        hung("a"), hung("b")
        client.post(reverse("duplicates:look"))
        assert ResemblanceGroup.objects.get().kind == ResemblanceKind.NEAR
        assert resemblance.scan().asked_at is None

    def test_is_no_page_for_members(self, client, bo):
        client.force_login(bo)
        for name in ("report", "merge"):
            assert client.get(reverse(f"duplicates:{name}")).status_code in {302, 403}
        for name in ("look", "decide"):
            assert client.post(reverse(f"duplicates:{name}")).status_code in {302, 403}


def test_far_hashes_are_far():
    assert all(hash_distance(one, two) > 20 for one, two in pairwise(FAR.values()))
