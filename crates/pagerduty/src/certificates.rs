//! Why HTTPS cannot be set up: the certificates that this machine trusts are missing, or cannot be read.

use std::{env, fs, path::Path};

use crate::{Error, ErrorKind, Stage, error::innermost};

/// The error of a client that cannot be built.
pub(crate) fn unusable(error: &reqwest::Error) -> Error {
    let cause = innermost(error);
    let cause = if cause.contains("No CA certificates") { missing() } else { cause };
    Error::new(ErrorKind::Unreachable, format!("HTTPS cannot be set up: {cause}")).with_stage(Stage::Setup).lasting()
}

/// What is wrong with the places where certificates are looked for.
fn missing() -> String {
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|name| Some((name, env::var_os(name)?)));
    let Some((name, value)) = named else {
        return "this machine has no root certificates".to_owned();
    };
    let path = Path::new(&value);
    // Of several directories the first one tells enough.
    let first = env::split_paths(&value).next().unwrap_or_default();
    let readable = match name {
        "SSL_CERT_FILE" => match fs::metadata(path) {
            Ok(file) if file.is_file() => fs::File::open(path).map(|_| true),
            other => other.map(|_| false),
        },
        _ => fs::read_dir(first).map(|_| true),
    };
    let shown = path.display();
    match readable {
        Err(error) => format!("`{shown}` in {name} cannot be read: {error}"),
        Ok(false) => format!("`{shown}` in {name} is not a file"),
        Ok(true) => format!("`{shown}` in {name} holds no certificate that can be used"),
    }
}
