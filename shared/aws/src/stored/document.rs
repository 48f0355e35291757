//! The documents of a stored envelope.

use domain::digest::Digest;
use domain::document::{Document, KeptFiles, ObjectKey, Origin, PageRun, Prepared, Revision, Timestamped, Upload};
use domain::ids::{DocumentId, DocumentNumber, ManagementNumber};
use domain::mirror;
use domain::rewriting::Rewriting;
use jiff::Timestamp;

use super::parts::{FileRow, SealerRow};

mirror! {
    pub(super) struct DocumentRow = Document {
        number: DocumentNumber,
        name: String,
        management_number: ManagementNumber,
        document_id: DocumentId,
        upload: UploadRow,
        prepared: Option<PreparedRow>,
        revisions: Vec<RevisionRow>,
        timestamp_reserve: u32,
        retained_until: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "KeptFilesRow::is_all")]
        kept: KeptFilesRow,
    }
}

mirror! {
    #[derive(Copy, Default)]
    pub(super) enum KeptFilesRow = KeptFiles {
        #[default]
        All,
        Unproven,
        Finished,
        PastRetention,
        Nothing,
    }
}

impl KeptFilesRow {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(super) const fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }
}

mirror! {
    struct UploadRow = Upload {
        object: ObjectKey,
        size: u64,
        sha256: Digest,
    }
}

mirror! {
    pub(super) struct PreparedRow = Prepared {
        file: FileRow,
        pages: u32,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sizes: Vec<PageRunRow>,
        origin: OriginRow,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rewriting: Vec<RewritingRow>,
    }
}

mirror! {
    struct PageRunRow = PageRun {
        pages: u32,
        width: u32,
        height: u32,
    }
}

mirror! {
    pub(super) enum OriginRow = Origin {
        Unsigned,
        Signed,
    }
}

mirror! {
    struct RevisionRow = Revision {
        by: SealerRow,
        sealed: Option<FileRow>,
        #[serde(rename = "stamped")]
        timestamped: Option<TimestampedRow>,
    }
}

mirror! {
    struct TimestampedRow = Timestamped {
        file: FileRow,
        time: Timestamp,
        authority: String,
        serial: String,
        accredited: bool,
    }
}

mirror! {
    #[serde(tag = "kind")]
    pub(super) enum RewritingRow = Rewriting {
        Repaired { damage: String },
        SurroundingBytes,
        EarlierRevisions,
        Linearization,
        HybridCrossReference,
        Syntax,
        Encryption,
        Scripts { count: usize },
        Actions { count: usize },
        Attachments { count: usize, names: Vec<String> },
        XmlForm,
        Fields { count: usize },
        UnseenAnnotations { count: usize },
        Layers { hidden: usize },
        UsageRights,
        Alternatives { count: usize },
    }
}
