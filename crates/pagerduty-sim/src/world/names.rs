//! Names of people and what they do.

pub(super) const FIRST_NAMES: [&str; 41] = [
    "Alex", "Priya", "Tomás", "Mei", "Jonas", "Amara", "Liam", "Yuki", "Sofia", "Omar", "Hannah", "Diego", "Ingrid",
    "Kofi", "Chloe", "Ravi", "Nadia", "Ethan", "Zoë", "Mateo", "Grace", "Hiroshi", "Leila", "Noah", "Fatima", "Lucas",
    "Aoife", "Daniel", "Mina", "Viktor", "Ruth", "Arjun", "Elena", "Samuel", "Keiko", "Pavel", "Isabel", "Malik",
    "Freya", "Andre", "Robin",
];

pub(super) const LAST_NAMES: [&str; 43] = [
    "Rivera",
    "Sharma",
    "Novak",
    "Lin",
    "Weber",
    "Okafor",
    "Murphy",
    "Tanaka",
    "Rossi",
    "Haddad",
    "Schmidt",
    "Castillo",
    "Larsen",
    "Mensah",
    "Dubois",
    "Iyer",
    "Petrova",
    "Brooks",
    "Müller",
    "Fernandez",
    "Kim",
    "Sato",
    "Nazari",
    "Bennett",
    "Rahman",
    "Silva",
    "Byrne",
    "Cohen",
    "Park",
    "Horvat",
    "Adler",
    "Menon",
    "Popescu",
    "Wright",
    "Mori",
    "Kowalski",
    "Santos",
    "Diallo",
    "Nilsson",
    "Baptiste",
    "Vale",
    "Hughes",
    "Ortiz",
];

pub(super) const JOB_TITLES: [&str; 10] = [
    "Engineering Manager",
    "Senior Software Engineer",
    "Software Engineer",
    "Staff Engineer",
    "Site Reliability Engineer",
    "Backend Engineer",
    "Principal Engineer",
    "Platform Engineer",
    "Data Engineer",
    "Support Engineer",
];

/// Some accounts have names of the tz database, some those of Rails, and some both.
pub(super) const TIME_ZONES: [&str; 8] = [
    "Eastern Time (US & Canada)",
    "Europe/London",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Tokyo",
    "America/Chicago",
    "Asia/Kolkata",
    "Australia/Sydney",
];

pub(super) const COLORS: [&str; 8] = ["purple", "red", "green", "blue", "teal", "orange", "brown", "dark-slate-grey"];

/// A name as the local part of an address has it.
pub(super) fn ascii(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'á' => 'a',
            'ë' => 'e',
            'ü' => 'u',
            other => other,
        })
        .collect()
}
