//! One revision judged: every object that it touches, in every role that the object has.

use super::equal::Pair;
use super::field::Field;
use super::finding::{Change, ChangeKind, StructureFault, Verdict};
use super::judge::Judge;
use super::role::{Kind, Role, roles};
use super::standing::Standing;
use super::{catalog, dss, form, metadata, pages, structure};
use crate::strict::view::Indirect;

impl<'r> Judge<'_, 'r> {
    /// Judges the whole revision.
    pub(super) fn run(&mut self) {
        catalog::trailer(self);
        for &number in self.touched {
            self.object(number);
        }
        form::settle(self);
        for (number, page) in std::mem::take(&mut self.widgets) {
            if !self.claimed.contains(&number) {
                pages::stranger(self, Some(number), page, b"Widget");
            }
        }
        if self.has_new_dss {
            dss::judge(self);
        }
        self.settle_rewritten();
        self.settle_locks();
        if self.pair.budget().is_spent() {
            self.push(Change::broken(StructureFault::TooComplex, None));
        }
    }

    fn object(&mut self, number: u32) {
        let Pair { before, after } = self.pair;
        let old = before.numbered(number);
        if old.is_none() && self.links.referrers(number).next().is_none() {
            return; // a new object, judged where something begins to use it
        }
        let roles = roles(before, self.links, number);
        let new = after.numbered(number);
        let Some(first) = roles.first().copied() else { return };
        let page = roles.iter().find_map(|role| role.page);
        match (old, new) {
            (None, None) => {}
            (Some(old), None) => self.hidden(old, first, page),
            (None, Some(_)) => self.push(Change::forbidden(ChangeKind::ObjectsRevealed).object(number).page(page)),
            (Some(old), Some(new)) => {
                if self.pair.equal_objects(old, new) {
                    let is_structural = roles.iter().all(|role| self.is_structural(old, *role));
                    self.rewritten.push((number, page, is_structural));
                    if roles.iter().any(|role| role.kind == Kind::Dss) {
                        self.has_new_dss = true;
                    }
                    return;
                }
                for role in roles {
                    self.changed(role, old, new);
                }
            }
        }
    }

    fn hidden(&mut self, old: Indirect<'r>, role: Role, page: Option<usize>) {
        let change = Change::forbidden(ChangeKind::ObjectsHidden).object(old.number).page(page);
        match role.kind {
            // Dropped validation data leaves the document as it is.
            Kind::Dss => self.has_new_dss = true,
            Kind::Value if old.value.dictionary().is_some_and(|value| value.get(b"ByteRange").is_some()) => {
                self.push(Change::forbidden(ChangeKind::SignatureRemoved).object(old.number));
            }
            _ => self.push(change),
        }
    }

    fn changed(&mut self, role: Role, old: Indirect<'r>, new: Indirect<'r>) {
        let number = old.number;
        match role.kind {
            Kind::Catalog => catalog::catalog(self, old, new),
            Kind::Info => metadata::info(self, number, old.value.dictionary(), new.value.dictionary()),
            Kind::Encryption => self.forbid(ChangeKind::TrailerChanged, number, role),
            Kind::Metadata => metadata::xmp(self, Some(old), Some(new)),
            Kind::Dss => self.has_new_dss = true,
            Kind::Extensions => catalog::extensions(self),
            Kind::Permissions | Kind::CatalogPart => self.forbid(ChangeKind::CatalogChanged, number, role),
            Kind::PieceInfo => self.unseen(number, b"PieceInfo"),
            Kind::Structure => structure::judge(self, number, old.value, new.value),
            Kind::Layers => self.forbid(ChangeKind::LayersChanged, number, role),
            Kind::Action => self.forbid(ChangeKind::ActionAdded, number, role),
            Kind::PageNode | Kind::Kids => pages::node(self, number, role, old, new),
            Kind::Page => pages::page(self, number, role, old, new),
            Kind::PagePart | Kind::Resources => self.forbid(ChangeKind::PageChanged, number, role),
            Kind::Content | Kind::XObject => self.forbid(ChangeKind::ContentChanged, number, role),
            Kind::Font => self.forbid(ChangeKind::FontChanged, number, role),
            Kind::Annotations => pages::annotations(self, role, Some(old.value), Some(new.value)),
            Kind::Form => form::form(self, number, old.value.dictionary(), new.value.dictionary()),
            Kind::FormPart => self.forbid(ChangeKind::FormChanged, number, role),
            Kind::FormResources => {
                form::resources(self, number, Some(old.value), Some(new.value));
                self.unseen(number, b"DR");
            }
            Kind::Fields => form::fields(self, number, Some(old.value), Some(new.value)),
            Kind::Field => {
                self.fields.insert(number);
            }
            Kind::Appearance => {
                let is_same_form = self.is_same_form(old, new);
                match role.owner.filter(|_| is_same_form) {
                    Some(owner) => {
                        self.fields.insert(owner);
                        self.repainted.insert(owner);
                    }
                    None => self.forbid(ChangeKind::FormChanged, number, role),
                }
            }
            Kind::FieldPart => form::part(self, number, role),
            Kind::Value => form::value(self, role, old, new),
            Kind::Unknown => self.push(Change::broken(StructureFault::TooComplex, Some(number))),
        }
    }

    /// Whether an appearance that was written over in place has the box that it had.
    fn is_same_form(&self, old: Indirect<'r>, new: Indirect<'r>) -> bool {
        let (Some(old), Some(new)) = (old.value.dictionary(), new.value.dictionary()) else { return false };
        let free: [&[u8]; 5] = [b"Length", b"Filter", b"DecodeParms", b"Resources", b"Font"];
        self.pair.differences(old, new).iter().all(|difference| free.contains(&difference.key))
    }

    /// Whether an object is one that every writer of updates may write again.
    fn is_structural(&self, old: Indirect<'r>, role: Role) -> bool {
        match role.kind {
            Kind::Field => {
                let field = Field::of(self.pair.before, old.number);
                field.is_some_and(|field| field.is_signature())
            }
            Kind::Appearance
            | Kind::Value
            | Kind::FieldPart
            | Kind::Content
            | Kind::XObject
            | Kind::Font
            | Kind::Resources
            | Kind::PagePart
            | Kind::Action
            | Kind::Layers
            | Kind::Unknown => false,
            _ => true,
        }
    }

    /// Objects written again unchanged need a reason: in some viewers the order of objects decides what lies on top.
    fn settle_rewritten(&mut self) {
        let is_beside =
            |kind| matches!(kind, ChangeKind::Rewritten | ChangeKind::UnseenChanged | ChangeKind::StructureExtended);
        let is_purpose = |change: &Change| change.verdict != Verdict::Forbidden && !is_beside(change.kind);
        let has_purpose = self.changes.iter().any(is_purpose);
        let is_signed = self.changes.iter().any(|change| {
            let is_new = matches!(change.kind, ChangeKind::SignatureAdded | ChangeKind::TimestampAdded);
            is_new && change.field.as_deref().is_some_and(|field| (self.standing)(field) == Standing::Intact)
        });
        for (number, page, is_structural) in std::mem::take(&mut self.rewritten) {
            let is_allowed = if is_structural { has_purpose } else { is_signed };
            let change = if is_allowed {
                Change::allowed(ChangeKind::Rewritten)
            } else {
                Change::forbidden(ChangeKind::ObjectsRewritten)
            };
            self.push(change.object(number).page(page));
        }
    }

    /// What would be allowed, but for a certification or a field lock.
    fn settle_locks(&mut self) {
        let is_timestamp = self.changes.iter().any(|change| change.kind == ChangeKind::TimestampAdded);
        let locked: Vec<Change> = self
            .changes
            .iter()
            .filter(|change| change.verdict != Verdict::Forbidden && self.rights.forbid(change, is_timestamp))
            .map(|change| Change { kind: ChangeKind::Locked, verdict: Verdict::Forbidden, ..change.clone() })
            .collect();
        for change in locked {
            self.push(change);
        }
    }
}
