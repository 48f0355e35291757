//! The embedded files.

/// A file, compressed at build time.
pub(crate) struct Asset {
    /// Its path below `/assets/{version}/`, or its name alone.
    pub(crate) name: &'static str,
    /// What its entity tag is made of: the start of its SHA-256.
    pub(crate) digest: &'static str,
    /// Its bytes in gzip (RFC 1952).
    pub(crate) gzip: &'static [u8],
}

/// By name, as the build script sorted them.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The OpenAPI document, as `cargo codegen` wrote it.
pub(crate) static OPENAPI: Asset = include!(concat!(env!("OUT_DIR"), "/openapi.json.rs"));
/// The API's reference, a page that needs nothing else.
pub(crate) static REFERENCE: Asset = include!(concat!(env!("OUT_DIR"), "/reference.html.rs"));
/// What that page may do.
pub(crate) const REFERENCE_POLICY: &str = include_str!(concat!(env!("OUT_DIR"), "/reference.html.policy"));

/// The file under this path.
pub(crate) fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.binary_search_by(|asset| asset.name.cmp(name)).ok().map(|at| &ASSETS[at])
}

impl Asset {
    /// Its media type. Modules have to be `text/javascript`, or browsers refuse them (HTML, "fetch a module script").
    pub(crate) fn content_type(&self) -> &'static str {
        match self.name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("mjs" | "js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("html") => "text/html; charset=utf-8",
            Some("json") => "application/json",
            Some("svg") => "image/svg+xml",
            Some("ttf") => "font/ttf",
            Some("bcmap" | "pfb") => "application/octet-stream",
            Some(_) | None => "text/plain; charset=utf-8",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// API Gateway passes on at most 6 MB of base64.
    const LARGEST: usize = (6 << 20) / 4 * 3;

    #[test]
    fn each_file_is_found_and_fits_into_an_answer() {
        assert!(ASSETS.len() > 100);
        assert!(OPENAPI.gzip.len() < LARGEST && REFERENCE.gzip.len() < LARGEST);
        for asset in ASSETS {
            assert_eq!(find(asset.name).map(|found| found.digest), Some(asset.digest), "{}", asset.name);
            assert!(asset.gzip.len() < LARGEST, "{} is too large", asset.name);
        }
    }

    #[test]
    fn our_modules_import_what_is_there_and_evaluate_nothing() {
        let ours = ASSETS.iter().filter(|asset| asset.name.starts_with("viewer") && asset.name.ends_with(".mjs"));
        let mut imports = 0;
        for asset in ours {
            let mut code = String::new();
            GzDecoder::new(asset.gzip).read_to_string(&mut code).unwrap();
            assert!(!code.contains("eval(") && !code.contains("new Function") && !code.contains("innerHTML"));
            let folder = asset.name.rsplit_once('/').map_or("", |(folder, _)| folder);
            for (at, _) in code.match_indices("from \"./") {
                let name = code[at..].split('"').nth(1).unwrap().trim_start_matches("./");
                let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                assert!(find(&path).is_some(), "{} imports {path}", asset.name);
                imports += 1;
            }
        }
        assert!(imports > 10);
    }

    #[test]
    fn only_licences_have_no_type_of_their_own() {
        for asset in ASSETS {
            let is_licence = asset.name.rsplit('/').next().is_some_and(|name| name.starts_with("LICENSE"));
            assert_eq!(asset.content_type().starts_with("text/plain"), is_licence, "{}", asset.name);
        }
    }
}
