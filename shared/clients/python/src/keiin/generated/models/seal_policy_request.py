from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.placed_by import PlacedBy, check_placed_by
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.placement import Placement


T = TypeVar("T", bound="SealPolicyRequest")


@_attrs_define
class SealPolicyRequest:
    """That a signer may sign visibly, and who says where. Without it the signature is invisible."""

    by: PlacedBy
    """ Who says where a visible seal stands. """
    placements: list[Placement] | Unset = UNSET
    """ Where; a proposal if the signer may say. """

    def to_dict(self) -> dict[str, Any]:
        by: str = self.by

        placements: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.placements, Unset):
            placements = []
            for placements_item_data in self.placements:
                placements_item = placements_item_data.to_dict()
                placements.append(placements_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "by": by,
            }
        )
        if placements is not UNSET:
            field_dict["placements"] = placements

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.placement import Placement  # noqa: PLC0415

        d = dict(src_dict)
        by = check_placed_by(d.pop("by"))

        _placements = d.pop("placements", UNSET)
        placements: list[Placement] | Unset = UNSET
        if _placements is not UNSET:
            placements = []
            for placements_item_data in _placements:
                placements_item = Placement.from_dict(placements_item_data)

                placements.append(placements_item)

        seal_policy_request = cls(
            by=by,
            placements=placements,
        )

        return seal_policy_request
