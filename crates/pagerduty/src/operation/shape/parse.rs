//! Reading a shape as `cargo xtask operations` writes it.

use super::{Field, Scalar, Shape, Size};

impl Shape {
    /// The shape that a text says; nothing where it is not written so.
    pub(in crate::operation) fn parse(text: &'static str) -> Option<Self> {
        let mut parser = Parser { rest: text };
        let shape = parser.shape()?;
        parser.rest.is_empty().then_some(shape)
    }
}

/// What is left to read.
struct Parser {
    rest: &'static str,
}

impl Parser {
    fn shape(&mut self) -> Option<Shape> {
        let mut shapes = vec![self.one()?];
        while self.eat("|") {
            shapes.push(self.one()?);
        }
        Some(if shapes.len() == 1 { shapes.remove(0) } else { Shape::OneOf(shapes) })
    }

    fn one(&mut self) -> Option<Shape> {
        if self.eat("{") {
            return self.object();
        }
        if self.eat("[") {
            let item = self.shape()?;
            self.expect("]")?;
            return Some(Shape::List(Box::new(item), self.size()?));
        }
        if self.eat("'") {
            let text = self.until(|character| character == '\'');
            self.expect("'")?;
            return Some(Shape::Text(text));
        }
        let word = self.until(|character| !(character.is_alphanumeric() || "-_.".contains(character)));
        match word {
            "" => None,
            "any" => Some(Shape::Any),
            "null" => Some(Shape::Null),
            word => match Scalar::ALL.into_iter().find(|scalar| scalar.as_str() == word) {
                Some(scalar) => Some(Shape::Scalar(scalar, self.size()?)),
                None => Some(Shape::Literal(word)),
            },
        }
    }

    fn object(&mut self) -> Option<Shape> {
        let (mut fields, mut rest) = (Vec::new(), None);
        while !self.eat("}") {
            if self.eat("...") {
                self.expect(":")?;
                rest = Some(Box::new(self.shape()?));
            } else {
                let name = self.until(|character| "*:,{}".contains(character));
                let is_required = self.eat("*");
                self.expect(":")?;
                fields.push(Field { name, is_required, shape: self.shape()? });
            }
            if !self.eat(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
        Some(Shape::Object { fields, rest })
    }

    /// `(1..100)`, `(..100)`, `(1..)` or nothing.
    fn size(&mut self) -> Option<Size> {
        if !self.eat("(") {
            return Some(Size::default());
        }
        let (least, greatest) = self.until(|character| character == ')').split_once("..")?;
        self.expect(")")?;
        let bound = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
        Some(Size { least: bound(least)?, greatest: bound(greatest)? })
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        self.eat(text).then_some(())
    }

    fn until(&mut self, is_end: impl Fn(char) -> bool) -> &'static str {
        let (text, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest;
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_what_was_read() {
        for (written, shown) in [
            ("{a*:string(1..9),b:[{id*:string}](..3)}", "{a*: string(1..9), b: [{id*: string}](..3)}"),
            ("'x y'|'z'|null", "\"x y\" | \"z\" | null"),
            ("{...:any}", "object"),
            ("{a:0|120,...:boolean}", "{a: 0 | 120, ...: boolean}"),
            ("[{a:1}|{b:any}]", "[{a: 1} | {b: any}]"),
        ] {
            assert_eq!(Shape::parse(written).unwrap().to_string(), shown);
        }
        for wrong in ["", "{a}", "{a:string", "[string", "'x", "string(", "string(1)", "string x"] {
            assert_eq!(Shape::parse(wrong), None, "{wrong}");
        }
    }
}
