//! What an object is in the document: every way in which the catalog leads to it. An object that is used in two ways
//! is judged in both, so that nothing can change a page under the name of something else.

use std::collections::{BTreeMap, BTreeSet};

use super::links::{Component, Links, Way, paths};
use crate::strict::Value;
use crate::strict::view::View;

/// An object used in more ways than this is not judged any further.
const MAX_ROLES: usize = 64;

/// One use of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Role {
    pub(super) kind: Kind,
    /// The form field that it belongs to.
    pub(super) owner: Option<u32>,
    /// The page, from 1.
    pub(super) page: Option<usize>,
}

/// What an object, or a part of one, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Catalog,
    CatalogPart,
    Info,
    Encryption,
    Metadata,
    Dss,
    Extensions,
    Permissions,
    PieceInfo,
    Structure,
    Layers,
    Action,
    PageNode,
    Kids,
    Page,
    PagePart,
    Content,
    Resources,
    XObject,
    Font,
    Annotations,
    Form,
    FormPart,
    FormResources,
    Fields,
    /// A form field, a widget, or both; any other annotation too.
    Field,
    FieldPart,
    Value,
    Appearance,
    /// Nothing that can be told within the budget.
    Unknown,
}

impl Kind {
    /// What `component` leads to from here; `None` for links that do not make the target a part of this.
    fn child(self, component: Component<'_>) -> Option<Self> {
        use Kind::*;
        let key = match component {
            Component::Key(key) => key,
            Component::Element => b"",
        };
        Some(match (self, key) {
            (Catalog, b"Pages") => PageNode,
            (Catalog, b"AcroForm") => Form,
            (Catalog, b"DSS") => Dss,
            (Catalog, b"Metadata") => Metadata,
            (Catalog, b"Extensions") => Extensions,
            (Catalog, b"Perms") => Permissions,
            (Catalog, b"PieceInfo") => PieceInfo,
            (Catalog, b"StructTreeRoot") => Structure,
            (Catalog, b"OCProperties") => Layers,
            (Catalog, b"OpenAction" | b"AA") | (CatalogPart, b"JavaScript" | b"A" | b"AA") => Action,
            (CatalogPart, b"SE" | b"SD") => return None,
            (Catalog | CatalogPart, _) => CatalogPart,

            (PageNode, b"Kids") => Kids,
            (Kids, _) | (PageNode | Page, b"Parent") => PageNode,
            (PageNode | Page | XObject, b"Resources") => Resources,
            (Page, b"Annots") => Annotations,
            (Page, b"Contents") => Content,
            (Page | PageNode, b"AA") => Action,
            (Page | PageNode | PagePart, _) => PagePart,
            (Resources, b"Font") => Font,
            (Resources, b"XObject") => XObject,
            (Resources, b"Properties") => Layers,

            (Form, b"Fields" | b"CO") => Fields,
            (Form, b"DR") => FormResources,
            (Form | FormPart, _) => FormPart,
            (Annotations | Fields, _) => Field,
            (Field, b"AP") => Appearance,
            (Field, b"A" | b"AA" | b"PA") => Action,
            (Field, b"V") => Value,
            (Field, b"Kids") => Fields,
            (Field, b"Parent" | b"Popup" | b"IRT") => Field,
            (Field, b"P" | b"Dest") => return None,
            (Field, b"OC") => Layers,
            (Field | FieldPart, _) => FieldPart,
            (Value, b"Data") => return None,
            (Permissions, _) => Value,
            // Actions name the fields that they work on, and places to go to.
            (Action, b"T" | b"Fields" | b"AN" | b"D" | b"SD" | b"B") => return None,
            (Structure, b"P" | b"Pg" | b"Obj") => return None,
            (same, _) => same,
        })
    }
}

/// The roles of the object `number`; none if nothing in use refers to it.
pub(super) fn roles(view: View<'_>, links: &Links, number: u32) -> BTreeSet<Role> {
    let budget = view.budget;
    let root = view.trailer().get(b"Root").and_then(Value::reference).map(|id| id.number);
    let anchor = |number: u32| {
        let role = |kind, page| Role { kind, owner: None, page };
        match links.pages.leaves.get(&number) {
            _ if root == Some(number) => Some(role(Kind::Catalog, None)),
            Some(&page) => Some(role(Kind::Page, Some(page))),
            None => links.pages.nodes.contains(&number).then(|| role(Kind::PageNode, None)),
        }
    };
    let unknown = Role { kind: Kind::Unknown, owner: None, page: None };
    if let Some(role) = anchor(number) {
        return BTreeSet::from([role]);
    }
    // Upwards: everything through which the object may be reached.
    let mut above = BTreeSet::from([number]);
    let mut anchors = BTreeSet::new();
    let mut open = vec![number];
    while let Some(target) = open.pop() {
        for referrer in links.referrers(target) {
            if !budget.spend(1) {
                return BTreeSet::from([unknown]);
            }
            if anchor(referrer).is_some() {
                anchors.insert(referrer);
            } else if above.insert(referrer) {
                open.push(referrer);
            }
        }
    }
    // Downwards again, from what it is known to be.
    let mut known: BTreeMap<u32, BTreeSet<Role>> = BTreeMap::new();
    let mut open: Vec<(u32, Role)> = anchors.iter().filter_map(|&number| Some((number, anchor(number)?))).collect();
    for (key, kind) in [(b"Info".as_slice(), Kind::Info), (b"Encrypt", Kind::Encryption)] {
        let target = view.trailer().get(key).and_then(Value::reference);
        if let Some(target) = target.filter(|target| above.contains(&target.number)) {
            let role = Role { kind, owner: None, page: None };
            known.entry(target.number).or_default().insert(role);
            open.push((target.number, role));
        }
    }
    let mut ways: BTreeMap<u32, Vec<(Way<'_>, u32)>> = BTreeMap::new();
    while let Some((referrer, mut role)) = open.pop() {
        if role.kind == Kind::Field {
            role.owner = Some(referrer);
        }
        let ways = ways.entry(referrer).or_insert_with(|| {
            let value = view.numbered(referrer).map(|object| object.value);
            let all = value.filter(|value| budget.spend(value.weight())).map(paths).unwrap_or_default();
            all.into_iter().filter(|(_, target)| above.contains(target)).collect()
        });
        for (way, target) in ways {
            let kind = way.iter().copied().try_fold(role.kind, Kind::child);
            let Some(kind) = kind else { continue };
            let role = Role { kind, ..role };
            let roles = known.entry(*target).or_default();
            let is_new = roles.iter().all(|known| (known.kind, known.owner) != (role.kind, role.owner));
            if is_new && roles.len() < MAX_ROLES {
                roles.insert(role);
                open.push((*target, role));
            } else if is_new {
                roles.insert(unknown);
            }
            if !budget.spend(1) {
                return BTreeSet::from([unknown]);
            }
        }
    }
    let mut roles = known.remove(&number).unwrap_or_default();
    if budget.is_spent() {
        roles.insert(unknown);
    }
    if roles.is_empty() && links.is_parent(number) {
        roles.insert(Role { kind: Kind::Structure, owner: None, page: None });
    }
    roles
}
