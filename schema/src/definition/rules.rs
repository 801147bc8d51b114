//! The rules of one field: units, bounds, length, pattern, search, comparison.

use regex::Regex;

use super::{
    declare::FieldDeclaration,
    directives::Applied,
    mistakes::{Mistakes, quoted},
};
use crate::{
    model::{Bounds, Compare, Field, FieldKind, Length, Match, Pattern, Scalar, Search, TimeRule, UnitRule},
    time::Span,
    unit::Unit,
};

/// Reads the directives that concern the field alone, and checks that they fit its type.
pub fn apply(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    apply_unit(declared, field, mistakes);
    apply_range(declared, field, mistakes);
    apply_length(declared, field, mistakes);
    apply_pattern(declared, field, mistakes);
    apply_time(declared, field, mistakes);
    apply_search(declared, field, mistakes);
    field.compare = declared.directives.get("match").and_then(read_match);
    apply_computed(declared, field, mistakes);
    apply_index(declared, field, mistakes);
}

fn apply_unit(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let is_quantity = field.scalar() == Some(Scalar::Quantity);
    let name = &declared.name;
    match declared.directives.get("unit") {
        None if is_quantity => {
            let message = format!("the Quantity `{name}` has no unit");
            mistakes.add(&declared.position, message, "write `@unit(canonical: KG)` with the unit it is kept in");
        }
        Some(directive) if !is_quantity => {
            let message = format!("`{name}` is of type `{}`; only a Quantity has a unit", declared.ty);
            let number = field.scalar().is_some_and(|scalar| matches!(scalar, Scalar::Int | Scalar::Float));
            let hint = if number {
                "make its type `Quantity`, or write `@range` for bounds without a unit"
            } else {
                "make its type `Quantity`, or remove `@unit`"
            };
            mistakes.add(&directive.position, message, hint);
        }
        Some(directive) => {
            let bounds = read_bounds(directive, mistakes);
            field.unit = directive.unit("canonical").map(|canonical: Unit| UnitRule { canonical, bounds });
        }
        None => {}
    }
}

fn apply_range(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let Some(directive) = declared.directives.get("range") else { return };
    if !matches!(field.scalar(), Some(Scalar::Int | Scalar::Float)) {
        let message = format!("`{}` is of type `{}`; `@range` bounds Int and Float", declared.name, declared.ty);
        let hint = match field.scalar() {
            Some(Scalar::Quantity) => "write the bounds in `@unit`, such as `@unit(canonical: KG, min: 0)`",
            Some(Scalar::String) => "write `@length` for the length of a text, or remove `@range`",
            Some(Scalar::Date | Scalar::DateTime) => "write `@time`, or remove `@range`",
            _ => "remove `@range`",
        };
        mistakes.add(&directive.position, message, hint);
        return;
    }
    field.range = read_bounds(directive, mistakes);
}

fn read_bounds(directive: &Applied, mistakes: &mut Mistakes) -> Bounds {
    let bounds = Bounds {
        min: directive.number("min"),
        max: directive.number("max"),
        warn_min: directive.number("warnMin"),
        warn_max: directive.number("warnMax"),
    };
    let pairs = [
        ("min", bounds.min, "max", bounds.max),
        ("warnMin", bounds.warn_min, "warnMax", bounds.warn_max),
        ("min", bounds.min, "warnMin", bounds.warn_min),
        ("warnMax", bounds.warn_max, "max", bounds.max),
    ];
    for (low_name, low, high_name, high) in pairs {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            let message = format!("`{low_name}` {low} is greater than `{high_name}` {high}");
            let hint = "the order is `min` ≤ `warnMin` ≤ `warnMax` ≤ `max`";
            mistakes.add(directive.place(low_name), message, hint);
        }
    }
    bounds
}

fn apply_length(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let Some(directive) = declared.directives.get("length") else { return };
    let is_link = field.link().is_some();
    if is_link || !(field.list || field.scalar() == Some(Scalar::String)) {
        let message = format!("`{}` is of type `{}`; `@length` bounds a String or a list", declared.name, declared.ty);
        let is_number = matches!(field.scalar(), Some(Scalar::Int | Scalar::Float));
        let hint = if is_number { "write `@range` for numbers" } else { "remove `@length`" };
        mistakes.add(&directive.position, message, hint);
        return;
    }
    let number = |name: &str| directive.number(name).map(|number| number as usize);
    let length = Length { min: number("min"), max: number("max") };
    if let (Some(min), Some(max)) = (length.min, length.max)
        && min > max
    {
        let message = format!("`min` {min} is greater than `max` {max}");
        mistakes.add(directive.place("min"), message, "swap them");
    }
    field.length = Some(length);
}

fn apply_pattern(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let Some(directive) = declared.directives.get("pattern") else { return };
    if field.scalar() != Some(Scalar::String) {
        let message = format!("`{}` is of type `{}`; `@pattern` is for String", declared.name, declared.ty);
        mistakes.add(&directive.position, message, "make its type `String`, or remove `@pattern`");
        return;
    }
    let (Some(regex), Some(message)) = (directive.text("regex"), directive.text("message")) else { return };
    match Regex::new(&anchored(regex)) {
        // Without this check `a)(?:b` would become two groups once it is wrapped.
        Ok(_) if Regex::new(regex).is_err() => {
            mistakes.add(
                directive.place("regex"),
                "the regular expression has parentheses that do not match",
                "escape a literal parenthesis as `\\\\(`",
            );
        }
        Ok(regex) => field.pattern = Some(Pattern { regex, message: message.to_owned() }),
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let message = format!("the regular expression cannot be used: {reason}");
            let hint = "backslashes are doubled (`\\\\d`); look-around and back-references do not exist";
            mistakes.add(directive.place("regex"), message, hint);
        }
    }
}

/// The expression that only a whole text matches.
pub fn anchored(regex: &str) -> String {
    format!("^(?:{regex})$")
}

/// The expression as it was declared.
pub fn declared_regex(pattern: &Pattern) -> &str {
    let text = pattern.regex.as_str();
    text.strip_prefix("^(?:").and_then(|text| text.strip_suffix(")$")).unwrap_or(text)
}

fn apply_time(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let Some(directive) = declared.directives.get("time") else { return };
    if field.list || !matches!(field.scalar(), Some(Scalar::Date | Scalar::DateTime)) {
        let message = format!("`{}` is of type `{}`; `@time` is for Date and DateTime", declared.name, declared.ty);
        mistakes.add(&directive.position, message, "make its type `DateTime`, or remove `@time`");
        return;
    }
    let max_after = read_span(directive, "maxAfter", mistakes);
    if directive.text("maxAfter").is_some() && directive.text("notBefore").is_none() {
        let message = "`maxAfter` is the distance to the field that `notBefore` names, which is missing";
        mistakes.add(directive.place("maxAfter"), message, "add `notBefore`, or remove `maxAfter`");
    }
    field.time = Some(TimeRule { future: directive.flag("future").unwrap_or(true), not_before: None, max_after });
}

/// Reads a duration; it must be longer than nothing.
pub fn read_span(directive: &Applied, name: &str, mistakes: &mut Mistakes) -> Option<Span> {
    let text = directive.text(name)?;
    let hint = "write an ISO 8601 duration, such as `PT10M`, `P1D` or `P1M`";
    match text.parse::<Span>() {
        Ok(span) if span.milliseconds() > 0 => Some(span),
        Ok(_) => {
            mistakes.add(directive.place(name), format!("`{name}` must be longer than nothing, not `{text}`"), hint);
            None
        }
        Err(error) => {
            mistakes.add(directive.place(name), format!("`{text}` is no duration: {error}"), hint);
            None
        }
    }
}

fn apply_search(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let Some(directive) = declared.directives.get("search") else { return };
    let weight = directive.number("weight").unwrap_or(1.0);
    if weight <= 0.0 {
        let message = format!("`weight` {weight} would hide the field from the search");
        mistakes.add(directive.place("weight"), message, "write a number above 0, or remove `@search`");
    }
    field.search = Some(Search {
        weight,
        facet: directive.flag("facet").unwrap_or(false),
        suggest: directive.flag("suggest").unwrap_or(false),
    });
}

fn read_match(directive: &Applied) -> Option<Match> {
    let compare = match directive.text("compare")? {
        "EXACT" => Compare::Exact,
        "NAME" => Compare::Name,
        "TEXT" => Compare::Text,
        "DATE" => Compare::Date,
        "NUMBER" => Compare::Number,
        "PHONE" => Compare::Phone,
        "EMAIL" => Compare::Email,
        "ADDRESS" => Compare::Address,
        _ => Compare::Geo,
    };
    Some(Match { compare, block: directive.flag("block").unwrap_or(false) })
}

fn apply_computed(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    let Some(directive) = declared.directives.get("computed") else { return };
    field.computed = directive.text("function").map(str::to_owned);
    let name = &declared.name;
    if directive.text("function").is_some_and(|function| function.trim().is_empty()) {
        mistakes.add(directive.place("function"), "`function` is empty", "name a function of the domains");
    }
    if field.link().is_some() {
        let hint = "remove `@computed`, or compute a plain value";
        mistakes.add(&directive.position, format!("the link `{name}` cannot be computed"), hint);
    }
    if field.required {
        let message = format!("`{name}` is computed when read and never written, so it cannot be required");
        mistakes.add(&declared.type_position, message, "write its type without `!`");
    }
    let useless = ["default", "index", "time", "match", "showIf"];
    let useless: Vec<_> = useless.into_iter().filter(|other| declared.directives.has(other)).collect();
    for other in useless {
        let position = declared.directives.get(other).map_or(&directive.position, |other| &other.position);
        let message = format!("`{name}` is computed and never stored, so `@{other}` has no meaning on it");
        mistakes.add(position, message, format!("remove `@{other}` or `@computed`"));
    }
}

fn apply_index(declared: &FieldDeclaration, field: &mut Field, mistakes: &mut Mistakes) {
    if field.link().is_some() && !field.list {
        field.index = true;
    }
    let Some(directive) = declared.directives.get("index") else { return };
    let cannot = match &field.kind {
        _ if field.list => true,
        FieldKind::Scalar(scalar) => matches!(scalar, Scalar::Json | Scalar::GeoPoint),
        FieldKind::Object(_) => true,
        FieldKind::Enum(_) | FieldKind::Link(_) => false,
    };
    if cannot {
        let message = format!("`{}` is of type `{}`, which has no order to index", declared.name, declared.ty);
        let plain = ["String", "Int", "DateTime", "Quantity"];
        let hint = format!("remove `@index`; it is for plain values such as {}", quoted(plain));
        mistakes.add(&directive.position, message, hint);
    }
}
