"""A small map of points as inline SVG: a frame, a grid of degrees, dots, and the names of the places told most.

It has no coastlines and fetches nothing; it shows how places lie to one another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import ceil, cos, floor, log10, radians, sqrt

WIDTH, HEIGHT, MARGIN = 420, 260, 26
LEAST_DEGREES = 0.5
MOST_LINES = 6
NAMED = 6
LONGEST_NAME = 40
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45)


@dataclass(frozen=True, slots=True)
class Point:
    """A place with how often it is told of."""

    name: str
    lat: float
    lon: float


def point_map(points: Iterable[Point]) -> str:
    """The map of the points, the same place once; an empty string where there are none."""
    counted = Counter(points)
    if not counted:
        return ""
    view = _View.of(list(counted))
    often = [point for point, _ in counted.most_common(NAMED)]
    dots = "".join(
        _dot(view, point, count) for point, count in sorted(counted.items(), key=lambda one: -one[1])
    )
    names = "".join(_name(view, point) for point in often)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' role="img" aria-label="map of places" font-family="sans-serif" font-size="10">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f7f7f4" stroke="#bbb"/>{view.grid()}{dots}{names}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _View:
    """Degrees to pixels: as wide as it is high on the ground in the middle of the map."""

    south: float
    west: float
    degrees: float
    shrink: float

    @classmethod
    def of(cls, points: list[Point]) -> _View:
        south, north = min(p.lat for p in points), max(p.lat for p in points)
        west, east = min(p.lon for p in points), max(p.lon for p in points)
        shrink = max(cos(radians((south + north) / 2)), 0.2)
        high, wide = HEIGHT - 2 * MARGIN, WIDTH - 2 * MARGIN
        degrees = max(north - south, (east - west) * shrink * high / wide, LEAST_DEGREES)
        middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
        return cls(middle_lat - degrees / 2, middle_lon - degrees * wide / high / shrink / 2, degrees, shrink)

    @property
    def scale(self) -> float:
        return (HEIGHT - 2 * MARGIN) / self.degrees

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        x = MARGIN + (lon - self.west) * self.shrink * self.scale
        return round(x, 1), round(HEIGHT - MARGIN - (lat - self.south) * self.scale, 1)

    def grid(self) -> str:
        """Lines at round degrees, each with its number."""
        step = next((step for step in _STEPS if self.degrees / step <= MOST_LINES), _STEPS[-1])
        east = self.west + (WIDTH - 2 * MARGIN) / self.shrink / self.scale
        style = 'stroke="#ddd" stroke-width="1"'
        lines = []
        for number in _multiples(self.west, east, step):
            x, _ = self.at(self.south, number)
            lines.append(f'<path d="M{x} 0V{HEIGHT}" {style}/>')
            lines.append(
                f'<text x="{x}" y="{HEIGHT - 4}" fill="#888" text-anchor="middle">{number:g}°</text>'
            )
        for number in _multiples(self.south, self.south + self.degrees, step):
            _, y = self.at(number, self.west)
            lines.append(
                f'<path d="M0 {y}H{WIDTH}" {style}/><text x="2" y="{y - 2}" fill="#888">{number:g}°</text>'
            )
        return "".join(lines)


def _multiples(first: float, last: float, step: float) -> list[float]:
    digits = max(0, -floor(log10(step)))
    return [round(number * step, digits) for number in range(ceil(first / step), floor(last / step) + 1)]


def _dot(view: _View, point: Point, count: int) -> str:
    x, y = view.at(point.lat, point.lon)
    radius = round(min(3 + sqrt(count), 12), 1)
    title = escape(f"{point.name[:LONGEST_NAME]}: {count}")
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#b3261e" fill-opacity=".55" stroke="#7a1712">'
        f"<title>{title}</title></circle>"
    )


def _name(view: _View, point: Point) -> str:
    """The name beside its dot, on the side that has room."""
    x, y = view.at(point.lat, point.lon)
    is_left = x > WIDTH * 0.7
    anchor, x = ("end", x - 8) if is_left else ("start", x + 8)
    name = escape(point.name[:LONGEST_NAME])
    return f'<text x="{x:.1f}" y="{y + 3:.1f}" text-anchor="{anchor}" fill="#222">{name}</text>'
