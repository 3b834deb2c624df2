//! Words without which no rule fits: most sentences hold few of them, so most rules need not be tried, nor even compiled.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A set of cues, as bits.
pub type Cues = u32;

/// A figure.
pub const FIGURE: Cues = 1;
/// The name of a month, perhaps abbreviated.
pub const MONTH: Cues = 1 << 1;
/// The name of a weekday, perhaps in the plural.
pub const WEEKDAY: Cues = 1 << 2;
/// A unit of time.
pub const UNIT: Cues = 1 << 3;
/// "today" and its like, "night" after "last" included.
pub const NEAR: Cues = 1 << 4;
/// A part of the day.
pub const PART: Cues = 1 << 5;
/// A season.
pub const SEASON: Cues = 1 << 6;
/// "quarter", "half".
pub const FRACTION: Cues = 1 << 7;
/// "nineties".
pub const DECADE: Cues = 1 << 8;
/// A word of a holiday's name.
pub const HOLIDAY: Cues = 1 << 9;
/// "noon", "midnight".
pub const NOON: Cues = 1 << 10;
/// "o'clock", "past".
pub const CLOCK: Cues = 1 << 11;
/// "last", "next", "this" …
pub const RELATION: Cues = 1 << 12;
/// "ago", "hence", "from", "in": what shifts from now.
pub const SHIFT: Cues = 1 << 13;
/// "every", "per", "times".
pub const EVERY: Cues = 1 << 14;
/// "daily".
pub const ADVERB: Cues = 1 << 15;
/// "now", "soon".
pub const REFERENCE: Cues = 1 << 16;
/// "old", "olds".
pub const OLD: Cues = 1 << 17;
/// "long", "whole", "all", "entire", "full".
pub const WHOLE: Cues = 1 << 18;
/// "fiscal", "financial", "fy", "school", "academic".
pub const FISCAL: Cues = 1 << 19;
/// "century".
pub const CENTURY: Cues = 1 << 20;
/// "later", "same", "that": what is counted from the time told last.
pub const STORY: Cues = 1 << 21;

static WORDS: LazyLock<HashMap<&'static str, Cues>> = LazyLock::new(|| {
    let table: [(&str, Cues); 20] = [
        (
            "january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
             sept oct nov dec",
            MONTH,
        ),
        ("monday tuesday wednesday thursday friday saturday sunday", WEEKDAY),
        ("mondays tuesdays wednesdays thursdays fridays saturdays sundays", WEEKDAY),
        (
            "second seconds minute minutes min mins hour hours hr hrs day days night nights weekend weekends week weeks fortnight \
             fortnights month months quarter quarters year years yr yrs decade decades century centuries",
            UNIT,
        ),
        ("today yesterday tomorrow tonight last this", NEAR),
        ("morning afternoon evening night", PART),
        ("spring summer autumn fall winter", SEASON),
        ("quarter half", FRACTION),
        ("twenties thirties forties fifties sixties seventies eighties nineties", DECADE),
        (
            "christmas boxing eve thanksgiving independence fourth 4th halloween valentine veterans labor memorial luther patrick may good easter",
            HOLIDAY,
        ),
        ("new", HOLIDAY),
        ("noon midday midnight", NOON),
        ("clock past quarter morning afternoon evening night", CLOCK),
        ("last this next past previous current coming upcoming following", RELATION),
        ("ago now hence in", SHIFT),
        ("every each once twice times per", EVERY),
        ("hourly daily nightly weekly biweekly fortnightly monthly quarterly yearly annual annually", ADVERB),
        (
            "now currently nowadays these presently present moment time point recently lately ago recent past future soon coming",
            REFERENCE,
        ),
        ("old olds", OLD),
        ("long whole all entire full", WHOLE),
    ];
    let more = [
        ("fiscal financial fy school academic", FISCAL),
        ("century", CENTURY),
        ("later earlier after afterward afterwards thereafter before same next following previous that", STORY),
    ];
    let mut words = HashMap::new();
    for (list, cue) in table.iter().chain(&more) {
        for word in list.split_whitespace() {
            *words.entry(word).or_default() |= cue;
        }
    }
    words
});

/// The cues in a plain lower-case text.
pub fn cues(text: &str) -> Cues {
    let mut found = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.bytes().any(|b| b.is_ascii_digit()) {
            found |= FIGURE;
        }
        found |= WORDS.get(word).copied().unwrap_or_default();
        if word.starts_with("fy") {
            found |= FISCAL;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_cues_inside_hyphenated_words() {
        assert_eq!(cues("a 30-minute drive"), FIGURE | UNIT);
        assert_eq!(cues("the ship sank off the coast"), 0);
        assert_eq!(cues("on sundays"), WEEKDAY);
    }
}
