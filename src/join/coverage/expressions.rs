//! Expressions read by polars' SQL parser, checked against the columns there are, and answered block by block.

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy};
use polars::sql::sql_expr;

use super::eligible::{self, Eligible};
use super::frame::{self, Holds};
use super::words;
use super::{Ground, Question};
use crate::problem::{Problem, Problems};
use crate::read::nearest;
use crate::roll::{Answers, Roll};

/// Rows that are answered in one go.
const BLOCK: usize = 1 << 18;

/// How many names are listed where none is near.
const LISTED: usize = 30;

/// Expressions that name only what is known.
pub(super) struct Expressions {
    each: Vec<Expression>,
    /// The columns that any of them names.
    columns: Vec<(String, Holds)>,
}

/// One expression and the columns it names.
pub(super) struct Expression {
    expr: Expr,
    names: Vec<String>,
}

impl Expressions {
    /// Reads and checks every expression.
    pub(super) fn read(ground: &Ground<'_>, questions: &[Question], problems: &mut Problems) -> Option<Self> {
        let roll = ground.roll()?;
        let known = frame::columns(ground, roll);
        if let Some(problem) = same_name(&known) {
            problems.push(problem);
            return None;
        }
        let empty = frame::of_people((ground, roll), &known, 0..0)?;
        let mut each = Vec::new();
        for question in questions {
            match read_one(question, &known, &empty) {
                Ok(expression) => each.push(expression),
                Err(problem) => problems.push(problem.file(std::path::Path::new(&question.file))),
            }
        }
        if each.len() < questions.len() {
            return None;
        }
        let named = |(name, _): &(String, Holds)| each.iter().any(|e| e.names.contains(name));
        let columns = known.into_iter().filter(named).collect();
        Some(Self { each, columns })
    }

    /// Answers every expression for everybody on the roll.
    pub(super) fn of_people(&self, ground: &Ground<'_>, problems: &mut Problems) -> Option<Vec<Answers>> {
        let roll = ground.roll()?;
        let mut all = vec![Answers::new(); self.each.len()];
        for from in (0..roll.len()).step_by(BLOCK) {
            let rows = from..roll.len().min(from + BLOCK);
            let frame = frame::of_people((ground, roll), &self.columns, rows)?;
            let wanted: Vec<usize> = (0..self.each.len()).collect();
            self.answer(&frame, &wanted, problems, |at, answer| all[at].push(answer))?;
        }
        Some(all)
    }

    /// Sums up the eligible people of every expression that the population tables can answer.
    pub(super) fn of_eligible(
        &self,
        ground: &Ground<'_>,
        questions: &[Question],
        problems: &mut Problems,
    ) -> Option<Vec<(Option<Eligible>, Vec<String>)>> {
        let mut all: Vec<(Option<Eligible>, Vec<String>)> = vec![(None, Vec::new()); self.each.len()];
        let mut ages: Vec<_> = questions.iter().map(|question| question.ages).collect();
        ages.sort();
        ages.dedup();
        for ages in ages {
            let source = eligible::Source::new(ground, ages, &self.columns);
            let told = |name: &String| source.tells(name);
            let mut wanted = Vec::new();
            for (at, (expression, _)) in
                self.each.iter().zip(questions).enumerate().filter(|(_, (_, q))| q.ages == ages)
            {
                all[at].1 = expression.names.iter().filter(|name| !told(name)).cloned().collect();
                if all[at].1.is_empty() {
                    all[at].0 = Some(Eligible::new(ground));
                    wanted.push(at);
                }
            }
            if wanted.is_empty() {
                continue;
            }
            for block in source.blocks() {
                let frame = source.frame(&block)?;
                let mut row = vec![0; self.each.len()];
                self.answer(&frame, &wanted, problems, |at, answer| {
                    if let Some(eligible) = &mut all[at].0 {
                        eligible.add(&block, row[at], answer);
                    }
                    row[at] += 1;
                })?;
            }
        }
        Some(all)
    }

    /// Answers some of the expressions for the rows of a frame, one expression after the other.
    fn answer(
        &self,
        frame: &DataFrame,
        wanted: &[usize],
        problems: &mut Problems,
        mut take: impl FnMut(usize, Option<bool>),
    ) -> Option<()> {
        let numbered = wanted.iter().map(|at| self.each[*at].expr.clone().alias(at.to_string()));
        let answered = frame.clone().lazy().select(numbered.collect::<Vec<Expr>>()).collect();
        let answered = answered
            .map_err(|why| {
                problems.push(Problem::error(format!(
                    "a definition cannot be answered: {}",
                    first_line(&why.to_string())
                )));
            })
            .ok()?;
        for (at, column) in wanted.iter().zip(answered.columns()) {
            let answers = column.bool().ok()?;
            let one_for_all = answers.len() == 1 && frame.height() != 1;
            match one_for_all.then(|| answers.get(0)) {
                Some(answer) => (0..frame.height()).for_each(|_| take(*at, answer)),
                None => answers.iter().for_each(|answer| take(*at, answer)),
            }
        }
        Some(())
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// What two sources call alike, so that an expression could not say which it means.
fn same_name(known: &[(String, Holds)]) -> Option<Problem> {
    let mut names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|pair| pair[0] == pair[1])?[0];
    Some(Problem::error(format!("two things that definitions may name are both called \"{twice}\"")).hint(
        "rename one: an attribute, an agency or a figure of areas; letters other than a-z and digits count as _",
    ))
}

/// Reads one expression.
fn read_one(
    question: &Question,
    known: &[(String, Holds)],
    empty: &DataFrame,
) -> Result<Expression, Box<Problem>> {
    let about = |what: String| Problem::error(format!("{}: {what}", question.whose));
    let unreadable = |why: String| {
        about(format!("its expression cannot be read: {why}")).hint(
            "an SQL condition, such as ethnic_group = 'Asian' AND age < 8; text stands in single quotes",
        )
    };
    if let Some(call) = words::called(&question.text) {
        return Err(about(format!("its expression calls {call}")).hint(words::MAY_CALL).into());
    }
    let expr = sql_expr(&question.text)
        .map_err(|why| Box::new(unreadable(first_line(&why.to_string()).to_owned())))?;
    let names: Vec<String> = expr.clone().meta().root_names().iter().map(ToString::to_string).collect();
    for name in &names {
        if !known.iter().any(|(column, _)| column == name) {
            let columns = || known.iter().map(|(column, _)| column.as_str());
            let hint = match nearest(name, columns()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("it may name {}", columns().take(LISTED).collect::<Vec<_>>().join(", ")),
            };
            return Err(about(format!("its expression names \"{name}\", which no source tells"))
                .hint(hint)
                .into());
        }
    }
    if !words::speaks_of_one_person(&expr) {
        return Err(about("its expression asks more than one person's row can answer".into())
            .hint("compare what is known of a person: age < 8, imd_fifth = 5; no queries, totals or ranks")
            .into());
    }
    let kind = empty.clone().lazy().select([expr.clone().alias("covers")]).collect();
    let fits = kind
        .as_ref()
        .is_ok_and(|frame| frame.columns().first().is_some_and(|c| *c.dtype() == DataType::Boolean));
    if names.is_empty() || !fits {
        let why = kind.err().map(|why| format!(" ({})", first_line(&why.to_string()))).unwrap_or_default();
        return Err(about(format!("its expression does not say yes or no of a person{why}"))
            .hint("compare something with something: known_to_police, age < 8, home_language <> 'English'")
            .into());
    }
    Ok(Expression { expr, names })
}

impl Ground<'_> {
    /// What the levels of an attribute are, for those whose expression covers nobody.
    pub fn levels_named(&self, expression: &str) -> Vec<String> {
        let Some(roll) = self.roll() else { return Vec::new() };
        let named = |roll: &Roll| {
            let attributes =
                roll.attributes.iter().filter(|a| expression.contains(&frame::expression_name(&a.name)));
            attributes.map(|a| format!("{} is one of {}", a.name, a.levels.join(", "))).collect()
        };
        named(roll)
    }
}
