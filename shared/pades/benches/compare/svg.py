"""Line diagrams as SVG, drawn by hand: two in a row, linear axes from zero."""

import math
from collections.abc import Sequence
from html import escape

from .cost import FLOOR, Panel
from .measure import Measured

WIDTH, HEIGHT = 470, 380
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 62, 110
ACROSS, DOWN = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
COLOURS = ("#1a5fb4", "#c2410c", "#2e7d32")
GREY = "#6b7280"
STYLE = """\
text { font: 12px system-ui, sans-serif; fill: #1f2937 }
.title { font-size: 15px; font-weight: 600 }
.note { font-size: 11px; fill: #4b5563 }
.grid { stroke: #e5e7eb }
.axis { stroke: #374151 }
.line { fill: none; stroke-width: 2 }"""


def draw(panels: Sequence[Panel], captions: Sequence[str]) -> str:
    """The panels, and below them a line for each caption."""
    rows = math.ceil(len(panels) / 2)
    width, height = 2 * WIDTH, rows * HEIGHT + 20 * len(captions) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<style>\n{STYLE}\n</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for index, panel in enumerate(panels):
        x, y = index % 2 * WIDTH, index // 2 * HEIGHT
        parts += [f'<g transform="translate({x} {y})">', *diagram(panel), "</g>"]
    lines = enumerate(captions, 1)
    parts += [text(LEFT, rows * HEIGHT + 20 * line, caption, "note") for line, caption in lines]
    parts += ["</svg>", ""]
    return "\n".join(parts)


def diagram(panel: Panel) -> list[str]:
    points = [point for line in panel.lines.values() for point in line]
    xs, ys = ticks(max(x for x, _ in points)), ticks(max(max(y.walls) for _, y in points) * 1000)
    scale = Scale(xs[-1], ys[-1])
    parts = [text(LEFT, 24, panel.title, "title"), text(LEFT, 42, panel.note, "note")]
    for y in ys:
        at = scale.y(y)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{LEFT + ACROSS}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(text(LEFT - 8, at + 4, f"{y:g}", anchor="end"))
    parts += [text(scale.x(x), TOP + DOWN + 18, f"{x:g}", anchor="middle") for x in xs]
    parts.append(f'<path class="axis" fill="none" d="M{LEFT} {TOP}v{DOWN}h{ACROSS}"/>')
    parts.append(text(LEFT + ACROSS / 2, TOP + DOWN + 36, panel.x_axis, anchor="middle"))
    parts.append(f'<text x="16" y="{TOP + DOWN / 2}" text-anchor="middle" {turned(16, TOP + DOWN / 2)}>ms</text>')
    for index, ((name, line), colour) in enumerate(zip(panel.lines.items(), colours(panel))):
        parts += curve(line, scale, colour)
        parts += key(TOP + DOWN + 58 + 17 * index, name, colour)
    return parts


class Scale:
    """From values to places."""

    def __init__(self, most_x: float, most_y: float) -> None:
        self.most_x, self.most_y = most_x, most_y

    def x(self, value: float) -> float:
        return LEFT + ACROSS * value / self.most_x

    def y(self, milliseconds: float) -> float:
        return TOP + DOWN * (1 - milliseconds / self.most_y)


def curve(line: Sequence[tuple[float, Measured]], scale: Scale, colour: str) -> list[str]:
    """Medians joined, with a bar from the fastest to the slowest run."""
    places = [(scale.x(x), scale.y(measured.median * 1000), measured) for x, measured in line]
    dashes = ' stroke-dasharray="5 4"' if colour == GREY else ""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    parts = [f'<polyline class="line" stroke="{colour}"{dashes} points="{joined}"/>']
    for x, y, measured in places:
        low, high = scale.y(min(measured.walls) * 1000), scale.y(max(measured.walls) * 1000)
        parts.append(f'<path stroke="{colour}" d="M{x:.1f} {low:.1f}V{high:.1f}"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
    return parts


def key(y: float, name: str, colour: str) -> list[str]:
    dashes = ' stroke-dasharray="5 4"' if colour == GREY else ""
    line = f'<path class="line" stroke="{colour}"{dashes} d="M{LEFT} {y - 4}h18"/>'
    return [line, text(LEFT + 23, y, name, "note")]


def colours(panel: Panel) -> list[str]:
    own = iter(COLOURS)
    return [GREY if name.startswith(FLOOR[:7]) else next(own) for name in panel.lines]


def ticks(most: float) -> list[float]:
    """Round numbers from 0 up to at least `most`."""
    rough = most / 5
    unit = 10 ** math.floor(math.log10(rough))
    step = next(factor * unit for factor in (1, 2, 2.5, 5, 10) if factor * unit >= rough)
    return [round(step * index, 10) for index in range(math.ceil(most / step) + 1)]


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{style} text-anchor="{anchor}">{escape(words)}</text>'


def turned(x: float, y: float) -> str:
    return f'transform="rotate(-90 {x} {y})"'
