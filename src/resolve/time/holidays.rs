//! Days that have a name.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The date of a holiday in a year, by its name in plain lower case.
pub fn holiday(name: &str, year: i16) -> Option<Date> {
    let fixed = |month, day| Date::new(year, month, day).ok();
    let nth = |month, nth, weekday| fixed(month, 1)?.nth_weekday_of_month(nth, weekday).ok();
    let easter = |days: i64| easter(year)?.checked_add(days.days()).ok();
    match name {
        "christmas eve" => fixed(12, 24),
        "christmas" | "christmas day" => fixed(12, 25),
        "boxing day" => fixed(12, 26),
        "new year's eve" => fixed(12, 31),
        "new year's day" => fixed(1, 1),
        "valentine's day" => fixed(2, 14),
        "st patrick's day" => fixed(3, 17),
        "may day" => fixed(5, 1),
        "independence day" | "fourth of july" | "4th of july" => fixed(7, 4),
        "halloween" => fixed(10, 31),
        "veterans day" => fixed(11, 11),
        "martin luther king jr. day" | "martin luther king jr day" => nth(1, 3, Weekday::Monday),
        "memorial day" => nth(5, -1, Weekday::Monday),
        "labor day" => nth(9, 1, Weekday::Monday),
        "thanksgiving" | "thanksgiving day" => nth(11, 4, Weekday::Thursday),
        "good friday" => easter(-2),
        "easter" | "easter sunday" => easter(0),
        "easter monday" => easter(1),
        _ => None,
    }
}

/// Easter Sunday of the western churches.
///
/// Source: the anonymous Gregorian computus, Nature 1876; Meeus, Astronomical Algorithms, chapter 8.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let day = epact + to_sunday - 7 * late + 114;
    Date::new(year, (day / 31) as i8, (day % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_movable_feasts() {
        assert_eq!(holiday("easter", 2024), Some(Date::constant(2024, 3, 31)));
        assert_eq!(holiday("easter", 2011), Some(Date::constant(2011, 4, 24)));
        assert_eq!(holiday("good friday", 2025), Some(Date::constant(2025, 4, 18)));
        assert_eq!(holiday("thanksgiving", 2023), Some(Date::constant(2023, 11, 23)));
        assert_eq!(holiday("memorial day", 2022), Some(Date::constant(2022, 5, 30)));
    }
}
