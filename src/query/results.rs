//! Answers as text: tables for people, the W3C formats for programs.

use super::{Answer, QueryError, shorten};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Variable;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::Write;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns; the width of the terminal, when there is one, shortens long cells.
    Table(Option<usize>),
    /// A Markdown table.
    Markdown,
    /// Comma-separated values, as SPARQL 1.1 has them.
    Csv,
    /// Tab-separated terms, as SPARQL 1.1 has them.
    Tsv,
    /// SPARQL results in JSON.
    Json,
    /// SPARQL results in XML.
    Xml,
    /// Triples in an RDF format.
    Rdf(RdfFormat),
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Table(_) => "a table",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Rdf(format) => format.name(),
        }
    }
}

/// Rows of text with a head, ready to be aligned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// One cell a column.
    pub rows: Vec<Vec<String>>,
}

impl Answer {
    /// Writes the answer.
    ///
    /// # Errors
    /// [`QueryError::Format`] when rows should be RDF or triples a table of values, [`QueryError::Write`].
    pub fn write(&self, format: Format, out: &mut dyn Write) -> Result<(), QueryError> {
        match self {
            Self::Rows { columns, rows } => match format {
                Format::Table(width) => write_table(out, &self.rows(), width)?,
                Format::Markdown => write_markdown(out, &self.rows())?,
                Format::Csv => write_rows(QueryResultsFormat::Csv, columns, rows, out)?,
                Format::Tsv => write_rows(QueryResultsFormat::Tsv, columns, rows, out)?,
                Format::Json => write_rows(QueryResultsFormat::Json, columns, rows, out)?,
                Format::Xml => write_rows(QueryResultsFormat::Xml, columns, rows, out)?,
                Format::Rdf(_) => return Err(unfit("a table of rows", format, "table, tsv, csv, json, xml or markdown")),
            },
            Self::Triples(triples) => {
                let format = match format {
                    Format::Rdf(format) => format,
                    Format::Table(_) => RdfFormat::Turtle,
                    Format::Tsv => RdfFormat::NTriples,
                    _ => return Err(unfit("a graph", format, "ttl, nt, nq, trig, jsonld or rdf")),
                };
                let mut writer = RdfSerializer::from_format(format);
                for (prefix, namespace) in super::PREFIXES {
                    writer = writer.with_prefix(prefix, namespace).map_err(std::io::Error::other)?;
                }
                let mut writer = writer.for_writer(out);
                for triple in triples {
                    writer.serialize_triple(triple)?;
                }
                writer.finish()?;
            }
            Self::Truth(truth) => {
                let format = match format {
                    Format::Json => QueryResultsFormat::Json,
                    Format::Xml => QueryResultsFormat::Xml,
                    Format::Table(_) | Format::Markdown | Format::Csv | Format::Tsv => {
                        writeln!(out, "{truth}")?;
                        return Ok(());
                    }
                    Format::Rdf(_) => return Err(unfit("yes or no", format, "table, tsv, csv, json or xml")),
                };
                QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, *truth)?;
            }
        }
        Ok(())
    }

    /// The cells as people read them; one column `triple` for a graph, one cell for yes or no.
    pub fn rows(&self) -> Rows {
        match self {
            Self::Rows { columns, rows } => {
                let rows =
                    rows.iter().map(|r| r.iter().map(|c| c.as_ref().map_or_else(String::new, shorten)).collect()).collect();
                Rows { columns: columns.clone(), rows }
            }
            Self::Triples(triples) => {
                Rows { columns: vec!["triple".into()], rows: triples.iter().map(|t| vec![t.to_string()]).collect() }
            }
            Self::Truth(truth) => Rows { columns: vec!["answer".into()], rows: vec![vec![truth.to_string()]] },
        }
    }
}

fn unfit(answer: &'static str, format: Format, instead: &'static str) -> QueryError {
    QueryError::Format { answer, format: format.name(), instead }
}

fn write_rows(
    format: QueryResultsFormat,
    columns: &[String],
    rows: &[Vec<Option<oxigraph::model::Term>>],
    out: &mut dyn Write,
) -> Result<(), QueryError> {
    let variables: Vec<Variable> = columns.iter().map(Variable::new_unchecked).collect();
    let mut writer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables.clone())?;
    for row in rows {
        writer.serialize(variables.iter().zip(row).filter_map(|(v, t)| t.as_ref().map(|t| (v, t))))?;
    }
    writer.finish()?;
    Ok(())
}

/// Writes aligned columns under a line; cells lose their line breaks, and long ones are cut when a width is given.
pub fn write_table(out: &mut dyn Write, table: &Rows, width: Option<usize>) -> std::io::Result<()> {
    let clean = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<Vec<String>> = table.rows.iter().map(|r| r.iter().map(clean).collect()).collect();
    let mut widths: Vec<usize> = (0..table.columns.len())
        .map(|i| rows.iter().filter_map(|r| r.get(i)).chain(table.columns.get(i)).map(|c| display_width(c)).max().unwrap_or(0))
        .collect();
    if let Some(width) = width {
        shrink(&mut widths, &table.columns, width);
    }
    write_line(out, &table.columns, &widths)?;
    let rule: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
    write_line(out, &rule, &widths)?;
    for row in &rows {
        write_line(out, row, &widths)?;
    }
    Ok(())
}

/// Takes from the widest column until the line fits, but leaves each its heading.
fn shrink(widths: &mut [usize], columns: &[String], width: usize) {
    let least = |i: usize| display_width(&columns[i]).max(12);
    while widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) > width {
        let Some(widest) = (0..widths.len()).filter(|i| widths[*i] > least(*i)).max_by_key(|i| (widths[*i], usize::MAX - i))
        else {
            return;
        };
        widths[widest] -= 1;
    }
}

fn write_line(out: &mut dyn Write, cells: &[String], widths: &[usize]) -> std::io::Result<()> {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let cut = cut(cell, *width);
        line.push_str(&cut);
        line.push_str(&" ".repeat(width.saturating_sub(display_width(&cut)) + 2));
    }
    writeln!(out, "{}", line.trim_end())
}

fn cut(cell: &str, width: usize) -> String {
    if display_width(cell) <= width {
        return cell.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for c in cell.chars() {
        used += char_width(c);
        if used + 1 > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

fn display_width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columns that a terminal gives a character: none for combining marks, two for East Asian wide ones and emoji.
fn char_width(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x20D0..=0x20FF | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0x1F300..=0x1FAFF => 2,
        _ => 1,
    }
}

fn write_markdown(out: &mut dyn Write, table: &Rows) -> std::io::Result<()> {
    let clean = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "\\\\").replace('|', "\\|");
    writeln!(out, "| {} |", table.columns.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(table.columns.len()))?;
    for row in &table.rows {
        writeln!(out, "| {} |", row.iter().map(clean).collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Rows {
        let mut rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
        let columns = rows.remove(0);
        Rows { columns, rows }
    }

    fn text(table: &Rows, width: Option<usize>) -> String {
        let mut out = Vec::new();
        write_table(&mut out, table, width).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn aligns_by_characters_not_bytes() {
        let shown = text(&table(&[&["who", "where"], &["Łódź", "東京"], &["Bo", "x"]]), None);
        assert_eq!(shown, "who   where\n────  ─────\nŁódź  東京\nBo    x\n");
    }

    #[test]
    fn cuts_the_widest_column_to_the_terminal() {
        let long = "a sentence that goes on and on and on";
        let shown = text(&table(&[&["who", "sentence"], &["Bo", long]]), Some(30));
        assert!(shown.lines().all(|l| l.chars().count() <= 30) && shown.contains('…') && shown.contains("Bo"), "{shown}");
    }

    #[test]
    fn markdown_escapes_its_own_marks() {
        let mut out = Vec::new();
        write_markdown(&mut out, &table(&[&["a"], &["x | y\nz"]])).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "| a |\n| --- |\n| x \\| y z |\n");
    }
}
