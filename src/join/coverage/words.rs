//! What expressions may say: conditions on what is known of one person.

use polars::prelude::{AggExpr, Expr};

/// The functions that an expression may call.
const FUNCTIONS: [&str; 12] = [
    "ABS",
    "CAST",
    "COALESCE",
    "ENDS_WITH",
    "FLOOR",
    "LENGTH",
    "LOWER",
    "NULLIF",
    "ROUND",
    "STARTS_WITH",
    "TRIM",
    "UPPER",
];

/// Words of SQL that a bracket may follow without being called.
const OPERATORS: [&str; 15] = [
    "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ILIKE", "IS", "CASE", "WHEN", "THEN", "ELSE", "ANY",
    "DISTINCT", "FROM",
];

/// The functions in a reader's words.
pub(super) const MAY_CALL: &str = "conditions may call LOWER, UPPER, TRIM, LENGTH, STARTS_WITH, ENDS_WITH, COALESCE, \
    NULLIF, ABS, ROUND, FLOOR and CAST; for lists and ranges there are IN and BETWEEN";

/// Nodes of polars that answer row by row.
const ROW_BY_ROW: [&str; 19] = [
    "abs",
    "all_horizontal",
    "any_horizontal",
    "coalesce",
    "fill_null",
    "floor",
    "is_between",
    "is_in",
    "is_not_null",
    "is_null",
    "negate",
    "not",
    "round",
    "str.contains",
    "str.ends_with",
    "str.len_chars",
    "str.starts_with",
    "str.to_lowercase",
    "str.to_uppercase",
];

/// The first function called that an expression may not call.
///
/// Some functions of the SQL parser stop the program on arguments that they cannot take, so that only those known to be
/// safe are let through to it.
pub(super) fn called(expression: &str) -> Option<String> {
    let mut quoted: Option<char> = None;
    let mut word = String::new();
    let mut last = String::new();
    for letter in expression.chars() {
        if let Some(quote) = quoted {
            quoted = quoted.filter(|_| letter != quote);
            continue;
        }
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            last = std::mem::take(&mut word).to_uppercase();
        }
        match letter {
            '\'' | '"' => (quoted, last) = (Some(letter), String::new()),
            '(' if !last.is_empty() && !may_stand_before_a_bracket(&last) => return Some(last),
            space if space.is_whitespace() => {}
            _ => last.clear(),
        }
    }
    None
}

fn may_stand_before_a_bracket(word: &str) -> bool {
    FUNCTIONS.contains(&word) || OPERATORS.contains(&word)
}

/// Whether an expression can be answered from one person's row, whoever else there is.
pub(super) fn speaks_of_one_person(expr: &Expr) -> bool {
    match expr {
        Expr::Column(_) | Expr::Literal(_) => true,
        Expr::Alias(inner, _) => speaks_of_one_person(inner),
        Expr::Cast { expr: inner, .. } => speaks_of_one_person(inner),
        Expr::BinaryExpr { left, right, .. } => speaks_of_one_person(left) && speaks_of_one_person(right),
        Expr::Ternary { predicate, truthy, falsy } => {
            [predicate, truthy, falsy].into_iter().all(|part| speaks_of_one_person(part))
        }
        // The list of an IN: it names nobody's columns.
        Expr::Agg(AggExpr::Implode { input, .. }) => matches!(input.as_ref(), Expr::Literal(_)),
        Expr::Function { input, function } => {
            let known = function.to_string();
            (ROW_BY_ROW.contains(&known.as_str()) || known.starts_with("str.strip_chars"))
                && input.iter().all(speaks_of_one_person)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::sql::sql_expr;

    fn is_answered_by_a_row(expression: &str) -> bool {
        called(expression).is_none() && sql_expr(expression).is_ok_and(|expr| speaks_of_one_person(&expr))
    }

    #[test]
    fn conditions_on_one_person_are_let_through() {
        for expression in [
            "age < 8",
            "known_to_police",
            "NOT known_to_police AND (age BETWEEN 4 AND 7 OR age IS NULL)",
            "ethnic_group IN ('Asian', 'Black') OR ethnic_group NOT IN ('White')",
            "home_language <> 'English' AND -age > -9",
            "ethnic_group LIKE 'Asian%'",
            "STARTS_WITH(LOWER(ethnic_group), 'asian')",
            "COALESCE(home_language, 'not known') = 'not known'",
            "CASE WHEN age < 8 THEN imd_fifth = 5 ELSE imd_fifth >= 4 END",
            "CAST(age AS DOUBLE) / 2 > 3.5",
        ] {
            assert!(is_answered_by_a_row(expression), "{expression}: {:?}", sql_expr(expression));
        }
    }

    #[test]
    fn what_needs_more_than_one_row_is_not() {
        for expression in [
            "age > AVG(age)",
            "MAX(age) > 3",
            "COUNT(*) > 1",
            "age IN (SELECT age FROM people)",
            "EXISTS (SELECT 1)",
            "ROW_NUMBER() OVER (ORDER BY age) < 5",
            "LAG(age) OVER (ORDER BY age) < 5",
            "*",
            "REGEXP_LIKE(ethnic_group, '[')",
            "age IN (age, MAX(age))",
        ] {
            assert!(!is_answered_by_a_row(expression), "{expression}");
        }
    }

    #[test]
    fn a_bracket_in_a_text_calls_nothing() {
        assert_eq!(called("ethnic_group = 'Asian (other)' AND age < 8"), None);
        assert_eq!(called("\"known_to (x)\" AND NOT(age < 8)"), None);
        assert_eq!(called("Random () < 0.5").as_deref(), Some("RANDOM"));
    }
}
