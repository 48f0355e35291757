//! The modules of a package, each with the file that it stands in, what it defines and what it exports again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod, UseTree};
use template::code::{is_for_tests, parsed};

/// Which module of a package.
pub(super) type ModuleId = usize;

/// A package, from its root file on.
pub(super) struct Package {
    pub(super) modules: Vec<Module>,
}

/// A module, in a file of its own or within another's.
pub(super) struct Module {
    /// Of the file, from the folder of the root file.
    pub(super) file: String,
    pub(super) parent: Option<ModuleId>,
    pub(super) children: BTreeMap<String, ModuleId>,
    /// The names of functions, types, constants and macros that are defined here.
    defined: BTreeSet<String>,
    /// Names that `use` brings in, with their paths.
    imported: BTreeMap<String, Vec<String>>,
    /// Modules of which `use` brings in everything.
    globs: Vec<Vec<String>>,
    /// What is read for imports: everything but the modules.
    pub(super) items: Vec<Item>,
}

impl Package {
    /// Reads a package from its root file on; what is there for tests alone is left out.
    pub(super) fn read(root: &Path, text: &dyn Fn(&Path) -> Option<String>) -> Self {
        let mut package = Self { modules: Vec::new() };
        let folder = root.parent().expect("a folder").to_owned();
        let source = text(root).expect("the root file");
        let reader = Reader { folder: folder.clone(), text };
        reader.module(&mut package, None, root, &folder, parsed(root, &source).items);
        package
    }

    /// The file that defines what a path names, as it is read in a module; none for what other packages define.
    pub(super) fn file_of(&self, module: ModuleId, path: &[String]) -> Option<&str> {
        let found = self.resolve(module, path, 0)?;
        Some(&self.modules[found].file)
    }

    /// Whether a file is that of a module above, as `lib.rs` is above all.
    pub(super) fn is_above(&self, file: &str, module: ModuleId) -> bool {
        let mut next = self.modules[module].parent;
        while let Some(above) = next {
            if self.modules[above].file == file {
                return true;
            }
            next = self.modules[above].parent;
        }
        false
    }

    fn resolve(&self, module: ModuleId, path: &[String], depth: usize) -> Option<ModuleId> {
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => Some(0),
            "self" => Some(module),
            "super" => self.modules[module].parent,
            _ => return self.below(module, path, depth),
        }?;
        if rest.first().is_some_and(|next| next == "super") {
            return self.resolve(start, rest, depth);
        }
        if rest.is_empty() { Some(start) } else { self.below(start, rest, depth).or(Some(start)) }
    }

    /// What a path names that begins in a module.
    fn below(&self, module: ModuleId, path: &[String], depth: usize) -> Option<ModuleId> {
        // Two globs can bring in each other.
        if depth > 16 {
            return None;
        }
        let here = &self.modules[module];
        let Some((first, rest)) = path.split_first() else { return Some(module) };
        if let Some(child) = here.children.get(first) {
            return self.below(*child, rest, depth).or(Some(*child));
        }
        if here.defined.contains(first) {
            return Some(module);
        }
        if let Some(imported) = here.imported.get(first) {
            let whole: Vec<String> = imported.iter().chain(rest).cloned().collect();
            // `use x::x`, where the first is a package.
            return if imported.first() == Some(first) { None } else { self.resolve(module, &whole, depth + 1) };
        }
        here.globs.iter().find_map(|glob| {
            let from = self.resolve(module, glob, depth + 1)?;
            if from == module { None } else { self.below(from, path, depth + 1) }
        })
    }
}

struct Reader<'r> {
    folder: PathBuf,
    text: &'r dyn Fn(&Path) -> Option<String>,
}

impl Reader<'_> {
    /// Adds a module and those below it. `folder` is where the files of its modules stand.
    fn module(
        &self,
        package: &mut Package,
        parent: Option<ModuleId>,
        file: &Path,
        folder: &Path,
        items: Vec<Item>,
    ) -> ModuleId {
        let id = package.modules.len();
        package.modules.push(Module {
            file: file.strip_prefix(&self.folder).unwrap_or(file).to_string_lossy().into_owned(),
            parent,
            children: BTreeMap::new(),
            defined: BTreeSet::new(),
            imported: BTreeMap::new(),
            globs: Vec::new(),
            items: Vec::new(),
        });
        for item in items {
            if is_for_tests(attributes(&item)) {
                continue;
            }
            match item {
                Item::Mod(declared) => {
                    let name = declared.ident.to_string();
                    let child = self.child(package, id, file, folder, declared);
                    package.modules[id].children.insert(name, child);
                }
                Item::Use(used) => {
                    let module = &mut package.modules[id];
                    for (name, path) in used_by(&used.tree) {
                        match name {
                            Some(name) => drop(module.imported.insert(name, path)),
                            None => module.globs.push(path),
                        }
                    }
                    package.modules[id].items.push(Item::Use(used));
                }
                item => {
                    package.modules[id].defined.extend(name_of(&item));
                    package.modules[id].items.push(item);
                }
            }
        }
        id
    }

    fn child(
        &self,
        package: &mut Package,
        parent: ModuleId,
        file: &Path,
        folder: &Path,
        declared: ItemMod,
    ) -> ModuleId {
        let name = declared.ident.to_string();
        if let Some((_, items)) = declared.content {
            return self.module(package, Some(parent), file, &folder.join(&name), items);
        }
        let places = [folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")];
        let (path, source) = places
            .into_iter()
            .find_map(|path| (self.text)(&path).map(|source| (path, source)))
            .unwrap_or_else(|| panic!("{}: no file of the module {name}", file.display()));
        let items = parsed(&path, &source).items;
        self.module(package, Some(parent), &path, &folder.join(&name), items)
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// Every path of a `use`, with the name that it brings in: none where it brings in everything.
pub(super) fn used_by(tree: &UseTree) -> Vec<(Option<String>, Vec<String>)> {
    match tree {
        UseTree::Path(path) => {
            let first = path.ident.to_string();
            let below = used_by(&path.tree).into_iter();
            below
                .map(|(name, rest)| {
                    // `self` in a group is what stands before the group.
                    let is_self = name.as_deref() == Some("self") && rest.len() == 1;
                    let name = if is_self { Some(first.clone()) } else { name };
                    let rest = if rest.first().is_some_and(|word| word == "self") { Vec::new() } else { rest };
                    (name, [vec![first.clone()], rest].concat())
                })
                .collect()
        }
        UseTree::Name(name) => vec![(Some(name.ident.to_string()), vec![name.ident.to_string()])],
        UseTree::Rename(renamed) => vec![(Some(renamed.rename.to_string()), vec![renamed.ident.to_string()])],
        UseTree::Glob(_) => vec![(None, Vec::new())],
        UseTree::Group(group) => group.items.iter().flat_map(used_by).collect(),
    }
}
