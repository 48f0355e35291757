from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.factor_again_request import FactorAgainRequest


T = TypeVar("T", bound="CopyRequest")


@_attrs_define
class CopyRequest:
    """A copy: `POST /v1/envelopes/{id}/copy`."""

    factors: list[FactorAgainRequest] | Unset = UNSET
    """ Access codes and authenticators' keys are not copied: for each recipient that has one the factor is given
    again, or another in its place. """

    def to_dict(self) -> dict[str, Any]:
        factors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.factors, Unset):
            factors = []
            for factors_item_data in self.factors:
                factors_item = factors_item_data.to_dict()
                factors.append(factors_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if factors is not UNSET:
            field_dict["factors"] = factors

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.factor_again_request import FactorAgainRequest  # noqa: PLC0415

        d = dict(src_dict)
        _factors = d.pop("factors", UNSET)
        factors: list[FactorAgainRequest] | Unset = UNSET
        if _factors is not UNSET:
            factors = []
            for factors_item_data in _factors:
                factors_item = FactorAgainRequest.from_dict(factors_item_data)

                factors.append(factors_item)

        copy_request = cls(
            factors=factors,
        )

        return copy_request
