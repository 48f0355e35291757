from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Placement")


@_attrs_define
class Placement:
    """Where a visible seal stands: a rectangle on a page, in millimetres from the upper left corner of the page as it is
    shown. At most one on a document for each signer.

    """

    document: int
    """ A document's place in its envelope, from 1. """
    height: float
    """ In millimetres. """
    page: int
    """ From 1. """
    width: float
    """ In millimetres. """
    x: float
    """ From the page's left edge to the seal's, in millimetres. """
    y: float
    """ From the page's upper edge to the seal's, in millimetres. """

    def to_dict(self) -> dict[str, Any]:
        document = self.document

        height = self.height

        page = self.page

        width = self.width

        x = self.x

        y = self.y

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "document": document,
                "height": height,
                "page": page,
                "width": width,
                "x": x,
                "y": y,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        document = d.pop("document")

        height = d.pop("height")

        page = d.pop("page")

        width = d.pop("width")

        x = d.pop("x")

        y = d.pop("y")

        placement = cls(
            document=document,
            height=height,
            page=page,
            width=width,
            x=x,
            y=y,
        )

        return placement
