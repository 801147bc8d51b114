//! The tokens of a document, counted before anything parses it.

use async_graphql_parser::Pos;

use super::{Limits, too_many};
use crate::{
    document::{Kind, Token, unparsable as wrong},
    error::{Code, RequestError},
};

/// The tokens of a text, with size, number and brackets checked, and that nothing is in the text that is no token. Reads
/// each byte once and stops at the first limit.
pub(super) fn check(text: &str, limits: &Limits) -> Result<Vec<Token>, RequestError> {
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
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next(limits)? {
        if tokens.len() == limits.tokens {
            return Err(too_many("tokens", limits.tokens, "split it into several requests", token.pos));
        }
        brackets.take(&token, limits)?;
        tokens.push(token);
    }
    match brackets.open.last() {
        Some((open, pos)) => Err(wrong(format!("`{}` is never closed", char::from(*open)), *pos)),
        None if tokens.is_empty() => {
            Err(wrong("the document is empty; write an operation such as `{ types { name } }`", lexer.pos()))
        }
        None => Ok(tokens),
    }
}

struct Brackets {
    open: Vec<(u8, Pos)>,
    /// The sign before; 0 for anything else.
    last: u8,
}

impl Brackets {
    fn take(&mut self, token: &Token, limits: &Limits) -> Result<(), RequestError> {
        let sign = if let Kind::Sign(sign) = token.kind { sign } else { 0 };
        if self.last == b'(' && sign == b')' {
            return Err(wrong("`()` holds nothing; leave it out", token.pos));
        }
        self.last = sign;
        match sign {
            b'{' | b'[' | b'(' => {
                self.open.push((sign, token.pos));
                if self.open.len() > limits.brackets {
                    return Err(too_many("levels of brackets", limits.brackets, "flatten it", token.pos));
                }
            }
            b'}' | b']' | b')' => {
                let opened = self.open.pop().map(|(open, _)| open);
                let wanted = match sign {
                    b'}' => b'{',
                    b']' => b'[',
                    _ => b'(',
                };
                if opened != Some(wanted) {
                    let message = format!("`{}` closes nothing that is open", char::from(sign));
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
        let start = self.at;
        let kind = match byte {
            b'!' | b'$' | b'&' | b':' | b'=' | b'@' | b'|' | b'{' | b'}' | b'[' | b']' | b'(' | b')' => {
                self.at += 1;
                Kind::Sign(byte)
            }
            b'.' if self.peek(1) == b'.' && self.peek(2) == b'.' => {
                self.at += 3;
                Kind::Spread
            }
            b'"' if self.peek(1) == b'"' && self.peek(2) == b'"' => {
                self.block_text(pos)?;
                Kind::Block
            }
            b'"' => {
                self.text(pos)?;
                Kind::Text
            }
            b'-' | b'0'..=b'9' => {
                self.number(limits, pos)?;
                Kind::Number
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                self.while_any(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                self.check_word(start, limits, pos)?;
                Kind::Name
            }
            _ => return Err(wrong("this character has no meaning in a document", pos)),
        };
        Ok(Some(Token { kind, pos, bytes: (start, self.at) }))
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

    /// `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?`, and nothing behind it that could belong to it.
    fn number(&mut self, limits: &Limits, pos: Pos) -> Result<(), RequestError> {
        let start = self.at;
        self.at += usize::from(self.peek(0) == b'-');
        let whole = self.while_any(|byte| byte.is_ascii_digit());
        let mut right = whole > 0 && (whole == 1 || self.text[self.at - whole] != b'0');
        if self.peek(0) == b'.' {
            self.at += 1;
            right &= self.while_any(|byte| byte.is_ascii_digit()) > 0;
        }
        if matches!(self.peek(0), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(0), b'+' | b'-'));
            right &= self.while_any(|byte| byte.is_ascii_digit()) > 0;
        }
        self.check_word(start, limits, pos)?;
        if !right || matches!(self.peek(0), b'.' | b'_' | b'a'..=b'z' | b'A'..=b'Z') {
            return Err(wrong("this is no number", pos));
        }
        let written = std::str::from_utf8(&self.text[start..self.at]).unwrap_or_default();
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(()),
            _ => Err(wrong("this number is too large for any type", pos)),
        }
    }

    fn check_word(&self, start: usize, limits: &Limits, pos: Pos) -> Result<(), RequestError> {
        if self.at - start > limits.word {
            return Err(too_many("characters in one name or number", limits.word, "shorten it", pos));
        }
        Ok(())
    }

    /// Goes on while bytes are of a kind, and tells how many there were.
    fn while_any(&mut self, belongs: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|byte| belongs(*byte)) {
            self.at += 1;
        }
        self.at - start
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
