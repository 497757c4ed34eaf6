"""Sites are asked as a good guest asks: in turn, not too often, and not what they do not want to be asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers import Site, serving

from zenobia.errors import RobotsDisallow, Unreachable
from zenobia.pages.fetch import Fetcher
from zenobia.pages.manners import LONGEST_DELAY_SECONDS, Guest


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.put("/a", "Troops retook Qasr.")
        site.put("/b", "Shells hit Tell.")
        yield site


@pytest.fixture
def guest(time: Time) -> Guest:
    return Guest(Fetcher(allow_private=True, seconds=3), sleep=time.sleep, clock=lambda: time.now)


def test_robots_txt_is_asked_for_once_and_heeded(site: Site, guest: Guest) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /b\n\nUser-agent: other\nDisallow: /\n")
    assert guest.get(f"{site.url}/a").status == 200
    with pytest.raises(RobotsDisallow, match=r"robots\.txt of 127\.0\.0\.1"):
        guest.get(f"{site.url}/b")
    assert site.paths == ["/robots.txt", "/a"]


def test_rules_for_zenobia_win_over_those_for_all(site: Site, guest: Guest) -> None:
    site.put(
        "/robots.txt", "User-agent: *\nDisallow:\n\nUser-agent: zenobia\nDisallow: /*private\nAllow: /a\n"
    )
    site.put("/x/private", "")
    assert guest.get(f"{site.url}/a").status == 200
    with pytest.raises(RobotsDisallow):
        guest.get(f"{site.url}/x/private")


def test_a_site_without_robots_txt_may_be_read_and_one_in_trouble_may_not(site: Site, guest: Guest) -> None:
    assert guest.get(f"{site.url}/a").status == 200
    with serving() as troubled:
        troubled.put("/robots.txt", status=500)
        troubled.put("/a", "Troops retook Qasr.")
        for _ in range(2):
            with pytest.raises(Unreachable, match=r"robots\.txt"):
                guest.get(f"{troubled.url}/a")
        assert troubled.paths == ["/robots.txt"]


def test_a_redirect_is_asked_for_as_any_other_page(site: Site, guest: Guest) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /b\n")
    site.put("/old", status=301, Location="/b")
    with pytest.raises(RobotsDisallow):
        guest.get(f"{site.url}/old")
    assert "/b" not in site.paths


def test_there_is_time_between_two_requests(site: Site, guest: Guest, time: Time) -> None:
    for path in ["/a", "/b", "/a"]:
        guest.get(site.url + path)
    assert time.slept == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("asked", "kept"), [("5", 5.0), ("0", 1.0), ("86400", LONGEST_DELAY_SECONDS), ("x", 1.0)]
)
def test_a_crawl_delay_is_kept_within_reason(
    asked: str, kept: float, site: Site, guest: Guest, time: Time
) -> None:
    site.put("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n")
    guest.get(f"{site.url}/a")
    guest.get(f"{site.url}/b")
    assert time.slept[-1] == kept


def test_a_busy_server_is_asked_again_when_it_said(site: Site, guest: Guest, time: Time) -> None:
    site.put("/busy", "later", status=503, Retry_After="30")
    with pytest.raises(Unreachable, match="busy"):
        guest.get(f"{site.url}/busy")
    assert site.paths.count("/busy") == 3
    assert time.slept[1:] == [30.0, 30.0]


def test_a_busy_server_that_does_not_say_when_gets_more_time_each_try(
    site: Site, guest: Guest, time: Time
) -> None:
    site.put("/busy", "later", status=429)
    with pytest.raises(Unreachable):
        guest.get(f"{site.url}/busy")
    assert time.slept[1:] == [5.0, 20.0]


@pytest.mark.parametrize("when", ["86400", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_host_that_wants_a_day_is_left_alone(when: str, site: Site, guest: Guest, time: Time) -> None:
    site.put("/busy", "later", status=429, Retry_After=when)
    for path in ("/busy", "/a", "/b"):
        with pytest.raises(Unreachable, match="later"):
            guest.get(site.url + path)
    assert site.paths == ["/robots.txt", "/busy"]
    assert time.slept == [1.0]


def test_odd_robots_files_do_no_harm(site: Site, guest: Guest) -> None:
    for odd in (
        b"\xff\xfe\x00",
        b"<html>" * 1_000,
        b"User-agent: *\n" * 20_000,
        b"Disallow: " + b"*" * 50_000,
    ):
        with serving() as other:
            other.put("/robots.txt", odd)
            other.put("/a", "Troops retook Qasr.")
            assert guest.get(f"{other.url}/a").status == 200
