//! What a check found, as a table or a `sh:ValidationReport`.

use super::path::Path;
use super::{local, term_text};
use crate::query::{Rows, shorten, write_table};
use oxigraph::model::{Literal, NamedOrBlankNode, Term};
use std::io::Write;

/// One failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The node that fails.
    pub focus: Term,
    /// From it to the values looked at.
    pub path: Option<Path>,
    /// The value that fails, where it is one.
    pub value: Option<Term>,
    /// The constraint component, by its local name in SHACL's namespace.
    pub component: String,
    /// The shape or rule.
    pub source: NamedOrBlankNode,
    /// `Violation`, `Warning` or `Info`.
    pub severity: String,
    /// What should be.
    pub message: String,
}

/// Everything that a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Failures, sorted.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing was found.
    pub fn conforms(&self) -> bool {
        self.findings.is_empty()
    }

    /// Sorts by node, shape and value, so that the same graph gives the same report.
    pub(super) fn sort(&mut self) {
        self.findings.sort_by_cached_key(|f| {
            let value = f.value.as_ref().map(ToString::to_string);
            (f.focus.to_string(), f.source.to_string(), f.component.clone(), value, f.message.clone())
        });
    }

    /// A table for people.
    pub fn write_table(&self, out: &mut dyn Write, width: Option<usize>) -> std::io::Result<()> {
        let rows = self.findings.iter().map(|f| {
            let source = local(f.source.to_string().trim_matches(['<', '>'])).to_owned();
            vec![shorten(&f.focus), source, f.value.as_ref().map_or_else(String::new, shorten), f.message.clone()]
        });
        let columns = ["node", "check", "value", "what should be"].map(String::from).to_vec();
        write_table(out, &Rows { columns, rows: rows.collect() }, width)
    }

    /// A `sh:ValidationReport` in Turtle.
    pub fn write_turtle(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n[] a sh:ValidationReport ;")?;
        write!(out, "  sh:conforms {}", self.conforms())?;
        for finding in &self.findings {
            writeln!(out, " ;\n  sh:result [ a sh:ValidationResult ;")?;
            writeln!(out, "    sh:focusNode {} ;", term_text(&finding.focus))?;
            if let Some(path) = &finding.path {
                writeln!(out, "    sh:resultPath {} ;", path.text())?;
            }
            if let Some(value) = &finding.value {
                writeln!(out, "    sh:value {} ;", term_text(value))?;
            }
            writeln!(out, "    sh:resultSeverity sh:{} ;", finding.severity)?;
            writeln!(out, "    sh:sourceConstraintComponent sh:{} ;", finding.component)?;
            writeln!(out, "    sh:sourceShape {} ;", finding.source)?;
            write!(out, "    sh:resultMessage {} ]", Literal::new_simple_literal(&finding.message))?;
        }
        writeln!(out, " .")
    }
}
