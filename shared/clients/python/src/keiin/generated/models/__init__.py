"""Contains all the data models used in inputs/outputs"""

from .access import Access
from .access_key import AccessKey
from .access_level import AccessLevel
from .access_recipient import AccessRecipient
from .access_row import AccessRow
from .address_bound_links import AddressBoundLinks
from .amount_request import AmountRequest
from .asking_organisation import AskingOrganisation
from .awaited_other import AwaitedOther
from .awaited_preparation import AwaitedPreparation
from .awaited_request import AwaitedRequest
from .awaited_seal import AwaitedSeal
from .awaited_timestamp import AwaitedTimestamp
from .awaited_view_2 import AwaitedView2
from .begun_upload import BegunUpload
from .book_scope import BookScope
from .brand import Brand
from .brand_request import BrandRequest
from .cause import Cause
from .certificate import Certificate
from .chain_head import ChainHead
from .change_request import ChangeRequest
from .contact import Contact
from .contact_change_request import ContactChangeRequest
from .contact_list import ContactList
from .contact_request import ContactRequest
from .copy_request import CopyRequest
from .correction_request import CorrectionRequest
from .deadline_end import DeadlineEnd
from .declared_file import DeclaredFile
from .detail import Detail
from .document import Document
from .document_request import DocumentRequest
from .document_state import DocumentState
from .download import Download
from .earlier import Earlier
from .envelope import Envelope
from .envelope_list import EnvelopeList
from .envelope_request import EnvelopeRequest
from .envelope_summary import EnvelopeSummary
from .envelope_with_files_request import EnvelopeWithFilesRequest
from .envelopes import Envelopes
from .envelopes_change_request import EnvelopesChangeRequest
from .events_answer import EventsAnswer
from .evidence import Evidence
from .export_contacts_encoding import ExportContactsEncoding
from .export_contacts_scope import ExportContactsScope
from .factor_access_code import FactorAccessCode
from .factor_again_request import FactorAgainRequest
from .factor_email_code import FactorEmailCode
from .factor_other import FactorOther
from .factor_request_access_code import FactorRequestAccessCode
from .factor_request_email_code import FactorRequestEmailCode
from .factor_request_sms import FactorRequestSms
from .factor_request_totp import FactorRequestTotp
from .factor_sms import FactorSms
from .factor_totp import FactorTotp
from .fetch_file_which import FetchFileWhich
from .field_type import FieldType
from .file import File
from .file_request import FileRequest
from .findings import Findings
from .folder import Folder
from .folder_change_request import FolderChangeRequest
from .folder_list import FolderList
from .folder_request import FolderRequest
from .gateway_message import GatewayMessage
from .grant_entry import GrantEntry
from .grantee_kind import GranteeKind
from .group import Group
from .group_list import GroupList
from .group_request import GroupRequest
from .holder_other import HolderOther
from .holder_person import HolderPerson
from .holder_request_person import HolderRequestPerson
from .holder_request_service import HolderRequestService
from .holder_service import HolderService
from .identity import Identity
from .image import Image
from .import_ import Import
from .import_contacts_existing import ImportContactsExisting
from .import_contacts_scope import ImportContactsScope
from .integrity import Integrity
from .keep_contacts import KeepContacts
from .kept_files import KeptFiles
from .key import Key
from .key_list import KeyList
from .key_request import KeyRequest
from .language import Language
from .later_change import LaterChange
from .later_changes import LaterChanges
from .left_file import LeftFile
from .level import Level
from .list_contacts_scope import ListContactsScope
from .listed_sender import ListedSender
from .log import Log
from .made_key import MadeKey
from .me import Me
from .members import Members
from .members_change_request import MembersChangeRequest
from .money import Money
from .move_request import MoveRequest
from .open_api_document import OpenApiDocument
from .organisation import Organisation
from .organisation_change_request import OrganisationChangeRequest
from .origin import Origin
from .outcome import Outcome
from .own_field import OwnField
from .own_field_rule import OwnFieldRule
from .own_field_rule_request import OwnFieldRuleRequest
from .own_key_list import OwnKeyList
from .own_key_request import OwnKeyRequest
from .permission import Permission
from .person import Person
from .person_change_request import PersonChangeRequest
from .person_list import PersonList
from .person_request import PersonRequest
from .person_state_active import PersonStateActive
from .person_state_deactivated import PersonStateDeactivated
from .person_state_invited import PersonStateInvited
from .person_state_other import PersonStateOther
from .placed_by import PlacedBy
from .placement import Placement
from .problem import Problem
from .provider import Provider
from .recipient_copy import RecipientCopy
from .recipient_kind import RecipientKind
from .recipient_other import RecipientOther
from .recipient_request import RecipientRequest
from .recipient_signer import RecipientSigner
from .recipient_state_approved import RecipientStateApproved
from .recipient_state_bounced import RecipientStateBounced
from .recipient_state_confirmed import RecipientStateConfirmed
from .recipient_state_declined import RecipientStateDeclined
from .recipient_state_delegated import RecipientStateDelegated
from .recipient_state_invited import RecipientStateInvited
from .recipient_state_not_needed import RecipientStateNotNeeded
from .recipient_state_opened import RecipientStateOpened
from .recipient_state_other import RecipientStateOther
from .recipient_state_sealed import RecipientStateSealed
from .recipient_state_waiting import RecipientStateWaiting
from .recipient_viewer import RecipientViewer
from .refusal import Refusal
from .registered_seal import RegisteredSeal
from .registered_seal_list import RegisteredSealList
from .remind_request import RemindRequest
from .retention import Retention
from .retry_request import RetryRequest
from .rewriting_actions import RewritingActions
from .rewriting_alternatives import RewritingAlternatives
from .rewriting_attachments import RewritingAttachments
from .rewriting_earlier_revisions import RewritingEarlierRevisions
from .rewriting_encryption import RewritingEncryption
from .rewriting_fields import RewritingFields
from .rewriting_hybrid_cross_reference import RewritingHybridCrossReference
from .rewriting_layers import RewritingLayers
from .rewriting_linearization import RewritingLinearization
from .rewriting_other import RewritingOther
from .rewriting_repaired import RewritingRepaired
from .rewriting_scripts import RewritingScripts
from .rewriting_surrounding_bytes import RewritingSurroundingBytes
from .rewriting_syntax import RewritingSyntax
from .rewriting_unseen_annotations import RewritingUnseenAnnotations
from .rewriting_usage_rights import RewritingUsageRights
from .rewriting_xml_form import RewritingXmlForm
from .role import Role
from .rule_folder import RuleFolder
from .rule_other import RuleOther
from .rule_role import RuleRole
from .rule_sender import RuleSender
from .scope import Scope
from .seal import Seal
from .seal_certificate import SealCertificate
from .seal_change_request import SealChangeRequest
from .seal_evidence import SealEvidence
from .seal_policy import SealPolicy
from .seal_policy_request import SealPolicyRequest
from .seal_request_contract import SealRequestContract
from .seal_request_registered import SealRequestRegistered
from .seal_signer import SealSigner
from .seal_state import SealState
from .seal_type_contract import SealTypeContract
from .seal_type_other import SealTypeOther
from .seal_type_registered import SealTypeRegistered
from .seal_use import SealUse
from .seal_use_document import SealUseDocument
from .seal_use_list import SealUseList
from .sealer_operator import SealerOperator
from .sealer_other import SealerOther
from .sealer_recipient import SealerRecipient
from .sender import Sender
from .session import Session
from .session_list import SessionList
from .signature import Signature
from .signature_kind import SignatureKind
from .signature_state import SignatureState
from .signature_time import SignatureTime
from .stated_by import StatedBy
from .status import Status
from .stored_actor import StoredActor
from .stored_entry import StoredEntry
from .stored_event import StoredEvent
from .tax import Tax
from .term import Term
from .term_request import TermRequest
from .transaction import Transaction
from .transaction_part import TransactionPart
from .transaction_request import TransactionRequest
from .transaction_request_own_fields import TransactionRequestOwnFields
from .upload import Upload
from .upload_headers import UploadHeaders
from .verify_document_lang import VerifyDocumentLang
from .visible_seal import VisibleSeal
from .void_request import VoidRequest
from .waiting import Waiting
from .wrong_field import WrongField

__all__ = (
    "Access",
    "AccessKey",
    "AccessLevel",
    "AccessRecipient",
    "AccessRow",
    "AddressBoundLinks",
    "AmountRequest",
    "AskingOrganisation",
    "AwaitedOther",
    "AwaitedPreparation",
    "AwaitedRequest",
    "AwaitedSeal",
    "AwaitedTimestamp",
    "AwaitedView2",
    "BegunUpload",
    "BookScope",
    "Brand",
    "BrandRequest",
    "Cause",
    "Certificate",
    "ChainHead",
    "ChangeRequest",
    "Contact",
    "ContactChangeRequest",
    "ContactList",
    "ContactRequest",
    "CopyRequest",
    "CorrectionRequest",
    "DeadlineEnd",
    "DeclaredFile",
    "Detail",
    "Document",
    "DocumentRequest",
    "DocumentState",
    "Download",
    "Earlier",
    "Envelope",
    "EnvelopeList",
    "EnvelopeRequest",
    "Envelopes",
    "EnvelopesChangeRequest",
    "EnvelopeSummary",
    "EnvelopeWithFilesRequest",
    "EventsAnswer",
    "Evidence",
    "ExportContactsEncoding",
    "ExportContactsScope",
    "FactorAccessCode",
    "FactorAgainRequest",
    "FactorEmailCode",
    "FactorOther",
    "FactorRequestAccessCode",
    "FactorRequestEmailCode",
    "FactorRequestSms",
    "FactorRequestTotp",
    "FactorSms",
    "FactorTotp",
    "FetchFileWhich",
    "FieldType",
    "File",
    "FileRequest",
    "Findings",
    "Folder",
    "FolderChangeRequest",
    "FolderList",
    "FolderRequest",
    "GatewayMessage",
    "GranteeKind",
    "GrantEntry",
    "Group",
    "GroupList",
    "GroupRequest",
    "HolderOther",
    "HolderPerson",
    "HolderRequestPerson",
    "HolderRequestService",
    "HolderService",
    "Identity",
    "Image",
    "Import",
    "ImportContactsExisting",
    "ImportContactsScope",
    "Integrity",
    "KeepContacts",
    "KeptFiles",
    "Key",
    "KeyList",
    "KeyRequest",
    "Language",
    "LaterChange",
    "LaterChanges",
    "LeftFile",
    "Level",
    "ListContactsScope",
    "ListedSender",
    "Log",
    "MadeKey",
    "Me",
    "Members",
    "MembersChangeRequest",
    "Money",
    "MoveRequest",
    "OpenApiDocument",
    "Organisation",
    "OrganisationChangeRequest",
    "Origin",
    "Outcome",
    "OwnField",
    "OwnFieldRule",
    "OwnFieldRuleRequest",
    "OwnKeyList",
    "OwnKeyRequest",
    "Permission",
    "Person",
    "PersonChangeRequest",
    "PersonList",
    "PersonRequest",
    "PersonStateActive",
    "PersonStateDeactivated",
    "PersonStateInvited",
    "PersonStateOther",
    "PlacedBy",
    "Placement",
    "Problem",
    "Provider",
    "RecipientCopy",
    "RecipientKind",
    "RecipientOther",
    "RecipientRequest",
    "RecipientSigner",
    "RecipientStateApproved",
    "RecipientStateBounced",
    "RecipientStateConfirmed",
    "RecipientStateDeclined",
    "RecipientStateDelegated",
    "RecipientStateInvited",
    "RecipientStateNotNeeded",
    "RecipientStateOpened",
    "RecipientStateOther",
    "RecipientStateSealed",
    "RecipientStateWaiting",
    "RecipientViewer",
    "Refusal",
    "RegisteredSeal",
    "RegisteredSealList",
    "RemindRequest",
    "Retention",
    "RetryRequest",
    "RewritingActions",
    "RewritingAlternatives",
    "RewritingAttachments",
    "RewritingEarlierRevisions",
    "RewritingEncryption",
    "RewritingFields",
    "RewritingHybridCrossReference",
    "RewritingLayers",
    "RewritingLinearization",
    "RewritingOther",
    "RewritingRepaired",
    "RewritingScripts",
    "RewritingSurroundingBytes",
    "RewritingSyntax",
    "RewritingUnseenAnnotations",
    "RewritingUsageRights",
    "RewritingXmlForm",
    "Role",
    "RuleFolder",
    "RuleOther",
    "RuleRole",
    "RuleSender",
    "Scope",
    "Seal",
    "SealCertificate",
    "SealChangeRequest",
    "SealerOperator",
    "SealerOther",
    "SealerRecipient",
    "SealEvidence",
    "SealPolicy",
    "SealPolicyRequest",
    "SealRequestContract",
    "SealRequestRegistered",
    "SealSigner",
    "SealState",
    "SealTypeContract",
    "SealTypeOther",
    "SealTypeRegistered",
    "SealUse",
    "SealUseDocument",
    "SealUseList",
    "Sender",
    "Session",
    "SessionList",
    "Signature",
    "SignatureKind",
    "SignatureState",
    "SignatureTime",
    "StatedBy",
    "Status",
    "StoredActor",
    "StoredEntry",
    "StoredEvent",
    "Tax",
    "Term",
    "TermRequest",
    "Transaction",
    "TransactionPart",
    "TransactionRequest",
    "TransactionRequestOwnFields",
    "Upload",
    "UploadHeaders",
    "VerifyDocumentLang",
    "VisibleSeal",
    "VoidRequest",
    "Waiting",
    "WrongField",
)
