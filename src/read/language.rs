//! Whether a text is English.

use whatlang::Lang;

/// Characters that are looked at; more change nothing.
const SAMPLE: usize = 20_000;
/// Below so many letters a guess is worth nothing: a headline of foreign names looks foreign.
const ENOUGH: usize = 120;

/// The language of a text that is surely not English (ISO 639-3), or `None` when it is English, too short or undecided.
pub fn foreign_language(text: &str) -> Option<&'static str> {
    let sample = match text.char_indices().nth(SAMPLE) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let info = whatlang::detect(sample)?;
    if info.lang() == Lang::Eng || !info.is_reliable() {
        return None;
    }
    // A script that English does not use needs less text than a choice among languages that share the Latin one.
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let latin = sample.chars().filter(char::is_ascii_alphabetic).count();
    let enough = if latin * 2 < letters { ENOUGH / 3 } else { ENOUGH };
    (letters >= enough).then(|| info.lang().code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_other_languages() {
        let german = "Die Ministerin reiste am Montag nach Wien, um dort mit ihrem Amtskollegen über die neue Brücke \
                      zu sprechen. Danach will sie nach Graz weiterfahren und die Werke besuchen.";
        let russian = "Министр прибыла в столицу утром, чтобы обсудить новый мост через реку.";
        assert_eq!(foreign_language(german), Some("deu"));
        assert_eq!(foreign_language(russian), Some("rus"));
    }

    #[test]
    fn leaves_english_and_short_texts_alone() {
        let english = "The minister travelled to Vienna on Monday to talk with her counterpart about the new bridge. \
                       She will go on to Graz afterwards and visit the works there.";
        assert_eq!(foreign_language(english), None);
        assert_eq!(foreign_language("Lavrov, Szijjártó, Wang Yi"), None);
        assert_eq!(foreign_language(""), None);
    }
}
