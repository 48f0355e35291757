from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.asking_organisation import AskingOrganisation
    from ..models.seal_signer import SealSigner
    from ..models.seal_use_document import SealUseDocument


T = TypeVar("T", bound="SealUse")


@_attrs_define
class SealUse:
    """A use of a seal: a signature that was made with it."""

    asked_by: AskingOrganisation
    at: datetime.datetime
    """ When the signature was made. """
    document: None | SealUseDocument
    """ The envelope and the document, where the seal's own organisation asked for it. Those of another organisation
    are its own affair. """
    signed: str
    """ SHA-256, in lower-case hexadecimal characters. """
    signer: SealSigner
    """ Who signed with a seal. """
    title: str
    """ The title of the envelope. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.seal_use_document import SealUseDocument  # noqa: PLC0415

        asked_by = self.asked_by.to_dict()

        at = self.at.isoformat()

        document: dict[str, Any] | None
        if isinstance(self.document, SealUseDocument):
            document = self.document.to_dict()
        else:
            document = self.document

        signed = self.signed

        signer = self.signer.to_dict()

        title = self.title

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "asked_by": asked_by,
                "at": at,
                "document": document,
                "signed": signed,
                "signer": signer,
                "title": title,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.asking_organisation import AskingOrganisation  # noqa: PLC0415
        from ..models.seal_signer import SealSigner  # noqa: PLC0415
        from ..models.seal_use_document import SealUseDocument  # noqa: PLC0415

        d = dict(src_dict)
        asked_by = AskingOrganisation.from_dict(d.pop("asked_by"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_document(data: object) -> None | SealUseDocument:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                document_type_0 = SealUseDocument.from_dict(data)

                return document_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SealUseDocument, data)

        document = _parse_document(d.pop("document"))

        signed = d.pop("signed")

        signer = SealSigner.from_dict(d.pop("signer"))

        title = d.pop("title")

        seal_use = cls(
            asked_by=asked_by,
            at=at,
            document=document,
            signed=signed,
            signer=signer,
            title=title,
        )

        seal_use.additional_properties = d
        return seal_use

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
