//! Literals: whether they are well-formed, and which of two is less.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNodeRef};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time};
use std::cmp::Ordering;

/// Whether the text of a literal is one of its datatype; true for datatypes that are not known.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    let text = literal.value();
    match literal.datatype() {
        xsd::INTEGER => is_integer(text),
        xsd::NON_NEGATIVE_INTEGER => {
            is_integer(text) && (!text.starts_with('-') || text.trim_start_matches('-').bytes().all(|b| b == b'0'))
        }
        xsd::DECIMAL => is_decimal(text),
        xsd::DOUBLE => text.parse::<Double>().is_ok(),
        xsd::FLOAT => text.parse::<Float>().is_ok(),
        xsd::BOOLEAN => text.parse::<Boolean>().is_ok(),
        xsd::DATE_TIME => text.parse::<DateTime>().is_ok(),
        xsd::DATE => text.parse::<Date>().is_ok(),
        xsd::TIME => text.parse::<Time>().is_ok(),
        xsd::G_YEAR => text.parse::<GYear>().is_ok(),
        xsd::G_YEAR_MONTH => text.parse::<GYearMonth>().is_ok(),
        xsd::G_MONTH => text.parse::<GMonth>().is_ok(),
        xsd::G_MONTH_DAY => text.parse::<GMonthDay>().is_ok(),
        xsd::G_DAY => text.parse::<GDay>().is_ok(),
        _ => true,
    }
}

/// Digits of any length: a number too large for the machine is still a number.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    !(whole.is_empty() && part.is_empty()) && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
}

/// How two literals compare, as SPARQL's `<` does; `None` when they cannot be compared.
pub(super) fn compare(a: &Literal, b: &Literal) -> Option<Ordering> {
    if is_number(a.datatype()) && is_number(b.datatype()) {
        return match (a.value().parse::<Decimal>(), b.value().parse::<Decimal>()) {
            (Ok(x), Ok(y)) => Some(x.cmp(&y)),
            _ => a.value().parse::<Double>().ok()?.partial_cmp(&b.value().parse::<Double>().ok()?),
        };
    }
    if a.datatype() != b.datatype() {
        return None;
    }
    match a.datatype() {
        xsd::STRING => Some(a.value().cmp(b.value())),
        xsd::BOOLEAN => Some(bool::from(a.value().parse::<Boolean>().ok()?).cmp(&bool::from(b.value().parse::<Boolean>().ok()?))),
        xsd::DATE_TIME => a.value().parse::<DateTime>().ok()?.partial_cmp(&b.value().parse::<DateTime>().ok()?),
        xsd::DATE => a.value().parse::<Date>().ok()?.partial_cmp(&b.value().parse::<Date>().ok()?),
        xsd::TIME => a.value().parse::<Time>().ok()?.partial_cmp(&b.value().parse::<Time>().ok()?),
        _ => None,
    }
}

fn is_number(datatype: NamedNodeRef<'_>) -> bool {
    matches!(
        datatype,
        xsd::INTEGER
            | xsd::DECIMAL
            | xsd::DOUBLE
            | xsd::FLOAT
            | xsd::NON_NEGATIVE_INTEGER
            | xsd::POSITIVE_INTEGER
            | xsd::INT
            | xsd::LONG
    )
}

/// Whether `sh:minLength` and `sh:pattern` may look at it as a plain or language-tagged string or any other literal.
pub(super) fn language(literal: &Literal) -> Option<&str> {
    (literal.datatype() == rdf::LANG_STRING).then(|| literal.language()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, datatype: NamedNodeRef<'_>) -> Literal {
        Literal::new_typed_literal(text, datatype)
    }

    #[test]
    fn tells_well_formed_text() {
        for (text, datatype, good) in [
            ("12", xsd::INTEGER, true),
            ("99999999999999999999999", xsd::INTEGER, true),
            ("1.5", xsd::INTEGER, false),
            ("-1", xsd::NON_NEGATIVE_INTEGER, false),
            ("0.91", xsd::DECIMAL, true),
            (".", xsd::DECIMAL, false),
            ("2031-02-30", xsd::DATE, false),
            ("2031-05", xsd::G_YEAR_MONTH, true),
            ("11:32", xsd::TIME, false),
            ("11:32:00", xsd::TIME, true),
        ] {
            assert_eq!(is_well_formed(&typed(text, datatype)), good, "{text}");
        }
    }

    #[test]
    fn compares_numbers_across_types_and_nothing_else() {
        assert_eq!(compare(&typed("10", xsd::INTEGER), &typed("9.5", xsd::DECIMAL)), Some(Ordering::Greater));
        assert_eq!(compare(&typed("2031-05-02", xsd::DATE), &typed("2031", xsd::G_YEAR)), None);
        assert_eq!(compare(&typed("2031-05-02", xsd::DATE), &typed("2031-05-03", xsd::DATE)), Some(Ordering::Less));
    }
}
