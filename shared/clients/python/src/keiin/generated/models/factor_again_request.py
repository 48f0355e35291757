from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.factor_request_access_code import FactorRequestAccessCode
    from ..models.factor_request_email_code import FactorRequestEmailCode
    from ..models.factor_request_sms import FactorRequestSms
    from ..models.factor_request_totp import FactorRequestTotp


T = TypeVar("T", bound="FactorAgainRequest")


@_attrs_define
class FactorAgainRequest:
    """A recipient's factor in a copy."""

    factor: FactorRequestAccessCode | FactorRequestEmailCode | FactorRequestSms | FactorRequestTotp
    """ What a recipient is to show besides the mailed link. """
    recipient: int
    """ A recipient's place in its envelope's list, from 1. It is not the signing order. """

    def to_dict(self) -> dict[str, Any]:
        from ..models.factor_request_access_code import FactorRequestAccessCode  # noqa: PLC0415
        from ..models.factor_request_sms import FactorRequestSms  # noqa: PLC0415
        from ..models.factor_request_totp import FactorRequestTotp  # noqa: PLC0415

        factor: dict[str, Any]
        if isinstance(self.factor, FactorRequestAccessCode):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorRequestTotp):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorRequestSms):
            factor = self.factor.to_dict()
        else:
            factor = self.factor.to_dict()

        recipient = self.recipient

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "factor": factor,
                "recipient": recipient,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.factor_request_access_code import FactorRequestAccessCode  # noqa: PLC0415
        from ..models.factor_request_email_code import FactorRequestEmailCode  # noqa: PLC0415
        from ..models.factor_request_sms import FactorRequestSms  # noqa: PLC0415
        from ..models.factor_request_totp import FactorRequestTotp  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_factor(
            data: object,
        ) -> FactorRequestAccessCode | FactorRequestEmailCode | FactorRequestSms | FactorRequestTotp:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_request_factor_request_access_code = FactorRequestAccessCode.from_dict(data)

                return componentsschemas_factor_request_factor_request_access_code
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_request_factor_request_totp = FactorRequestTotp.from_dict(data)

                return componentsschemas_factor_request_factor_request_totp
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_request_factor_request_sms = FactorRequestSms.from_dict(data)

                return componentsschemas_factor_request_factor_request_sms
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_factor_request_factor_request_email_code = FactorRequestEmailCode.from_dict(data)

            return componentsschemas_factor_request_factor_request_email_code

        factor = _parse_factor(d.pop("factor"))

        recipient = d.pop("recipient")

        factor_again_request = cls(
            factor=factor,
            recipient=recipient,
        )

        return factor_again_request
