//! Circles that could never end: titles made of each other's titles, objects that must contain themselves.

use super::{declare::Declarations, fields::Built, mistakes::Mistakes};
use crate::model::{FieldKind, Kind, Model, TitlePart};

/// Refuses both kinds of circle.
pub fn check(declarations: &Declarations, built: &Built, mistakes: &mut Mistakes) {
    let model = &built.model;
    let records: Vec<_> = declarations.records().map(|(_, object)| object).collect();
    for circle in circles(&(0..model.types.len()).map(|index| title_targets(model, index)).collect::<Vec<_>>()) {
        let names = around(&circle, |index| &model.types[index].name);
        let message = format!("the titles go round in a circle: {names}");
        let directive = records.get(circle[0]).and_then(|object| object.directives.get("entry"));
        let position = directive.map_or(&model.types[circle[0]].position, |directive| directive.place("title"));
        mistakes.add(position, message, "leave the link out of one of the titles");
    }
    for circle in circles(&(0..model.objects.len()).map(|index| required_parts(model, index)).collect::<Vec<_>>()) {
        let names = around(&circle, |index| &model.objects[index].name);
        let message = format!("an object of this type would have to contain itself without end: {names}");
        let hint = "let one of the fields be missing: write its type without `!`";
        mistakes.add(&model.objects[circle[0]].position, message, hint);
    }
}

fn around<'a>(circle: &[usize], name: impl Fn(usize) -> &'a String) -> String {
    let names: Vec<_> = circle.iter().chain(circle.first()).map(|index| format!("`{}`", name(*index))).collect();
    names.join(" → ")
}

fn title_targets(model: &Model, index: usize) -> Vec<usize> {
    let record = &model.types[index];
    let Kind::Entry { title } = &record.kind else { return Vec::new() };
    let targets = title.iter().filter_map(|part| match part {
        TitlePart::Field(field) => record.field(*field).link().map(|link| link.target.0),
        TitlePart::Text(_) => None,
    });
    targets.collect()
}

fn required_parts(model: &Model, index: usize) -> Vec<usize> {
    let fields = model.objects[index].fields.iter().filter(|field| field.required && !field.list);
    let parts = fields.filter_map(|field| match field.kind {
        FieldKind::Object(object) => Some(object.0),
        _ => None,
    });
    parts.collect()
}

/// Circles of a graph, each once: those that the first walk through it closes.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut done = vec![false; edges.len()];
    for start in 0..edges.len() {
        // The way from the start, each node with how many of its edges were followed.
        let mut way: Vec<(usize, usize)> = if done[start] { Vec::new() } else { vec![(start, 0)] };
        while let Some((node, followed)) = way.last_mut() {
            let (node, next) = (*node, edges[*node].get(*followed).copied());
            *followed += 1;
            match next {
                None => {
                    done[node] = true;
                    way.pop();
                }
                Some(next) if done[next] => {}
                Some(next) => match way.iter().position(|(other, _)| *other == next) {
                    Some(place) => found.push(way[place..].iter().map(|(node, _)| *node).collect()),
                    None => way.push((next, 0)),
                },
            }
        }
    }
    found
}
