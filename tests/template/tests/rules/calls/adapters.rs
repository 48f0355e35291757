//! Which calls to AWS the adapters make: the code of `aws`, method by method of the ports, with what it calls in turn.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ImplItem, Item, Lit, Macro, Member};
use template::code::is_for_tests;

use super::code::{files_below, name_of, visit_macro};

/// What comes of a method.
#[derive(Clone, Default)]
pub(super) struct Done {
    /// Actions, as policies name them.
    pub(super) actions: BTreeSet<String>,
    /// Texts in quotes, among them the beginnings of keys.
    pub(super) texts: BTreeSet<String>,
    /// Functions of the same crate that it calls.
    calls: BTreeSet<String>,
}

impl Done {
    fn add(&mut self, other: &Self) {
        self.actions.extend(other.actions.iter().cloned());
        self.texts.extend(other.texts.iter().cloned());
        self.calls.extend(other.calls.iter().cloned());
    }
}

/// Calls of the clients, and the actions that each takes. What only puts together others takes none of its own.
const OPERATIONS: [(&str, &str); 22] = [
    ("invoke", "lambda:InvokeFunction"),
    ("get_item", "dynamodb:GetItem"),
    ("put_item", "dynamodb:PutItem"),
    ("update_item", "dynamodb:UpdateItem"),
    ("delete_item", "dynamodb:DeleteItem"),
    ("batch_write_item", "dynamodb:BatchWriteItem"),
    ("query", "dynamodb:Query"),
    ("scan", "dynamodb:Scan"),
    ("transact_write_items", ""),
    ("get_object", "s3:GetObject"),
    ("head_object", "s3:GetObject"),
    ("put_object", "s3:PutObject"),
    // It reads one and writes the other.
    ("copy_object", "s3:GetObject"),
    ("copy_object", "s3:PutObject"),
    ("list_objects_v2", "s3:ListBucket"),
    ("delete_object", "s3:DeleteObject"),
    ("get_object_retention", "s3:GetObjectRetention"),
    ("put_object_retention", "s3:PutObjectRetention"),
    ("sign", "kms:Sign"),
    ("send_message", "sqs:SendMessage"),
    ("send_email", "ses:SendEmail"),
    ("publish", "sns:Publish"),
];
/// Parts of a transaction.
const PARTS: [(&str, &str); 4] = [
    ("Put", "dynamodb:PutItem"),
    ("Update", "dynamodb:UpdateItem"),
    ("Delete", "dynamodb:DeleteItem"),
    ("ConditionCheck", "dynamodb:ConditionCheckItem"),
];

/// Port, method and what comes of it, for all adapters.
pub(super) fn all() -> Vec<(String, String, Done)> {
    // Functions of the crate by name; two of one name are taken together.
    let mut helpers: BTreeMap<String, Done> = BTreeMap::new();
    let mut methods = Vec::new();
    let ports = ports();
    for file in files_below(&workspace::root().join("shared/aws/src")) {
        for item in &file.items {
            match item {
                Item::Fn(function) if !is_for_tests(&function.attrs) => {
                    let done = Reader::of(|reader| reader.visit_block(&function.block));
                    helpers.entry(function.sig.ident.to_string()).or_default().add(&done);
                }
                Item::Impl(implementation) => {
                    let port = implementation.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
                    for item in &implementation.items {
                        let ImplItem::Fn(function) = item else { continue };
                        let done = Reader::of(|reader| reader.visit_block(&function.block));
                        let name = function.sig.ident.to_string();
                        match port {
                            Some(port) if ports.contains(&port.ident.to_string()) => {
                                methods.push((port.ident.to_string(), name, done));
                            }
                            // Conversions of what is stored, which ask nobody.
                            Some(_) => {}
                            // Every adapter has one, and it calls nobody.
                            None if name == "new" => {}
                            None => helpers.entry(name).or_default().add(&done),
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let of_port: BTreeMap<_, _> =
        methods.iter().map(|(port, name, done)| ((port.clone(), name.clone()), done)).collect();
    let all = methods.iter().map(|(port, name, done)| {
        let mut reached = done.clone();
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = done.calls.iter().cloned().collect();
        while let Some(called) = open.pop() {
            if !seen.insert(called.clone()) {
                continue;
            }
            let Some(further) = helpers.get(&called).or_else(|| of_port.get(&(port.clone(), called)).copied()) else {
                continue;
            };
            reached.add(further);
            open.extend(further.calls.iter().cloned());
        }
        (port.clone(), name.clone(), reached)
    });
    all.collect()
}

/// The names of the ports.
fn ports() -> BTreeSet<String> {
    let files = files_below(&workspace::root().join("shared/domain/src"));
    let items = files.iter().flat_map(|file| &file.items);
    let traits = items.filter_map(|item| match item {
        Item::Trait(item) => Some(item.ident.to_string()),
        _ => None,
    });
    traits.collect()
}

struct Reader(Done);

impl Reader {
    fn of(read: impl FnOnce(&mut Self)) -> Done {
        let mut reader = Self(Done::default());
        read(&mut reader);
        reader.0
    }
}

impl<'c> Visit<'c> for Reader {
    fn visit_expr_method_call(&mut self, call: &'c ExprMethodCall) {
        let method = call.method.to_string();
        let is_client = match &*call.receiver {
            Expr::Field(field) => matches!(&field.member, Member::Named(name) if name == "client"),
            receiver => name_of(receiver).is_some_and(|name| name == "client"),
        };
        if is_client {
            let known: Vec<_> = OPERATIONS.iter().filter(|(operation, _)| *operation == method).collect();
            assert!(!known.is_empty(), "OPERATIONS does not know {method}");
            let actions = known.into_iter().map(|(_, action)| (*action).to_owned());
            self.0.actions.extend(actions.filter(|action| !action.is_empty()));
        } else {
            // Also `key.parts()`: a name of this crate's own is enough.
            self.0.calls.insert(method);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'c ExprCall) {
        if let Expr::Path(path) = &*call.func {
            let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            if let [.., part, last] = &names[..]
                && last == "builder"
                && let Some((_, action)) = PARTS.iter().find(|(name, _)| name == part)
            {
                self.0.actions.insert((*action).to_owned());
            }
            self.0.calls.extend(names.last().cloned());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_lit(&mut self, literal: &'c Lit) {
        if let Lit::Str(text) = literal {
            self.0.texts.insert(text.value());
        }
    }

    fn visit_macro(&mut self, called: &'c Macro) {
        visit_macro(self, called);
    }
}
