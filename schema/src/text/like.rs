//! Matching `like` patterns without backtracking.

/// Whether a folded text matches a folded `like` pattern: `%` any run, `_` one character, `\` escapes.
///
/// The pieces between `%` are found one after the other, each at its first place: what follows can only profit from an
/// early match, so nothing is ever tried again. A `\` at the very end stands for itself.
pub fn like(folded_text: &str, folded_pattern: &str) -> bool {
    let pieces = pieces(folded_pattern);
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let Some(rest) = first.strip_prefix(folded_text) else { return false };
    if pieces.len() == 1 {
        return rest.is_empty();
    }
    let mut rest = rest;
    for piece in &pieces[1..pieces.len() - 1] {
        let Some(after) = piece.find(rest) else { return false };
        rest = after;
    }
    last.is_suffix(rest)
}

/// Characters between two `%`, in runs of literal text: between two runs stands one arbitrary character.
struct Piece {
    runs: Vec<String>,
}

/// The pieces of a pattern; there is always one.
fn pieces(pattern: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece { runs: vec![String::new()] }];
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let piece = pieces.last_mut().expect("starts with one");
        let run = piece.runs.last_mut().expect("starts with one");
        match character {
            '%' => pieces.push(Piece { runs: vec![String::new()] }),
            '_' => piece.runs.push(String::new()),
            '\\' => run.push(characters.next().unwrap_or('\\')),
            literal => run.push(literal),
        }
    }
    pieces
}

impl Piece {
    /// What stands after the piece at the start of the text.
    fn strip_prefix<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut rest = text.strip_prefix(self.runs[0].as_str())?;
        for run in &self.runs[1..] {
            let mut characters = rest.chars();
            characters.next()?;
            rest = characters.as_str().strip_prefix(run.as_str())?;
        }
        Some(rest)
    }

    /// What stands after the first place where the piece occurs.
    fn find<'a>(&self, text: &'a str) -> Option<&'a str> {
        if let [run] = self.runs.as_slice() {
            return text.find(run.as_str()).map(|start| &text[start + run.len()..]);
        }
        let places = text.char_indices().map(|(start, _)| start).chain([text.len()]);
        places.into_iter().find_map(|start| self.strip_prefix(&text[start..]))
    }

    /// Whether the text ends with the piece.
    fn is_suffix(&self, text: &str) -> bool {
        let wanted = self.runs.iter().map(|run| run.chars().count()).sum::<usize>() + self.runs.len() - 1;
        let start = match wanted {
            0 => Some(text.len()),
            _ => text.char_indices().rev().nth(wanted - 1).map(|(start, _)| start),
        };
        start.is_some_and(|start| self.strip_prefix(&text[start..]) == Some(""))
    }
}
