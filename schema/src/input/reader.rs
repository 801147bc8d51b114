//! Reading the value of a field: missing, list, item, then the field's rules.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{
    Context, Dialect, IngestOptions,
    fault::{Fault, echo, echo_json, hint},
    links, object, quantity, rules,
    scalar::{self, ReadOptions},
    structured::from_cell,
    trail::Trail,
};
use crate::{
    model::{EnumIndex, Field, FieldKind, Scalar},
    problem::{ErrorCode, Path, Problems, WarningCode},
    unit::Unit,
    value::Value,
};

/// How strictly the rules of a field are applied.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Rules {
    /// Only what makes a value of the type.
    None,
    /// All of them.
    All,
    /// A value outside its bounds is flagged, not refused.
    Flag,
}

/// Reads one document and gathers what is wrong with it.
pub(super) struct Reader<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) problems: Problems,
    pub(super) rules: Rules,
    /// A value was outside its absolute bounds.
    pub(super) flagged: bool,
}

/// Reads one value without the field's rules.
pub(super) fn plain_value(context: &Context<'_>, field: &Field, json: &Json, path: &Path) -> Result<Value, Problems> {
    let mut reader = Reader::new(context, Rules::None);
    let read = reader.field(field, json, None, &Trail::Root(path));
    match read {
        Some(value) if reader.problems.is_acceptable() => Ok(value),
        _ => Err(reader.problems),
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(context: &'a Context<'a>, rules: Rules) -> Self {
        Self { context, problems: Problems::default(), rules, flagged: false }
    }

    /// The options of an ingested document.
    pub(super) fn ingest(&self) -> Option<&'a IngestOptions> {
        match &self.context.dialect {
            Dialect::GraphQl => None,
            Dialect::Ingest(options) => Some(options),
        }
    }

    pub(super) fn read_options(&self) -> ReadOptions<'a> {
        ReadOptions::of(&self.context.dialect)
    }

    /// Reports a mistake.
    pub(super) fn report(&mut self, fault: Fault, trail: &Trail<'_>) {
        self.problems.errors.push(fault.at(trail));
    }

    /// Reports several mistakes at one place.
    pub(super) fn report_all(&mut self, faults: Vec<Fault>, trail: &Trail<'_>) {
        self.problems.errors.extend(faults.into_iter().map(|fault| fault.at(trail)));
    }

    /// Whether the JSON stands for a missing value: null, and where texts stand for everything also an empty one.
    pub(super) fn is_missing(&self, field: &Field, json: &Json) -> bool {
        let plain_text = field.kind == FieldKind::Scalar(Scalar::String) && !field.list;
        match json {
            Json::Null => true,
            Json::String(text) => {
                self.read_options().lenient && (!plain_text && text.trim().is_empty() || self.is_null_word(text))
            }
            // `{"value": "unavailable", "unit": "%"}` is no amount either.
            Json::Object(parts) if field.kind == FieldKind::Scalar(Scalar::Quantity) => {
                parts.get("value").and_then(Json::as_str).is_some_and(|text| self.is_null_word(text))
            }
            _ => false,
        }
    }

    /// Whether a text was declared to stand for a missing value.
    fn is_null_word(&self, text: &str) -> bool {
        self.ingest().is_some_and(|options| options.nulls.iter().any(|word| word == text.trim()))
    }

    /// Reads the value of a field; `None` when it could not be read, which is then reported.
    pub(super) fn field(
        &mut self,
        field: &Field,
        json: &Json,
        declared: Option<Unit>,
        trail: &Trail<'_>,
    ) -> Option<Value> {
        if self.is_missing(field, json) {
            return Some(Value::Null);
        }
        if field.list { self.list(field, json, declared, trail) } else { self.item(field, json, declared, trail) }
    }

    fn list(&mut self, field: &Field, json: &Json, declared: Option<Unit>, trail: &Trail<'_>) -> Option<Value> {
        let items = self.items(json);
        let before = self.problems.errors.len();
        if self.rules != Rules::None
            && let Some(fault) = rules::check_list(field, items.len())
        {
            self.report(fault, trail);
        }
        let mut values = Vec::with_capacity(items.len());
        for (position, item) in items.iter().enumerate() {
            let trail = trail.position(position);
            if item.is_null() {
                self.report(Fault::invalid("an item of a list must not be null: leave it out"), &trail);
                continue;
            }
            values.extend(self.item(field, item, declared, &trail));
        }
        (self.problems.errors.len() == before).then_some(Value::List(values))
    }

    /// The items of a list: one value alone is a list of one. A table cell holds a JSON list, or items between `;`.
    pub(super) fn items<'j>(&self, json: &'j Json) -> Vec<Cow<'j, Json>> {
        match from_cell(json, self.read_options()) {
            Cow::Borrowed(Json::Array(items)) => items.iter().map(Cow::Borrowed).collect(),
            Cow::Owned(Json::Array(items)) => items.into_iter().map(Cow::Owned).collect(),
            Cow::Borrowed(Json::String(text)) if self.read_options().lenient => {
                let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
                parts.map(|part| Cow::Owned(Json::from(part))).collect()
            }
            one => vec![one],
        }
    }

    fn item(&mut self, field: &Field, json: &Json, declared: Option<Unit>, trail: &Trail<'_>) -> Option<Value> {
        let read = match &field.kind {
            FieldKind::Scalar(Scalar::Quantity) => {
                quantity::read(field, declared, json, self.read_options()).map(Value::Quantity)
            }
            FieldKind::Scalar(scalar) => scalar::read(*scalar, json, self.read_options()),
            FieldKind::Enum(index) => self.enum_value(*index, json).map_err(Vec::from),
            FieldKind::Object(index) => return object::read(self, *index, json, trail),
            FieldKind::Link(link) => links::target_id(self.context, link, json).map(Value::Id).map_err(Vec::from),
        };
        match read {
            Ok(value) => self.follow_rules(field, value, trail),
            Err(faults) => {
                self.report_all(faults, trail);
                None
            }
        }
    }

    fn follow_rules(&mut self, field: &Field, value: Value, trail: &Trail<'_>) -> Option<Value> {
        if self.rules == Rules::None {
            return Some(value);
        }
        let mut findings = rules::check_item(field, &value, self.context.now);
        match findings.out_of_bounds.take() {
            Some(fault) if self.rules == Rules::Flag => {
                self.flagged = true;
                let fault = fault.and("; it is kept, but the sample is flagged and left out of statistics");
                self.problems.warnings.push(fault.warning_at(WarningCode::AbnormalValue, trail));
            }
            Some(fault) => findings.errors.push(fault),
            None => {}
        }
        if let Some(unusual) = findings.unusual {
            self.problems.warnings.push(unusual.warning_at(WarningCode::AbnormalValue, trail));
        }
        // Whether a sample from the future is refused or kept apart is decided when it is whole.
        let of_future = |error: &Fault| self.rules == Rules::Flag && error.code == ErrorCode::FutureTime;
        let acceptable = findings.errors.iter().all(of_future);
        self.report_all(findings.errors, trail);
        acceptable.then_some(value)
    }

    /// The name of an enum value, or one of its earlier names; stored is the name of today. Ingested documents may write
    /// it in any case, with blanks or dashes for `_`.
    fn enum_value(&self, index: EnumIndex, json: &Json) -> Result<Value, Fault> {
        let declared = &self.context.model.enums[index.0];
        let name = scalar::text(json, self.read_options())?;
        let spelt = self.read_options().lenient.then(|| name.trim().to_uppercase().replace([' ', '-'], "_"));
        let name = spelt.as_deref().unwrap_or(name.trim());
        let today = declared.values.iter().find(|value| value.name == name);
        let found = today
            .or_else(|| declared.values.iter().find(|value| value.former_names.iter().any(|former| former == name)));
        if let Some(value) = found {
            return Ok(Value::Text(value.name.clone()));
        }
        let known = declared.values.iter().map(|value| value.name.as_str());
        Err(Fault::invalid(format!("{} is no value of {}{}", echo(name), declared.name, hint(name, known))))
    }

    /// Reports that something else than an object stands where one is needed.
    pub(super) fn report_no_object(&mut self, what: &str, json: &Json, trail: &Trail<'_>) {
        self.report(
            Fault::invalid(format!("must be an object with the fields of {what}, not {}", echo_json(json))),
            trail,
        );
    }
}
