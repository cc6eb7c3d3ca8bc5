//! Variables that look like one of ours but that nothing reads.

use std::env;

use crate::config::settings_table::{PREFIX, SETTINGS, Setting};

/// Most that are reported; a file could have thousands.
const MAX_TOLD: usize = 5;

/// Longest name that is looked at.
const MAX_LENGTH: usize = 64;

/// Names in the environment and in the file that nothing reads, with the probable correction.
pub(super) fn find<'a>(of_file: impl Iterator<Item = &'a str>) -> Vec<String> {
    let of_process = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let unknown = of_process.chain(of_file.take(100).map(str::to_owned));
    let unknown = unknown
        .filter(|name| name.starts_with(PREFIX) && name.len() <= MAX_LENGTH && Setting::of_variable(name).is_none());
    unknown.filter_map(|name| correction(&name)).take(MAX_TOLD).collect()
}

/// What was probably meant; nothing if the name is too different, because other programs have variables too.
fn correction(name: &str) -> Option<String> {
    let rest = name.strip_prefix(PREFIX)?.to_ascii_uppercase();
    let known = SETTINGS.iter().filter_map(|setting| setting.variable?.strip_prefix(PREFIX));
    let alike = known.map(|known| (strsim::normalized_levenshtein(&rest, known), known));
    let (_, nearest) = alike.filter(|(alike, _)| *alike > 0.5).max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(format!("nothing reads {name}: did you mean {PREFIX}{nearest}?"))
}
