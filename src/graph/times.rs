//! The time that a report gives: one value and the words for it.

use super::DocumentGraph;
use super::report::Report;
use crate::claim::Value;
use crate::resolve::TimeValue;

impl DocumentGraph {
    /// The time of a report: that of the first expression with a value, its begin or end replaced by those given apart.
    pub fn time(&self, report: &Report) -> TimeValue {
        let mut time = TimeValue::default();
        let mut found = false;
        for (property, value) in self.times(report) {
            let first = value.time.as_ref().or(value.on_date.as_ref()).or(value.begin.as_ref());
            let last = value.end.as_ref().or(value.time.as_ref()).or(value.on_date.as_ref());
            match property {
                "begin" => time.begin = first.cloned(),
                "end" | "until" => time.end = last.cloned(),
                _ if !found && first.or(last).is_some() => {
                    let (begin, end) = (time.begin.take(), time.end.take());
                    time = value.clone();
                    time.begin = begin.or(time.begin);
                    time.end = end.or(time.end);
                    found = true;
                }
                _ => {}
            }
            time.precision = time.precision.or(value.precision);
        }
        time
    }

    /// The words for the time of a report, in text order.
    pub fn time_text(&self, report: &Report) -> Option<String> {
        let resolved = &self.framed.resolved;
        let mut words: Vec<&str> = Vec::new();
        for value in &report.claim.values {
            let text = match &value.value {
                Value::Time(time) => resolved.parsed.document.slice(resolved.parsed.span(resolved.times[*time].tokens.clone())),
                Value::Text(text) if value.property == "timeText" => text,
                _ => continue,
            };
            if !words.iter().any(|w| w.contains(text)) {
                words.retain(|w| !text.contains(*w));
                words.push(text);
            }
        }
        (!words.is_empty()).then(|| words.join(", "))
    }

    fn times<'a>(&'a self, report: &'a Report) -> impl Iterator<Item = (&'a str, &'a TimeValue)> {
        report.claim.values.iter().filter_map(|v| match v.value {
            Value::Time(time) => Some((v.property.as_str(), &self.framed.resolved.times[time].value)),
            _ => None,
        })
    }
}
