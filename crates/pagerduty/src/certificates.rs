//! What is wrong with the certificates that this machine trusts: it has none at all, or the places that the variables name
//! cannot be read.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use rustls::pki_types::{CertificateDer, pem::PemObject};

use crate::{Error, ErrorKind, Stage, error::innermost};

const FILE: &str = "SSL_CERT_FILE";
const DIRECTORIES: &str = "SSL_CERT_DIR";

/// The error of a client that cannot be built.
pub(crate) fn unusable(error: &reqwest::Error) -> Error {
    let cause = innermost(error);
    let cause = match broken_places() {
        _ if !cause.contains("No CA certificates") => cause,
        places if places.is_empty() => "this machine has no root certificates".to_owned(),
        places => places.join("; "),
    };
    Error::new(ErrorKind::Unreachable, format!("HTTPS cannot be set up: {cause}")).with_stage(Stage::Setup).lasting()
}

/// The places in SSL_CERT_FILE and SSL_CERT_DIR that bring no certificate, and why. One of them is enough for HTTPS, so
/// the HTTP library does not complain of the others. macOS and Windows read neither variable.
#[must_use]
pub fn broken_places() -> Vec<String> {
    if cfg!(any(target_os = "macos", windows)) {
        return Vec::new();
    }
    let file = env::var_os(FILE).map(PathBuf::from);
    let file = file.and_then(|path| problem(FILE, &path, has_certificate(&path), "is not a file"));
    let directories = env::var_os(DIRECTORIES).unwrap_or_default();
    let directories = env::split_paths(&directories).filter(|path| !path.as_os_str().is_empty());
    let directories =
        directories.filter_map(|path| problem(DIRECTORIES, &path, any_has_certificate(&path), "is not a directory"));
    file.into_iter().chain(directories).collect()
}

fn problem(name: &str, path: &Path, has_certificate: io::Result<bool>, other_kind: &str) -> Option<String> {
    let shown = path.display();
    match has_certificate {
        Ok(true) => None,
        Ok(false) => Some(format!("`{shown}` in {name} holds no certificate that can be used")),
        Err(error) if matches!(error.kind(), io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory) => {
            Some(format!("`{shown}` in {name} {other_kind}"))
        }
        Err(error) => Some(format!("`{shown}` in {name} cannot be read: {error}")),
    }
}

/// Whether a file has a certificate in PEM format.
fn has_certificate(path: &Path) -> io::Result<bool> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // An error of the file itself, which reading PEM does not tell from a text of another format.
    fs::File::open(path)?;
    let found = CertificateDer::pem_file_iter(path).map(|mut certificates| certificates.any(|it| it.is_ok()));
    Ok(found.unwrap_or_default())
}

/// Whether a directory has a file with a certificate.
fn any_has_certificate(path: &Path) -> io::Result<bool> {
    let has_certificate =
        |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| has_certificate(&entry.path()).unwrap_or_default());
    Ok(fs::read_dir(path)?.any(has_certificate))
}
