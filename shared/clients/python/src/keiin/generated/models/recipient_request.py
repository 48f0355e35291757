from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.language import Language, check_language
from ..models.recipient_kind import RecipientKind, check_recipient_kind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.factor_request_access_code import FactorRequestAccessCode
    from ..models.factor_request_email_code import FactorRequestEmailCode
    from ..models.factor_request_sms import FactorRequestSms
    from ..models.factor_request_totp import FactorRequestTotp
    from ..models.seal_policy_request import SealPolicyRequest
    from ..models.seal_request_contract import SealRequestContract
    from ..models.seal_request_registered import SealRequestRegistered


T = TypeVar("T", bound="RecipientRequest")


@_attrs_define
class RecipientRequest:
    """A recipient."""

    name: str
    """ The person's name. """
    email: str
    """ The person's address, as it was typed. """
    company: None | str | Unset = UNSET
    """ The person's company. """
    factor: FactorRequestAccessCode | FactorRequestEmailCode | FactorRequestSms | FactorRequestTotp | None | Unset = (
        UNSET
    )
    """ What the person has to show besides the mailed link. """
    kind: RecipientKind | Unset = UNSET
    """ What a recipient is to do. """
    language: Language | Unset = UNSET
    """ The language of pages and mails. """
    one_of: None | str | Unset = UNSET
    """ Of which group one acts for all: recipients with the same name here are asked side by side, and once one of
    them has signed or confirmed, the others are not needed. Where all are to sign, leave it out. """
    order: int | None | Unset = UNSET
    """ Signing order from 1; 1 where nothing is said. """
    seal: None | SealRequestContract | SealRequestRegistered | Unset = UNSET
    """ A signer's seal, the contract seal (契約印タイプ) where nothing is said. """
    seal_policy: None | SealPolicyRequest | Unset = UNSET
    """ That the signer may sign visibly, and where. """

    def to_dict(self) -> dict[str, Any]:
        from ..models.factor_request_access_code import FactorRequestAccessCode  # noqa: PLC0415
        from ..models.factor_request_email_code import FactorRequestEmailCode  # noqa: PLC0415
        from ..models.factor_request_sms import FactorRequestSms  # noqa: PLC0415
        from ..models.factor_request_totp import FactorRequestTotp  # noqa: PLC0415
        from ..models.seal_policy_request import SealPolicyRequest  # noqa: PLC0415
        from ..models.seal_request_contract import SealRequestContract  # noqa: PLC0415
        from ..models.seal_request_registered import SealRequestRegistered  # noqa: PLC0415

        name = self.name

        email = self.email

        company: None | str | Unset
        if isinstance(self.company, Unset):
            company = UNSET
        else:
            company = self.company

        factor: dict[str, Any] | None | Unset
        if isinstance(self.factor, Unset):
            factor = UNSET
        elif isinstance(self.factor, FactorRequestAccessCode):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorRequestTotp):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorRequestSms):
            factor = self.factor.to_dict()
        elif isinstance(self.factor, FactorRequestEmailCode):
            factor = self.factor.to_dict()
        else:
            factor = self.factor

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        one_of: None | str | Unset
        if isinstance(self.one_of, Unset):
            one_of = UNSET
        else:
            one_of = self.one_of

        order: int | None | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        else:
            order = self.order

        seal: dict[str, Any] | None | Unset
        if isinstance(self.seal, Unset):
            seal = UNSET
        elif isinstance(self.seal, SealRequestRegistered):
            seal = self.seal.to_dict()
        elif isinstance(self.seal, SealRequestContract):
            seal = self.seal.to_dict()
        else:
            seal = self.seal

        seal_policy: dict[str, Any] | None | Unset
        if isinstance(self.seal_policy, Unset):
            seal_policy = UNSET
        elif isinstance(self.seal_policy, SealPolicyRequest):
            seal_policy = self.seal_policy.to_dict()
        else:
            seal_policy = self.seal_policy

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "email": email,
            }
        )
        if company is not UNSET:
            field_dict["company"] = company
        if factor is not UNSET:
            field_dict["factor"] = factor
        if kind is not UNSET:
            field_dict["kind"] = kind
        if language is not UNSET:
            field_dict["language"] = language
        if one_of is not UNSET:
            field_dict["one_of"] = one_of
        if order is not UNSET:
            field_dict["order"] = order
        if seal is not UNSET:
            field_dict["seal"] = seal
        if seal_policy is not UNSET:
            field_dict["seal_policy"] = seal_policy

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.factor_request_access_code import FactorRequestAccessCode  # noqa: PLC0415
        from ..models.factor_request_email_code import FactorRequestEmailCode  # noqa: PLC0415
        from ..models.factor_request_sms import FactorRequestSms  # noqa: PLC0415
        from ..models.factor_request_totp import FactorRequestTotp  # noqa: PLC0415
        from ..models.seal_policy_request import SealPolicyRequest  # noqa: PLC0415
        from ..models.seal_request_contract import SealRequestContract  # noqa: PLC0415
        from ..models.seal_request_registered import SealRequestRegistered  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        email = d.pop("email")

        def _parse_company(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        company = _parse_company(d.pop("company", UNSET))

        def _parse_factor(
            data: object,
        ) -> FactorRequestAccessCode | FactorRequestEmailCode | FactorRequestSms | FactorRequestTotp | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
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
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_factor_request_factor_request_email_code = FactorRequestEmailCode.from_dict(data)

                return componentsschemas_factor_request_factor_request_email_code
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                FactorRequestAccessCode | FactorRequestEmailCode | FactorRequestSms | FactorRequestTotp | None | Unset,
                data,
            )

        factor = _parse_factor(d.pop("factor", UNSET))

        _kind = d.pop("kind", UNSET)
        kind: RecipientKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = check_recipient_kind(_kind)

        _language = d.pop("language", UNSET)
        language: Language | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_language(_language)

        def _parse_one_of(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        one_of = _parse_one_of(d.pop("one_of", UNSET))

        def _parse_order(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_seal(data: object) -> None | SealRequestContract | SealRequestRegistered | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_seal_request_seal_request_registered = SealRequestRegistered.from_dict(data)

                return componentsschemas_seal_request_seal_request_registered
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_seal_request_seal_request_contract = SealRequestContract.from_dict(data)

                return componentsschemas_seal_request_seal_request_contract
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SealRequestContract | SealRequestRegistered | Unset, data)

        seal = _parse_seal(d.pop("seal", UNSET))

        def _parse_seal_policy(data: object) -> None | SealPolicyRequest | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                seal_policy_type_0 = SealPolicyRequest.from_dict(data)

                return seal_policy_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SealPolicyRequest | Unset, data)

        seal_policy = _parse_seal_policy(d.pop("seal_policy", UNSET))

        recipient_request = cls(
            name=name,
            email=email,
            company=company,
            factor=factor,
            kind=kind,
            language=language,
            one_of=one_of,
            order=order,
            seal=seal,
            seal_policy=seal_policy,
        )

        return recipient_request
