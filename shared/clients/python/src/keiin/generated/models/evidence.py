from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.chain_head import ChainHead
    from ..models.seal_evidence import SealEvidence


T = TypeVar("T", bound="Evidence")


@_attrs_define
class Evidence:
    """What the seals of a document say about the evidence."""

    document: int
    """ A document's place in its envelope, from 1. """
    head: ChainHead
    """ How many events there are, and the SHA-256 of the last. """
    intact: bool
    """ Whether the chain is whole and every seal fits it. """
    seals: list[SealEvidence]
    """ What each seal says. """
    broken: None | str | Unset = UNSET
    """ What does not fit, the chain before the seals. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        document = self.document

        head = self.head.to_dict()

        intact = self.intact

        seals = []
        for seals_item_data in self.seals:
            seals_item = seals_item_data.to_dict()
            seals.append(seals_item)

        broken: None | str | Unset
        if isinstance(self.broken, Unset):
            broken = UNSET
        else:
            broken = self.broken

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "document": document,
                "head": head,
                "intact": intact,
                "seals": seals,
            }
        )
        if broken is not UNSET:
            field_dict["broken"] = broken

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.chain_head import ChainHead  # noqa: PLC0415
        from ..models.seal_evidence import SealEvidence  # noqa: PLC0415

        d = dict(src_dict)
        document = d.pop("document")

        head = ChainHead.from_dict(d.pop("head"))

        intact = d.pop("intact")

        seals = []
        _seals = d.pop("seals")
        for seals_item_data in _seals:
            seals_item = SealEvidence.from_dict(seals_item_data)

            seals.append(seals_item)

        def _parse_broken(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        broken = _parse_broken(d.pop("broken", UNSET))

        evidence = cls(
            document=document,
            head=head,
            intact=intact,
            seals=seals,
            broken=broken,
        )

        evidence.additional_properties = d
        return evidence

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
