"""Makes the typeface for seals from Yuji Syuku: the characters that a seal may hold, with one that it lacks, in fewer points."""

import sys

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

NAME = "Keiin Seal"
# How far outlines may move, each way of two, when points are left out: 0.002 em are a hundredth of a millimetre on a seal.
TOLERANCE = 2
# Beside Latin letters (font units).
MARGIN = 40
# Between 吉 and 土: bars keep their thickness, what is between them gets lower (font units, of 土 and of the new character).
HEIGHTS = [(-40, 318), (110, 462), (430, 592), (560, 712), (800, 832)]


def is_wanted(code):
    """Latin letters, figures and signs as on a keyboard, numbers in circles, and everything East Asian."""
    return 0x20 <= code <= 0x7E or code in (0x2015, 0x2116) or 0x2460 <= code <= 0x24FF or code >= 0x2E80


def subset(font):
    options = Options()
    options.layout_features = ["vert"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["BASE", "gasp"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if is_wanted(code)])
    subsetter.subset(font)


def contours(font, character):
    """The contours of a character, each a list of points (x, y, whether the curve goes through it)."""
    glyph = font["glyf"][font.getBestCmap()[ord(character)]]
    points = [(x, y, flag & 1) for (x, y), flag in zip(glyph.coordinates, glyph.flags)]
    ends = [0] + [end + 1 for end in glyph.endPtsOfContours]
    return [points[first:last] for first, last in zip(ends, ends[1:])]


def lowered(y):
    for (low, to_low), (high, to_high) in zip(HEIGHTS, HEIGHTS[1:]):
        if y <= high:
            return round(to_low + (y - low) * (to_high - to_low) / (high - low))
    raise ValueError(y)


def add_tsuchi_yoshi(font):
    """Adds 𠮷 (U+20BB7), which many people called Yoshida write: 土 over the 口 of 吉."""
    mouth = [contour for contour in contours(font, "吉") if max(y for _, y, _ in contour) < 330]
    earth = [[(x, lowered(y), on) for x, y, on in contour] for contour in contours(font, "土")]
    if (len(mouth), len(earth)) != (2, 1):
        raise ValueError("吉 and 土 are not drawn as they were")
    like = font.getBestCmap()[ord("吉")]
    glyph = type(font["glyf"][like])()
    glyph.numberOfContours = 3
    flat = [point for contour in mouth + earth for point in contour]
    coordinates = type(font["glyf"][like].coordinates)
    glyph.coordinates = coordinates([(x, y) for x, y, _ in flat])
    glyph.flags = bytearray(on for _, _, on in flat)
    ends, last = [], -1
    for contour in mouth + earth:
        last += len(contour)
        ends.append(last)
    glyph.endPtsOfContours = ends
    glyph.program = font["glyf"][like].program
    name = "u20BB7"
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"].glyphs[name] = glyph
    font["glyf"].glyphOrder = font.getGlyphOrder()
    glyph.recalcBounds(font["glyf"])
    for metrics in ("hmtx", "vmtx"):
        font[metrics][name] = font[metrics][like]
    for table in font["cmap"].tables:
        if table.format == 12:
            table.cmap[0x20BB7] = name


def simplify(font):
    """Leaves out points: runs of quadratic curves become cubic ones, and those as few quadratic ones as the tolerance allows."""
    glyphs, table = font.getGlyphSet(), font["glyf"]
    simpler = {}
    for name in font.getGlyphOrder():
        if table[name].numberOfContours > 0:
            pen = TTGlyphPen(None)
            glyphs[name].draw(Qu2CuPen(Cu2QuPen(pen, TOLERANCE, all_quadratic=True), TOLERANCE, all_cubic=True))
            simpler[name] = pen.glyph()
    for name, glyph in simpler.items():
        table[name] = glyph


def tighten(font):
    """Latin letters stand as wide apart as kanji in Yuji Syuku: they get the same narrow margins all."""
    for code in range(0x21, 0x7F):
        name = font.getBestCmap()[code]
        glyph = font["glyf"][name]
        glyph.recalcBounds(font["glyf"])
        glyph.coordinates.translate((MARGIN - glyph.xMin, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (glyph.xMax + MARGIN, MARGIN)
    space = font.getBestCmap()[0x20]
    font["hmtx"][space] = (6 * MARGIN, 0)


def rename(font):
    names = {1: NAME, 3: f"{NAME} Regular", 4: f"{NAME} Regular", 6: "KeiinSeal-Regular"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def main(source, out):
    font = TTFont(source, recalcTimestamp=False)
    subset(font)
    add_tsuchi_yoshi(font)
    simplify(font)
    tighten(font)
    rename(font)
    font.save(out)


main(*sys.argv[1:])
