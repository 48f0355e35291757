"""Makes, by tools of others, a file of each kind from a clean one: the arguments are that file and a folder."""

import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

source, folder = sys.argv[1:]


def make(name, change, **options):
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(f"{folder}/{name}.pdf", **options)


def page(pdf):
    return pdf.pages[0].obj


def annotate(pdf, **entries):
    given = dict(Type=Name.Annot, P=page(pdf), Rect=[50, 50, 150, 70], F=4) | entries
    annotation = pdf.make_indirect(Dictionary(**given))
    page(pdf).Annots = Array(list(page(pdf).get("/Annots", [])) + [annotation])
    return annotation


def field(pdf, look=b"0.9 g 0 0 100 20 re f 0 g 5 5 10 10 re f", **form):
    widget = annotate(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String("amount"), V=String("1000"),
                      DA=String("/Helv 12 Tf 0 g"))
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                                        Encoding=Name.WinAnsiEncoding))
    resources = Dictionary(Font=Dictionary(Helv=font))
    if look is not None:
        stream = pdf.make_stream(look)
        stream.Subtype, stream.BBox, stream.Resources = Name.Form, Array([0, 0, 100, 20]), resources
        widget.AP = Dictionary(N=stream)
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), DR=resources, **form)
    return widget


def unprinted(pdf):
    """A field that is shown on screens and not printed."""
    field(pdf).F = 0


WRITTEN = b"/Tx BMC q BT /Helv 12 Tf 0 g 2 6 Td (1000) Tj ET Q EMC"


def redrawn(pdf):
    """Viewers are asked to draw the fields anew; the looks that are there show the values."""
    field(pdf, WRITTEN, NeedAppearances=True)


def stale(pdf):
    """The same, but the look shows another value."""
    field(pdf, WRITTEN.replace(b"1000", b"9999"), NeedAppearances=True)


def xfa_beside(pdf):
    field(pdf, XFA=pdf.make_stream(b"<xdp/>"))


def xfa_alone(pdf):
    pdf.Root.NeedsRendering = True
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def layer(pdf):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page(pdf).Resources.Properties = Dictionary(L0=group)
    pdf.pages[0].contents_add(pdf.make_stream(b"/OC /L0 BDC q 1 0 0 rg 0 0 300 300 re f Q EMC"))


def attachment(pdf):
    pdf.attachments["estimate.csv"] = b"1,2,3"


def script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def actions(pdf):
    annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("calculator.exe")))
    annotate(pdf, Subtype=Name.Link, Rect=[50, 100, 150, 120],
             A=Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("https://example.jp/collect"))))


def portfolio(pdf):
    pdf.Root.Collection = Dictionary()


def doubled(pdf):
    """A page with two entries of which the test makes one key."""
    page(pdf).Tabs, page(pdf).Tabz = Name.S, Name.R


make("form", field)
make("unprinted", unprinted)
make("written", lambda pdf: field(pdf, WRITTEN))
make("redrawn", redrawn)
make("xfa-beside", xfa_beside)
make("layer", layer)
make("attachment", attachment)
make("script", script)
make("actions", actions)
make("hidden", lambda pdf: annotate(pdf, Subtype=Name.Square, F=2))
make("encrypted", lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="", R=6))
make("linearized", lambda pdf: None, linearize=True)
make("doubled", doubled, object_stream_mode=pikepdf.ObjectStreamMode.disable)
unchangeable = pikepdf.Permissions(modify_other=False, modify_annotation=False)
make("restricted", lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="", R=6, allow=unchangeable))
make("look-unknown", lambda pdf: field(pdf, None))
make("look-stale", stale)
make("portfolio", portfolio)
make("xfa-alone", xfa_alone)
make("film", lambda pdf: annotate(pdf, Subtype=Name.RichMedia))

# The first revision has a paragraph struck out in the second, and another beside it.
with open(source, "rb") as clean, open(f"{folder}/updated.pdf", "wb") as updated:
    writer = IncrementalPdfFileWriter(clean)
    bar = generic.StreamObject(stream_data=b"q 0 g 60 700 400 12 re f Q")
    writer.add_stream_to_page(0, writer.add_object(bar))
    writer.write(updated)
