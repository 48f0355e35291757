//! Reading code.

use std::path::{Path, PathBuf};

use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, File, GenericArgument, Macro, PathArguments, Token, Type, TypeParamBound};
use template::code::parsed;

/// Every file of code below a folder, but tests that stand in files of their own.
pub(super) fn files_below(folder: &Path) -> Vec<File> {
    texts_below(folder).iter().map(|(path, text)| parsed(path, text)).collect()
}

/// The same files as they are written, with their paths.
pub(super) fn texts_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                // What rows look like, which asks nobody for anything.
                if !path.ends_with("aws/src/stored") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs") && path.file_name().is_some_and(|n| n != "tests.rs") {
                let text = std::fs::read_to_string(&path).expect("code");
                files.push((path, text));
            }
        }
    }
    files
}

/// The trait of `dyn Trait`, wherever in the type it stands: `&dyn Links`, `Arc<dyn Links>`.
pub(super) fn trait_in(of: &Type) -> Option<String> {
    struct Found(Option<String>);
    impl<'c> Visit<'c> for Found {
        fn visit_type_trait_object(&mut self, object: &'c syn::TypeTraitObject) {
            if let Some(TypeParamBound::Trait(bound)) = object.bounds.first() {
                self.0 = bound.path.segments.last().map(|segment| segment.ident.to_string());
            }
        }
    }
    let mut found = Found(None);
    found.visit_type(of);
    found.0
}

/// The trait that an expression names, as in `Arc::<dyn ApiKeys>::from_ref(state)`.
pub(super) fn trait_named_in(expression: &Expr) -> Option<String> {
    let Expr::Call(call) = expression else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    path.path.segments.iter().find_map(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(given) => given.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(given) => trait_in(given),
            _ => None,
        }),
        _ => None,
    })
}

/// The one name of an expression that is a name, behind `&`, `*` and parentheses.
pub(super) fn name_of(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(of) => name_of(&of.expr),
        Expr::Unary(of) => name_of(&of.expr),
        Expr::Paren(of) => name_of(&of.expr),
        _ => None,
    }
}

/// Looks into what a macro is given, where that is a list of expressions.
pub(super) fn visit_macro(visitor: &mut impl for<'a> Visit<'a>, called: &Macro) {
    if let Ok(arguments) = called.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
        for argument in &arguments {
            visitor.visit_expr(argument);
        }
    }
}
