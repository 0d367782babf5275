//! The names of worksheets and tables: unique, and within what a spreadsheet allows.

use crate::disclose::evidence::Table;

/// The names of every sheet that is not an evidence table.
pub(super) const FRONT: [&str; 4] = ["Cover", "Contents", "Notes", "Data dictionary"];

/// The sheet name and table name of each evidence table.
pub(super) struct Names {
    sheets: Vec<String>,
    tables: Vec<String>,
}

impl Names {
    /// Names for these tables, in their order.
    pub(super) fn of(tables: &[&Table]) -> Self {
        let mut names = Self { sheets: Vec::new(), tables: Vec::new() };
        let mut taken: Vec<String> = FRONT.iter().map(|s| s.to_lowercase()).collect();
        for table in tables {
            names.sheets.push(unique(&sheet_name(&table.id), 31, &mut taken));
        }
        let mut taken = FRONT.iter().map(|s| front_table(s)).collect();
        for table in tables {
            names.tables.push(unique(&table_name(&table.id), 200, &mut taken));
        }
        names
    }

    /// The worksheet of the table at this position.
    pub(super) fn sheet(&self, position: usize) -> &str {
        &self.sheets[position]
    }

    /// The Excel table of the table at this position.
    pub(super) fn table(&self, position: usize) -> &str {
        &self.tables[position]
    }
}

/// The Excel table on one of the front sheets.
pub(super) fn front_table(sheet: &str) -> String {
    table_name(&sheet.to_lowercase())
}

/// A link to the first cell of a sheet.
pub(super) fn link_to(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}

fn sheet_name(id: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '-' | ' ') { c } else { '_' };
    let name: String = id.chars().map(plain).collect();
    if name.trim().is_empty() { "table".to_owned() } else { name.trim().to_owned() }
}

fn table_name(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    format!("table_{}", id.chars().map(plain).collect::<String>())
}

/// The name cut to `most` characters, with a number at its end where it is taken. Letter case does not count.
fn unique(name: &str, most: usize, taken: &mut Vec<String>) -> String {
    let mut number = 1;
    loop {
        let ending = if number == 1 { String::new() } else { format!("_{number}") };
        let room = most - ending.len();
        let cut: String = name.chars().take(room).chain(ending.chars()).collect();
        if !taken.contains(&cut.to_lowercase()) {
            taken.push(cut.to_lowercase());
            return cut;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    #[test]
    fn names_are_unique_short_and_plain() {
        let table = |id: &str| Table { id: id.into(), ..sample::groups() };
        let long = "groups_by_age_and_ethnic_group_and_service";
        let all = [table("notes"), table(long), table(&long.to_uppercase()), table("a/b"), table("a?b")];
        let names = Names::of(&all.iter().collect::<Vec<_>>());
        assert_eq!(names.sheets[0], "notes_2");
        assert_eq!(names.sheets[1], "groups_by_age_and_ethnic_group_");
        assert_eq!(names.sheets[2], "GROUPS_BY_AGE_AND_ETHNIC_GROU_2");
        assert_eq!(names.sheets[3..], ["a_b", "a_b_2"]);
        assert_eq!(names.tables[0], "table_notes_2");
        assert_eq!(names.tables[3..], ["table_a_b", "table_a_b_2"]);
    }
}
