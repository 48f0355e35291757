from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.document_state import DocumentState, check_document_state
from ..models.kept_files import KeptFiles, check_kept_files
from ..models.origin import Origin, check_origin
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.download import Download
    from ..models.refusal import Refusal
    from ..models.rewriting_actions import RewritingActions
    from ..models.rewriting_alternatives import RewritingAlternatives
    from ..models.rewriting_attachments import RewritingAttachments
    from ..models.rewriting_earlier_revisions import RewritingEarlierRevisions
    from ..models.rewriting_encryption import RewritingEncryption
    from ..models.rewriting_fields import RewritingFields
    from ..models.rewriting_hybrid_cross_reference import RewritingHybridCrossReference
    from ..models.rewriting_layers import RewritingLayers
    from ..models.rewriting_linearization import RewritingLinearization
    from ..models.rewriting_other import RewritingOther
    from ..models.rewriting_repaired import RewritingRepaired
    from ..models.rewriting_scripts import RewritingScripts
    from ..models.rewriting_surrounding_bytes import RewritingSurroundingBytes
    from ..models.rewriting_syntax import RewritingSyntax
    from ..models.rewriting_unseen_annotations import RewritingUnseenAnnotations
    from ..models.rewriting_usage_rights import RewritingUsageRights
    from ..models.rewriting_xml_form import RewritingXmlForm
    from ..models.seal import Seal
    from ..models.upload import Upload


T = TypeVar("T", bound="Document")


@_attrs_define
class Document:
    """A document."""

    name: str
    """ Its name (文書名). """
    document_id: str
    """ The identifier that is printed on every page (締結証明書ID). """
    download: Download | None
    """ Where its newest file is to be had. """
    kept: KeptFiles
    """ What is kept of a document's files: `all` of its revisions; all, since they are `unproven` to be parts of
    the finished file; the `finished` file; the same, whose retention has ended (`past_retention`); or `nothing`.
    """
    management_number: str
    """ The organisation's running number (管理番号). """
    number: int
    """ A document's place in its envelope, from 1. """
    origin: None | Origin
    pages: int | None
    """ How many there are, once the upload was checked. """
    retained_until: datetime.datetime | None
    """ Until then the store refuses to delete the finished file. """
    seals: list[Seal]
    """ In the order in which they were made. """
    sha256: str
    """ SHA-256, in lower-case hexadecimal characters. """
    size: int
    """ The size of the upload in bytes. """
    state: DocumentState
    """ How far a document has come on its way to being sent. """
    refusal: None | Refusal | Unset = UNSET
    """ Why it cannot be sent. """
    rewriting: (
        list[
            RewritingActions
            | RewritingAlternatives
            | RewritingAttachments
            | RewritingEarlierRevisions
            | RewritingEncryption
            | RewritingFields
            | RewritingHybridCrossReference
            | RewritingLayers
            | RewritingLinearization
            | RewritingOther
            | RewritingRepaired
            | RewritingScripts
            | RewritingSurroundingBytes
            | RewritingSyntax
            | RewritingUnseenAnnotations
            | RewritingUsageRights
            | RewritingXmlForm
        ]
        | Unset
    ) = UNSET
    """ What was done to the upload before it was sealed. """
    upload: None | Unset | Upload = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.download import Download  # noqa: PLC0415
        from ..models.refusal import Refusal  # noqa: PLC0415
        from ..models.rewriting_actions import RewritingActions  # noqa: PLC0415
        from ..models.rewriting_alternatives import RewritingAlternatives  # noqa: PLC0415
        from ..models.rewriting_attachments import RewritingAttachments  # noqa: PLC0415
        from ..models.rewriting_earlier_revisions import RewritingEarlierRevisions  # noqa: PLC0415
        from ..models.rewriting_encryption import RewritingEncryption  # noqa: PLC0415
        from ..models.rewriting_fields import RewritingFields  # noqa: PLC0415
        from ..models.rewriting_hybrid_cross_reference import RewritingHybridCrossReference  # noqa: PLC0415
        from ..models.rewriting_layers import RewritingLayers  # noqa: PLC0415
        from ..models.rewriting_linearization import RewritingLinearization  # noqa: PLC0415
        from ..models.rewriting_repaired import RewritingRepaired  # noqa: PLC0415
        from ..models.rewriting_scripts import RewritingScripts  # noqa: PLC0415
        from ..models.rewriting_surrounding_bytes import RewritingSurroundingBytes  # noqa: PLC0415
        from ..models.rewriting_syntax import RewritingSyntax  # noqa: PLC0415
        from ..models.rewriting_unseen_annotations import RewritingUnseenAnnotations  # noqa: PLC0415
        from ..models.rewriting_usage_rights import RewritingUsageRights  # noqa: PLC0415
        from ..models.rewriting_xml_form import RewritingXmlForm  # noqa: PLC0415
        from ..models.upload import Upload  # noqa: PLC0415

        name = self.name

        document_id = self.document_id

        download: dict[str, Any] | None
        if isinstance(self.download, Download):
            download = self.download.to_dict()
        else:
            download = self.download

        kept: str = self.kept

        management_number = self.management_number

        number = self.number

        origin: None | str
        if isinstance(self.origin, str):
            origin = self.origin
        else:
            origin = self.origin

        pages: int | None
        pages = self.pages

        retained_until: None | str
        if isinstance(self.retained_until, datetime.datetime):
            retained_until = self.retained_until.isoformat()
        else:
            retained_until = self.retained_until

        seals = []
        for seals_item_data in self.seals:
            seals_item = seals_item_data.to_dict()
            seals.append(seals_item)

        sha256 = self.sha256

        size = self.size

        state: str = self.state

        refusal: dict[str, Any] | None | Unset
        if isinstance(self.refusal, Unset):
            refusal = UNSET
        elif isinstance(self.refusal, Refusal):
            refusal = self.refusal.to_dict()
        else:
            refusal = self.refusal

        rewriting: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.rewriting, Unset):
            rewriting = []
            for rewriting_item_data in self.rewriting:
                rewriting_item: dict[str, Any]
                if isinstance(rewriting_item_data, RewritingRepaired):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingSurroundingBytes):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingEarlierRevisions):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingLinearization):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingHybridCrossReference):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingSyntax):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingEncryption):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingScripts):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingActions):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingAttachments):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingXmlForm):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingFields):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingUnseenAnnotations):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingLayers):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingUsageRights):
                    rewriting_item = rewriting_item_data.to_dict()
                elif isinstance(rewriting_item_data, RewritingAlternatives):
                    rewriting_item = rewriting_item_data.to_dict()
                else:
                    rewriting_item = rewriting_item_data.to_dict()

                rewriting.append(rewriting_item)

        upload: dict[str, Any] | None | Unset
        if isinstance(self.upload, Unset):
            upload = UNSET
        elif isinstance(self.upload, Upload):
            upload = self.upload.to_dict()
        else:
            upload = self.upload

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "document_id": document_id,
                "download": download,
                "kept": kept,
                "management_number": management_number,
                "number": number,
                "origin": origin,
                "pages": pages,
                "retained_until": retained_until,
                "seals": seals,
                "sha256": sha256,
                "size": size,
                "state": state,
            }
        )
        if refusal is not UNSET:
            field_dict["refusal"] = refusal
        if rewriting is not UNSET:
            field_dict["rewriting"] = rewriting
        if upload is not UNSET:
            field_dict["upload"] = upload

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.download import Download  # noqa: PLC0415
        from ..models.refusal import Refusal  # noqa: PLC0415
        from ..models.rewriting_actions import RewritingActions  # noqa: PLC0415
        from ..models.rewriting_alternatives import RewritingAlternatives  # noqa: PLC0415
        from ..models.rewriting_attachments import RewritingAttachments  # noqa: PLC0415
        from ..models.rewriting_earlier_revisions import RewritingEarlierRevisions  # noqa: PLC0415
        from ..models.rewriting_encryption import RewritingEncryption  # noqa: PLC0415
        from ..models.rewriting_fields import RewritingFields  # noqa: PLC0415
        from ..models.rewriting_hybrid_cross_reference import RewritingHybridCrossReference  # noqa: PLC0415
        from ..models.rewriting_layers import RewritingLayers  # noqa: PLC0415
        from ..models.rewriting_linearization import RewritingLinearization  # noqa: PLC0415
        from ..models.rewriting_other import RewritingOther  # noqa: PLC0415
        from ..models.rewriting_repaired import RewritingRepaired  # noqa: PLC0415
        from ..models.rewriting_scripts import RewritingScripts  # noqa: PLC0415
        from ..models.rewriting_surrounding_bytes import RewritingSurroundingBytes  # noqa: PLC0415
        from ..models.rewriting_syntax import RewritingSyntax  # noqa: PLC0415
        from ..models.rewriting_unseen_annotations import RewritingUnseenAnnotations  # noqa: PLC0415
        from ..models.rewriting_usage_rights import RewritingUsageRights  # noqa: PLC0415
        from ..models.rewriting_xml_form import RewritingXmlForm  # noqa: PLC0415
        from ..models.seal import Seal  # noqa: PLC0415
        from ..models.upload import Upload  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        document_id = d.pop("document_id")

        def _parse_download(data: object) -> Download | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                download_type_0 = Download.from_dict(data)

                return download_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Download | None, data)

        download = _parse_download(d.pop("download"))

        kept = check_kept_files(d.pop("kept"))

        management_number = d.pop("management_number")

        number = d.pop("number")

        def _parse_origin(data: object) -> None | Origin:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                origin_type_0 = check_origin(data)

                return origin_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Origin, data)

        origin = _parse_origin(d.pop("origin"))

        def _parse_pages(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        pages = _parse_pages(d.pop("pages"))

        def _parse_retained_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                retained_until_type_0 = datetime.datetime.fromisoformat(data)

                return retained_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        retained_until = _parse_retained_until(d.pop("retained_until"))

        seals = []
        _seals = d.pop("seals")
        for seals_item_data in _seals:
            seals_item = Seal.from_dict(seals_item_data)

            seals.append(seals_item)

        sha256 = d.pop("sha256")

        size = d.pop("size")

        state = check_document_state(d.pop("state"))

        def _parse_refusal(data: object) -> None | Refusal | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                refusal_type_0 = Refusal.from_dict(data)

                return refusal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Refusal | Unset, data)

        refusal = _parse_refusal(d.pop("refusal", UNSET))

        _rewriting = d.pop("rewriting", UNSET)
        rewriting: (
            list[
                RewritingActions
                | RewritingAlternatives
                | RewritingAttachments
                | RewritingEarlierRevisions
                | RewritingEncryption
                | RewritingFields
                | RewritingHybridCrossReference
                | RewritingLayers
                | RewritingLinearization
                | RewritingOther
                | RewritingRepaired
                | RewritingScripts
                | RewritingSurroundingBytes
                | RewritingSyntax
                | RewritingUnseenAnnotations
                | RewritingUsageRights
                | RewritingXmlForm
            ]
            | Unset
        ) = UNSET
        if _rewriting is not UNSET:
            rewriting = []
            for rewriting_item_data in _rewriting:

                def _parse_rewriting_item(
                    data: object,
                ) -> (
                    RewritingActions
                    | RewritingAlternatives
                    | RewritingAttachments
                    | RewritingEarlierRevisions
                    | RewritingEncryption
                    | RewritingFields
                    | RewritingHybridCrossReference
                    | RewritingLayers
                    | RewritingLinearization
                    | RewritingOther
                    | RewritingRepaired
                    | RewritingScripts
                    | RewritingSurroundingBytes
                    | RewritingSyntax
                    | RewritingUnseenAnnotations
                    | RewritingUsageRights
                    | RewritingXmlForm
                ):
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_repaired = RewritingRepaired.from_dict(data)

                        return componentsschemas_rewriting_rewriting_repaired
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_surrounding_bytes = RewritingSurroundingBytes.from_dict(
                            data
                        )

                        return componentsschemas_rewriting_rewriting_surrounding_bytes
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_earlier_revisions = RewritingEarlierRevisions.from_dict(
                            data
                        )

                        return componentsschemas_rewriting_rewriting_earlier_revisions
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_linearization = RewritingLinearization.from_dict(data)

                        return componentsschemas_rewriting_rewriting_linearization
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_hybrid_cross_reference = (
                            RewritingHybridCrossReference.from_dict(data)
                        )

                        return componentsschemas_rewriting_rewriting_hybrid_cross_reference
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_syntax = RewritingSyntax.from_dict(data)

                        return componentsschemas_rewriting_rewriting_syntax
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_encryption = RewritingEncryption.from_dict(data)

                        return componentsschemas_rewriting_rewriting_encryption
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_scripts = RewritingScripts.from_dict(data)

                        return componentsschemas_rewriting_rewriting_scripts
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_actions = RewritingActions.from_dict(data)

                        return componentsschemas_rewriting_rewriting_actions
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_attachments = RewritingAttachments.from_dict(data)

                        return componentsschemas_rewriting_rewriting_attachments
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_xml_form = RewritingXmlForm.from_dict(data)

                        return componentsschemas_rewriting_rewriting_xml_form
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_fields = RewritingFields.from_dict(data)

                        return componentsschemas_rewriting_rewriting_fields
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_unseen_annotations = RewritingUnseenAnnotations.from_dict(
                            data
                        )

                        return componentsschemas_rewriting_rewriting_unseen_annotations
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_layers = RewritingLayers.from_dict(data)

                        return componentsschemas_rewriting_rewriting_layers
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_usage_rights = RewritingUsageRights.from_dict(data)

                        return componentsschemas_rewriting_rewriting_usage_rights
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_rewriting_rewriting_alternatives = RewritingAlternatives.from_dict(data)

                        return componentsschemas_rewriting_rewriting_alternatives
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_rewriting_rewriting_other = RewritingOther.from_dict(data)

                    return componentsschemas_rewriting_rewriting_other

                rewriting_item = _parse_rewriting_item(rewriting_item_data)

                rewriting.append(rewriting_item)

        def _parse_upload(data: object) -> None | Unset | Upload:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                upload_type_0 = Upload.from_dict(data)

                return upload_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Upload, data)

        upload = _parse_upload(d.pop("upload", UNSET))

        document = cls(
            name=name,
            document_id=document_id,
            download=download,
            kept=kept,
            management_number=management_number,
            number=number,
            origin=origin,
            pages=pages,
            retained_until=retained_until,
            seals=seals,
            sha256=sha256,
            size=size,
            state=state,
            refusal=refusal,
            rewriting=rewriting,
            upload=upload,
        )

        document.additional_properties = d
        return document

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
