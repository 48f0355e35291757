"""Puts a form field into a tagged PDF/A, as an element of its structure: the arguments are the file and the new one."""

import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, String

source, target = sys.argv[1:]
with pikepdf.open(source) as pdf:
    page = pdf.pages[0].obj
    look = pdf.make_stream(b"0.2 0.2 0.7 rg 0 0 100 20 re f")
    look.Type, look.Subtype, look.BBox, look.Resources = Name.XObject, Name.Form, Array([0, 0, 100, 20]), Dictionary()
    tree = pdf.Root.StructTreeRoot
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, Alt=String("amount"), Pg=page))
    widget = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("amount"), F=4,
                                          TU=String("amount"), Rect=[50, 50, 150, 70], P=page, StructParent=1000,
                                          AP=Dictionary(N=look)))
    element.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
    kids = tree.K
    holder = kids[0] if isinstance(kids, Array) else kids
    element.P = holder
    holder.K = Array([*(holder.K if isinstance(holder.K, Array) else [holder.K]), element])
    numbers = tree.ParentTree
    while "/Nums" not in numbers:
        numbers = numbers.Kids[-1]
    numbers.Nums = Array([*numbers.Nums, 1000, element])
    if "/Limits" in numbers:
        numbers.Limits = Array([numbers.Limits[0], 1000])
    page.Annots = Array([widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))
    # The identification stays what it is, byte for byte.
    pdf.save(target, fix_metadata_version=False)
