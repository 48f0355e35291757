//! Which methods of its ports a function calls.
//!
//! A function has its ports as fields of `Dependencies`, each an `Arc<dyn Port>`. It calls them there, hands them to a function
//! of its own as `&dyn Port`, or hands them to a shared crate; then it is taken to call whatever shared crates call of such a
//! port. Of `lambda` only the modules count that the function names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use syn::visit::{self, Visit};
use syn::{
    Expr, ExprField, ExprMethodCall, FieldPat, File, FnArg, ImplItemFn, ItemFn, ItemMod, ItemStruct, Local, Macro,
    Member, Pat, PatStruct, Signature,
};
use template::code::{is_for_tests, parsed};

use super::code::{files_below, name_of, texts_below, trait_in, trait_named_in, visit_macro};

/// Ports and their methods.
type Calls = BTreeSet<(String, String)>;

/// What `Dependencies` is called where it is used.
const HOLDERS: [&str; 8] = ["authentication", "books", "deps", "dependencies", "issuers", "self", "state", "registry"];

/// What holds several ports and calls them itself, with the files in which it does.
const BUNDLES: [(&str, &str); 3] = [
    ("Registry", "shared/domain/src/ports/change"),
    ("AddressBooks", "shared/domain/src/ports/address_books"),
    ("Authentication", "shared/api/src/authentication"),
];

/// Ports of a function, and what it calls of them.
pub(super) fn calls_of(package: &str) -> (BTreeSet<String>, Calls) {
    let code = texts_below(&workspace::root().join("functions").join(package).join("src"));
    let files: Vec<File> = code.iter().map(|(path, text)| parsed(path, text)).collect();
    let mut reader = Reader::default();
    for file in &files {
        Fields(&mut reader).visit_file(file);
    }
    let mut of_bundles = Calls::new();
    // Address books hold a registry.
    let held = |bundle: &str| {
        files.iter().any(|file| holds(file, bundle) || bundle == "Registry" && holds(file, "AddressBooks"))
    };
    for (bundle, place) in BUNDLES.iter().filter(|(bundle, _)| held(bundle)) {
        let (fields, calls) = bundled(place);
        assert!(!calls.is_empty(), "{bundle} calls nothing");
        reader.fields.extend(fields);
        of_bundles.extend(calls);
    }
    for file in &files {
        reader.visit_file(file);
    }
    let names = |module: &str| code.iter().any(|(_, text)| text.contains(module));
    let of_modules = MODULES.iter().filter(|(module, _)| names(module)).flat_map(|(_, calls)| calls);
    let shared = SHARED.iter().chain(of_modules).filter(|(port, _)| reader.handed_over.contains(port)).cloned();
    (reader.fields.into_values().collect(), reader.calls.into_iter().chain(shared).chain(of_bundles).collect())
}

/// Whether a function's `Dependencies` have a field of this type.
fn holds(file: &File, wanted: &str) -> bool {
    struct Types<'t>(&'t str, bool);
    impl<'c> Visit<'c> for Types<'_> {
        fn visit_type_path(&mut self, of: &'c syn::TypePath) {
            self.1 |= of.path.segments.last().is_some_and(|segment| segment.ident == self.0);
            visit::visit_type_path(self, of);
        }
    }
    let mut types = Types(wanted, false);
    for item in &file.items {
        if let syn::Item::Struct(item) = item
            && item.ident == "Dependencies"
        {
            types.visit_item_struct(item);
        }
    }
    types.1
}

/// The ports of what holds several, by their fields, and what it calls of them.
fn bundled(place: &str) -> (BTreeMap<String, String>, Calls) {
    let root = workspace::root();
    let below = root.join(place);
    let mut texts = if below.is_dir() { texts_below(&below) } else { Vec::new() };
    let file = root.join(format!("{place}.rs"));
    let text = std::fs::read_to_string(&file).expect("a file");
    texts.push((file, text));
    let files: Vec<File> = texts.iter().map(|(path, text)| parsed(path, text)).collect();
    let mut reader = Reader::default();
    for file in &files {
        Fields(&mut reader).visit_file(file);
    }
    for file in &files {
        reader.visit_file(file);
    }
    (reader.fields, reader.calls)
}

/// Whether a function's code names this.
pub(super) fn names(package: &str, word: &str) -> bool {
    let code = texts_below(&workspace::root().join("functions").join(package).join("src"));
    code.iter().any(|(_, text)| text.contains(word))
}

/// What the crates that functions share call of ports that they are given.
static SHARED: LazyLock<Calls> = LazyLock::new(|| {
    let mut calls = Calls::new();
    for package in ["api", "domain", "web"] {
        let files = files_below(&workspace::root().join("shared").join(package).join("src"));
        let mut reader = Reader::default();
        for file in &files {
            Fields(&mut reader).visit_file(file);
        }
        for file in &files {
            reader.visit_file(file);
        }
        calls.extend(reader.calls);
    }
    calls
});

/// The same of each module of `lambda`, as in `lambda::delay`.
static MODULES: LazyLock<BTreeMap<String, Calls>> = LazyLock::new(|| {
    let modules = texts_below(&workspace::root().join("shared/lambda/src"));
    let calls = modules.iter().filter(|(path, _)| !path.ends_with("lib.rs")).map(|(path, text)| {
        let mut reader = Reader::default();
        let file = parsed(path, text);
        Fields(&mut reader).visit_file(&file);
        reader.visit_file(&file);
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        (format!("lambda::{name}"), reader.calls)
    });
    calls.collect()
});

/// Looks for structures that hold ports.
struct Fields<'r>(&'r mut Reader);

impl<'c> Visit<'c> for Fields<'_> {
    fn visit_item_struct(&mut self, item: &'c ItemStruct) {
        for field in &item.fields {
            if let (Some(name), Some(port)) = (&field.ident, trait_in(&field.ty)) {
                self.0.holders.insert(item.ident.to_string());
                let before = self.0.fields.insert(name.to_string(), port.clone());
                assert!(before.is_none_or(|before| before == port), "{name} is two ports");
            }
        }
    }

    fn visit_item_mod(&mut self, item: &'c ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
}

#[derive(Default)]
struct Reader {
    /// Structures that hold ports.
    holders: BTreeSet<String>,
    /// Their fields: name → port.
    fields: BTreeMap<String, String>,
    /// Parameters and variables of the function that is being read.
    given: BTreeMap<String, String>,
    calls: Calls,
    handed_over: BTreeSet<String>,
}

impl Reader {
    /// The port that an expression is.
    fn port(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Field(field) => self.port_in(field),
            Expr::Reference(of) => self.port(&of.expr),
            Expr::Unary(of) => self.port(&of.expr),
            Expr::Paren(of) => self.port(&of.expr),
            Expr::Path(_) => self.given.get(&name_of(expression)?).cloned(),
            _ => trait_named_in(expression),
        }
    }

    fn port_in(&self, field: &ExprField) -> Option<String> {
        let Member::Named(name) = &field.member else { return None };
        let holder = match &*field.base {
            // As in `context.deps.links`.
            Expr::Field(ExprField { member: Member::Named(name), .. }) => Some(name.to_string()),
            base => name_of(base),
        };
        let is_held = holder.is_some_and(|holder| HOLDERS.contains(&holder.as_str()));
        self.fields.get(&name.to_string()).filter(|_| is_held).cloned()
    }

    /// Remembers the ports that variables are given.
    fn bind(&mut self, pattern: &Pat, value: &Expr) {
        match (pattern, value) {
            (Pat::Type(typed), _) => self.bind(&typed.pat, value),
            (Pat::Tuple(patterns), Expr::Tuple(values)) => {
                patterns.elems.iter().zip(&values.elems).for_each(|(pattern, value)| self.bind(pattern, value));
            }
            (Pat::Ident(name), _) => match self.port(value) {
                Some(port) => drop(self.given.insert(name.ident.to_string(), port)),
                // Another variable may have had this name.
                None => drop(self.given.remove(&name.ident.to_string())),
            },
            _ => {}
        }
    }

    fn within(&mut self, signature: &Signature, read: impl FnOnce(&mut Self)) {
        let before = self.given.clone();
        for input in &signature.inputs {
            let FnArg::Typed(input) = input else { continue };
            if let (Pat::Ident(name), Some(port)) = (&*input.pat, trait_in(&input.ty)) {
                self.given.insert(name.ident.to_string(), port);
            }
        }
        read(self);
        self.given = before;
    }
}

/// The port that the field of a taken apart structure is.
fn taken_out<'r>(reader: &'r Reader, of: &PatStruct, field: &FieldPat) -> Option<(String, &'r String)> {
    let Member::Named(name) = &field.member else { return None };
    let is_holder = of.path.segments.last().is_some_and(|s| reader.holders.contains(&s.ident.to_string()));
    let Pat::Ident(bound) = &*field.pat else { return None };
    Some((bound.ident.to_string(), reader.fields.get(&name.to_string()).filter(|_| is_holder)?))
}

impl<'c> Visit<'c> for Reader {
    fn visit_expr_method_call(&mut self, call: &'c ExprMethodCall) {
        match self.port(&call.receiver) {
            Some(port) if call.method == "clone" => drop(self.handed_over.insert(port)),
            Some(port) => {
                let is_some = matches!(call.args.first(), Some(Expr::Call(some)) if name_of(&some.func).is_some_and(|n| n == "Some"));
                let narrow = if is_some && port == "SealingCertificates" { "(Some)" } else { "" };
                self.calls.insert((port, format!("{}{narrow}", call.method)));
            }
            None => self.visit_expr(&call.receiver),
        }
        call.args.iter().for_each(|argument| self.visit_expr(argument));
    }

    fn visit_expr_field(&mut self, field: &'c ExprField) {
        match self.port_in(field) {
            Some(port) => drop(self.handed_over.insert(port)),
            None => visit::visit_expr_field(self, field),
        }
    }

    fn visit_local(&mut self, local: &'c Local) {
        visit::visit_local(self, local);
        if let Some(value) = &local.init {
            self.bind(&local.pat, &value.expr);
        }
    }

    fn visit_pat_struct(&mut self, taken_apart: &'c PatStruct) {
        let out = taken_apart.fields.iter().filter_map(|field| taken_out(self, taken_apart, field));
        let out: Vec<_> = out.map(|(name, port)| (name, port.clone())).collect();
        self.given.extend(out);
    }

    fn visit_item_fn(&mut self, item: &'c ItemFn) {
        if !is_for_tests(&item.attrs) {
            self.within(&item.sig, |reader| visit::visit_item_fn(reader, item));
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'c ImplItemFn) {
        self.within(&item.sig, |reader| visit::visit_impl_item_fn(reader, item));
    }

    fn visit_item_mod(&mut self, item: &'c ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_macro(&mut self, called: &'c Macro) {
        visit_macro(self, called);
    }
}

#[test]
fn a_port_is_followed_into_the_variables_that_are_given_it() {
    let code = "fn make(dependencies: &Dependencies) {
        let (numbers, other) = (&dependencies.numbers, 1);
        numbers.by_tuple();
        let links = &dependencies.links;
        links.by_name();
        let links = 2;
        links.nothing_of_a_port();
        other.nothing_of_a_port();
    }";
    let fields = [("numbers", "Numbers"), ("links", "Links")].map(|(name, port)| (name.to_owned(), port.to_owned()));
    let mut reader = Reader { fields: fields.into(), ..Reader::default() };
    reader.visit_file(&syn::parse_file(code).expect("code"));
    let calls = [("Links", "by_name"), ("Numbers", "by_tuple")].map(|(p, m)| (p.to_owned(), m.to_owned()));
    assert_eq!(reader.calls, Calls::from(calls));
}
