//! Which files of a package name what others define: by `use`, by a path in the code, or by a path within a macro.

use syn::visit::Visit;
use syn::{ItemUse, Macro, Path, Visibility};

use super::Graph;
use super::modules::{ModuleId, Package, used_by};

/// Every file and those that it names.
pub(super) fn imports(package: &Package) -> Graph {
    let mut graph = Graph::new();
    for (id, module) in package.modules.iter().enumerate() {
        let mut named = Named { paths: Vec::new() };
        module.items.iter().for_each(|item| named.visit_item(item));
        for path in named.paths {
            add(package, id, &path, &mut graph);
        }
    }
    graph
}

fn add(package: &Package, from: ModuleId, path: &[String], graph: &mut Graph) {
    let file = &package.modules[from].file;
    let Some(other) = package.file_of(from, path) else { return };
    if other != file && !package.is_above(other, from) {
        graph.entry(file.clone()).or_default().entry(other.to_owned()).or_insert_with(|| path.join("::"));
    }
}

struct Named {
    paths: Vec<Vec<String>>,
}

impl<'c> Visit<'c> for Named {
    fn visit_path(&mut self, path: &'c Path) {
        self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    /// Those within functions too.
    fn visit_item_use(&mut self, used: &'c ItemUse) {
        self.paths.extend(used_by(&used.tree).into_iter().map(|(_, path)| path));
    }

    /// `pub(crate)` and `pub(super)` import nothing.
    fn visit_visibility(&mut self, _: &'c Visibility) {}

    /// What a macro is given need not be Rust; whatever in it looks like a path is taken for one.
    fn visit_macro(&mut self, called: &'c Macro) {
        let text = called.tokens.to_string().replace(" :: ", "::").replace(":: ", "::").replace(" ::", "::");
        let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let words = text.split(|c: char| !is_of_path(c)).filter(|word| word.contains("::"));
        self.paths.extend(words.map(|word| word.split("::").map(str::to_owned).collect()));
        syn::visit::visit_macro(self, called);
    }
}
