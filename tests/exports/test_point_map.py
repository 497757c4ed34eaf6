"""The map of a notebook: places lie as they lie, whatever is told of them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.exports.point_map import HEIGHT, WIDTH, Point, point_map

HOMS = Point("Homs", 34.73, 36.72)
TADMUR = Point("Tadmur", 34.56, 38.28)
POINTS = st.builds(Point, st.text(), st.floats(-90, 90), st.floats(-180, 180))


def dots(drawn: str) -> dict[str, tuple[float, float]]:
    found = re.findall(r'<circle cx="([^"]+)" cy="([^"]+)"[^>]*><title>([^:]*):', drawn)
    return {name: (float(x), float(y)) for x, y, name in found}


def test_north_is_up_and_east_is_right() -> None:
    drawn = dots(point_map([HOMS, TADMUR]))
    assert drawn["Homs"][0] < drawn["Tadmur"][0]
    assert drawn["Homs"][1] < drawn["Tadmur"][1]


def test_a_place_told_often_is_one_larger_dot() -> None:
    drawn = point_map([HOMS, HOMS, HOMS, TADMUR])
    assert drawn.count("<circle") == 2
    assert "Homs: 3" in drawn


@pytest.mark.parametrize("points", [[], [HOMS], [HOMS, HOMS]])
def test_none_and_one_are_drawn_too(points: list[Point]) -> None:
    assert bool(point_map(points)) == bool(points)


@given(st.lists(POINTS, min_size=1, max_size=30))
def test_every_dot_lies_on_the_map_and_every_name_is_text(points: list[Point]) -> None:
    legal = [Point(re.sub(r"[^\x20-\ud7ff]", "", point.name), point.lat, point.lon) for point in points]
    drawn = point_map(legal)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds <= {"svg", "rect", "path", "text", "circle", "title"}
    for circle in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 <= float(circle.get("cx", "-1")) <= WIDTH
        assert 0 <= float(circle.get("cy", "-1")) <= HEIGHT
