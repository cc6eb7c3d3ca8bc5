//! `cargo xtask dist`: the program as it is shipped, which says nothing about the machine that built it.
//!
//! Panics name the file that they come from, and C code names its own. Cargo cannot shorten those paths by itself yet
//! (`trim-paths` is not stable), so the compilers are told to.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, build, print};

/// Where a directory of this machine is said to be.
type Remapped = (PathBuf, &'static str);

/// Builds the program without paths of this machine, makes sure that it has none, and says where it is.
pub(crate) fn run(root: &Path) -> Result<()> {
    let places = places(root)?;
    let binary = build::program(root, "dist", &variables(&places)?)?;
    let found = paths(&fs::read(&binary)?, &places);
    if let Some(first) = found.first() {
        return Err(
            format!("{} still has {} paths of this machine, such as `{first}`", binary.display(), found.len()).into()
        );
    }
    Ok(print(&format!("{}", binary.display()))?)
}

/// The directories that the compilers may name; where one is inside of another, it comes later.
fn places(root: &Path) -> Result<Vec<Remapped>> {
    let home = env::home_dir().filter(|home| home.components().count() > 1);
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home.as_ref()?.join(".cargo")));
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).current_dir(root).output()?;
    let sysroot = PathBuf::from(String::from_utf8(sysroot.stdout)?.trim());
    let target = env::var_os("CARGO_TARGET_DIR").map(|target| root.join(target));
    let mut places: Vec<Remapped> = home.map(|home| (home, "home")).into_iter().collect();
    if let Some(cargo) = cargo {
        // Every registry has a directory for its packages, whose name is a hash.
        let registries = fs::read_dir(cargo.join("registry/src")).into_iter().flatten().flatten();
        let registries = registries.map(|registry| (registry.path(), "crates")).collect::<Vec<_>>();
        places.push((cargo, "cargo"));
        places.extend(registries);
    }
    places.extend([(sysroot.clone(), "rust"), (sysroot.join("lib/rustlib/src/rust"), "rust"), (root.to_owned(), ".")]);
    places.extend(target.map(|target| (target, "target")));
    Ok(places)
}

/// What the compilers are told.
fn variables(places: &[Remapped]) -> Result<[(&'static str, OsString); 2]> {
    let mut flags: Vec<String> = match (env::var("CARGO_ENCODED_RUSTFLAGS"), env::var("RUSTFLAGS")) {
        (Ok(encoded), _) => encoded.split('\x1f').map(str::to_owned).collect(),
        (_, Ok(flags)) => flags.split_whitespace().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    flags.retain(|flag| !flag.is_empty());
    let mut c_flags = vec![env::var("CFLAGS").unwrap_or_default()];
    for (from, to) in places {
        let from = from.to_str().ok_or("a directory of this machine has a name that is no text")?;
        flags.push(format!("--remap-path-prefix={from}={to}"));
        if !cfg!(windows) && !from.contains(char::is_whitespace) {
            c_flags.push(format!("-ffile-prefix-map={from}={to}"));
        }
    }
    Ok([("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f").into()), ("CFLAGS", c_flags.join(" ").trim().into())])
}

/// The paths in a binary that begin at one of these places.
fn paths(binary: &[u8], places: &[Remapped]) -> Vec<String> {
    let prefixes: Vec<String> = places.iter().map(|(from, _)| format!("{}/", from.display())).collect();
    let is_of_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+@".contains(byte);
    let mut found = Vec::new();
    for text in binary.split(|byte| !byte.is_ascii_graphic()).filter_map(|text| str::from_utf8(text).ok()) {
        for start in prefixes.iter().flat_map(|prefix| text.match_indices(prefix.as_str())).map(|(start, _)| start) {
            found.push(text[start..].bytes().take_while(is_of_path).map(char::from).collect());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_the_middle_of_a_binary() {
        let places = [(PathBuf::from("/people/ada"), "home"), (PathBuf::from("/src/it"), ".")];
        let binary =
            b"\x00\x7fcrates/serde-1/src/lib.rs\0x/people/ada/.cargo/x.rs\"\xff/src/it/main.rs\0/people/adam/x.rs";
        assert_eq!(paths(binary, &places), ["/people/ada/.cargo/x.rs", "/src/it/main.rs"]);
        assert!(paths(b"/people/ada", &places).is_empty());
    }
}
