//! The tokens of a document, counted before anything parses it.

use async_graphql_parser::Pos;

use super::{Limits, too_many};
use crate::error::{Code, RequestError};

/// Checks size, tokens and brackets, and that nothing is in the text that is no token. Reads each byte once and stops
/// at the first limit.
pub(super) fn check(text: &str, limits: &Limits) -> Result<(), RequestError> {
    if text.len() > limits.text {
        let message = format!(
            "the document has {} bytes, more than {}; move long values into variables",
            text.len(),
            limits.text
        );
        return Err(RequestError::new(Code::TooComplex, message));
    }
    let mut lexer = Lexer { text: text.as_bytes(), at: 0, line: 1, line_start: 0 };
    let mut brackets = Brackets { open: Vec::new(), last: 0 };
    let mut tokens = 0;
    while let Some(token) = lexer.next(limits)? {
        tokens += 1;
        if tokens > limits.tokens {
            return Err(too_many("tokens", limits.tokens, "split it into several requests", token.pos));
        }
        brackets.take(&token, limits)?;
    }
    match brackets.open.last() {
        Some(open) => Err(wrong(format!("`{}` is never closed", char::from(open.kind)), open.pos)),
        None if tokens == 0 => {
            Err(wrong("the document is empty; write an operation such as `{ types { name } }`", lexer.pos()))
        }
        None => Ok(()),
    }
}

struct Token {
    /// The byte of a bracket; anything else is 0.
    kind: u8,
    pos: Pos,
}

struct Brackets {
    open: Vec<Token>,
    /// The kind of the token before.
    last: u8,
}

impl Brackets {
    fn take(&mut self, token: &Token, limits: &Limits) -> Result<(), RequestError> {
        // The parser takes a list of variables without variables for none.
        if self.last == b'(' && token.kind == b')' {
            return Err(wrong("`()` holds nothing; leave it out", token.pos));
        }
        self.last = token.kind;
        match token.kind {
            b'{' | b'[' | b'(' => {
                self.open.push(Token { kind: token.kind, pos: token.pos });
                if self.open.len() > limits.brackets {
                    return Err(too_many("levels of brackets", limits.brackets, "flatten it", token.pos));
                }
            }
            b'}' | b']' | b')' => {
                let opened = self.open.pop().map(|open| open.kind);
                let wanted = match token.kind {
                    b'}' => b'{',
                    b']' => b'[',
                    _ => b'(',
                };
                if opened != Some(wanted) {
                    let message = format!("`{}` closes nothing that is open", char::from(token.kind));
                    return Err(wrong(message, token.pos));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
    line_start: usize,
}

impl Lexer<'_> {
    fn pos(&self) -> Pos {
        // Columns count bytes of the line: good enough to find the place, and it costs nothing.
        Pos { line: self.line, column: self.at - self.line_start + 1 }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn next(&mut self, limits: &Limits) -> Result<Option<Token>, RequestError> {
        self.skip();
        let pos = self.pos();
        let Some(&byte) = self.text.get(self.at) else { return Ok(None) };
        let kind = match byte {
            b'{' | b'}' | b'[' | b']' | b'(' | b')' => byte,
            _ => 0,
        };
        match byte {
            b'!' | b'$' | b'&' | b':' | b'=' | b'@' | b'|' | b'{' | b'}' | b'[' | b']' | b'(' | b')' => self.at += 1,
            b'.' if self.peek(1) == b'.' && self.peek(2) == b'.' => self.at += 3,
            b'"' if self.peek(1) == b'"' && self.peek(2) == b'"' => self.block_text(pos)?,
            b'"' => self.text(pos)?,
            b'-' | b'0'..=b'9' => {
                self.word(limits, pos, |byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))?;
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                self.word(limits, pos, |byte| byte.is_ascii_alphanumeric() || byte == b'_')?;
            }
            _ => return Err(wrong("this character has no meaning in a document", pos)),
        }
        Ok(Some(Token { kind, pos }))
    }

    /// White space, commas, comments and byte order marks.
    fn skip(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b' ' | b'\t' | b',' => self.at += 1,
                b'\n' | b'\r' => self.new_line(),
                b'#' => {
                    while !matches!(self.text.get(self.at), None | Some(b'\n' | b'\r')) {
                        self.at += 1;
                    }
                }
                0xEF if self.peek(1) == 0xBB && self.peek(2) == 0xBF => self.at += 3,
                _ => return,
            }
        }
    }

    fn new_line(&mut self) {
        let is_pair = self.peek(0) == b'\r' && self.peek(1) == b'\n';
        self.at += if is_pair { 2 } else { 1 };
        self.line += 1;
        self.line_start = self.at;
    }

    fn word(&mut self, limits: &Limits, pos: Pos, belongs: impl Fn(u8) -> bool) -> Result<(), RequestError> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|byte| belongs(*byte)) {
            self.at += 1;
        }
        // The start itself may be a minus or a digit that is not followed by anything of its kind.
        self.at = self.at.max(start + 1);
        if self.at - start > limits.word {
            return Err(too_many("characters in one name or number", limits.word, "shorten it", pos));
        }
        let written = &self.text[start..self.at];
        let is_number = matches!(written[0], b'-' | b'0'..=b'9');
        let value = std::str::from_utf8(written).ok().and_then(|written| written.parse::<f64>().ok());
        match value {
            Some(value) if is_number && !value.is_finite() => Err(wrong("this number is too large for any type", pos)),
            None if is_number => Err(wrong("this is no number", pos)),
            _ => Ok(()),
        }
    }

    fn text(&mut self, pos: Pos) -> Result<(), RequestError> {
        self.at += 1;
        loop {
            match self.text.get(self.at) {
                None | Some(b'\n' | b'\r') => return Err(wrong("this text is never closed", pos)),
                Some(b'"') => break,
                Some(b'\\') if !matches!(self.text.get(self.at + 1), None | Some(b'\n' | b'\r')) => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        Ok(())
    }

    fn block_text(&mut self, pos: Pos) -> Result<(), RequestError> {
        self.at += 3;
        loop {
            match self.text.get(self.at) {
                None => return Err(wrong("this text is never closed", pos)),
                Some(b'\\') if self.text[self.at + 1..].starts_with(b"\"\"\"") => self.at += 4,
                Some(b'"') if self.text[self.at..].starts_with(b"\"\"\"") => break,
                Some(b'\n' | b'\r') => self.new_line(),
                Some(_) => self.at += 1,
            }
        }
        self.at += 3;
        Ok(())
    }
}

fn wrong(message: impl std::fmt::Display, pos: Pos) -> RequestError {
    RequestError::new(Code::ParseFailed, format!("the document cannot be parsed: {message}")).at(pos.line, pos.column)
}
