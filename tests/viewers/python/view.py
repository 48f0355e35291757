"""Shows PDF files as one library draws and reads them: a path per line comes in, a JSON object per line goes out.

    view.py pdfium|mupdf DPI

Each page has what is seen on the screen and on paper (RGB, deflated, in Base64) and its words with their boxes in points
from the upper left corner of the page as it is shown; a word without a box has none that is known. It is said whether the
library found a fault in how the file is put together and rebuilt it.
"""

import base64
import json
import sys
import zlib


def picture(width, height, pixels):
    return {"width": width, "height": height, "pixels": base64.b64encode(zlib.compress(bytes(pixels), 1)).decode()}


class Pdfium:
    """PDFium, which Chrome shows PDFs with; forms are drawn as it draws them."""

    def __init__(self):
        import pypdfium2

        self.library = pypdfium2

    def view(self, path, dpi):
        document = self.library.PdfDocument(path)
        try:
            document.init_forms()
            pages = []
            for index in range(len(document)):
                page = document[index]
                pages.append(self.page(page, dpi))
                page.close()
            return {"pages": pages, "is_rebuilt": not self.library.raw.FPDF_DocumentHasValidCrossReferenceTable(document)}
        finally:
            document.close()

    def page(self, page, dpi):
        def drawn(mode):
            bitmap = page.render(scale=dpi / 72, optimize_mode=mode, rev_byteorder=True, no_smoothtext=False,
                                 prefer_bgrx=False, draw_annots=True, may_draw_forms=True)
            rows = bytes(bitmap.buffer)
            width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
            assert channels == 3, channels
            return picture(width, height, b"".join(rows[y * stride:y * stride + width * 3] for y in range(height)))

        text = page.get_textpage().get_text_range()
        width, height = page.get_size()
        return {
            "screen": drawn(None),
            "print": drawn("print"),
            "size": [width, height],
            "words": [[line, None] for line in text.split()],
        }


class Mupdf:
    """MuPDF, drawn for the use "View" and for the use "Print"."""

    def __init__(self):
        import pymupdf

        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        self.library = pymupdf

    def view(self, path, dpi):
        with self.library.open(path, filetype="pdf") as document:
            pages = [self.page(page, dpi) for page in document]
            return {"pages": pages, "is_rebuilt": document.is_repaired}

    def page(self, page, dpi):
        mupdf = self.library.mupdf
        pdf_page = mupdf.pdf_page_from_fz_page(page.this)

        def drawn(usage):
            scale = mupdf.fz_scale(dpi / 72, dpi / 72)
            box = mupdf.fz_round_rect(mupdf.fz_transform_rect(mupdf.fz_bound_page(page.this), scale))
            pixmap = mupdf.fz_new_pixmap_with_bbox(mupdf.fz_device_rgb(), box, mupdf.FzSeparations(), 0)
            mupdf.fz_clear_pixmap_with_value(pixmap, 255)
            device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap)
            mupdf.pdf_run_page_with_usage(pdf_page, device, scale, usage, mupdf.FzCookie())
            mupdf.fz_close_device(device)
            seen = self.library.Pixmap("raw", pixmap)
            return picture(seen.width, seen.height, seen.samples)

        words = page.get_text("words", sort=False)
        return {
            "screen": drawn("View"),
            "print": drawn("Print"),
            "size": [page.rect.width, page.rect.height],
            "crop": self.crop(pdf_page),
            "turn": page.rotation,
            "words": [[text, [left, top, right, bottom]] for left, top, right, bottom, text, *_ in words],
        }

    def crop(self, pdf_page):
        """The visible part of user space: left, bottom, right, top. Boxes are inherited (ISO 32000-2 table 31)."""
        mupdf = self.library.mupdf

        def box(name):
            value = mupdf.pdf_dict_get_inheritable(pdf_page.obj(), name)
            return mupdf.pdf_to_rect(value) if mupdf.pdf_is_array(value) else None

        media = box(mupdf.PDF_ENUM_NAME_MediaBox) or mupdf.FzRect(0, 0, 612, 792)
        crop = box(mupdf.PDF_ENUM_NAME_CropBox)
        seen = mupdf.fz_intersect_rect(media, crop) if crop else media
        return [seen.x0, seen.y0, seen.x1, seen.y1]


def main():
    library, dpi = {"pdfium": Pdfium, "mupdf": Mupdf}[sys.argv[1]](), float(sys.argv[2])
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        try:
            answer = library.view(line.rstrip("\n"), dpi)
        except Exception as error:  # whatever it stumbles over is what it says of the file
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
