//! Tables for a terminal.

/// Rows under a header, aligned: the first column to the left, as names are, the others to the right, as numbers are.
pub(crate) fn aligned<const COLUMNS: usize>(header: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> String {
    let header = header.map(str::to_owned);
    let lines = || std::iter::once(&header).chain(rows);
    let widths: [usize; COLUMNS] =
        std::array::from_fn(|column| lines().map(|line| line[column].chars().count()).max().unwrap_or_default());
    let line = |line: &[String; COLUMNS]| {
        let cells = line.iter().zip(widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_left_and_numbers_right() {
        let rows = [["get_teams".to_owned(), "7".to_owned()], ["total".to_owned(), "1234".to_owned()]];
        assert_eq!(aligned(["TOOL", "N"], &rows), "TOOL          N\nget_teams     7\ntotal      1234");
    }
}
