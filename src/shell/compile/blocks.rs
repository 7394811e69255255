//! Commands that hold others: groups, loops, `if`, `case`, functions.

use super::{Compiler, plain};
use crate::shell::lex::{Token, Trouble};
use crate::shell::syntax::{Block, Operation, Parameter, Piece, Word};

/// Words that cannot begin a command.
const ENDS: [&str; 9] = [
    "do", "done", "then", "else", "elif", "fi", "}", "esac", "in",
];

impl Compiler<'_> {
    pub(super) fn command(&mut self) -> Result<(), Trouble> {
        self.depth += 1;
        if self.depth > super::DEPTH_MAX {
            return Err(Trouble::Syntax("sh: nested too deeply".to_owned()));
        }
        let result = self.any_command();
        self.depth -= 1;
        result
    }

    fn any_command(&mut self) -> Result<(), Trouble> {
        if self.peek().is_none() {
            return Err(Trouble::Incomplete);
        }
        if self.is_operator(self.at, "(") {
            self.at += 1;
            let code = self.apart(|this| this.some_list(&[]))?;
            if !self.take_operator(")") {
                return Err(self.trouble());
            }
            let redirects = self.redirects()?;
            self.emit(Operation::Enter {
                code,
                block: Block::Subshell,
                redirects,
            });
            return Ok(());
        }
        if let Some(name) = self.function_name() {
            return self.function(name);
        }
        let compound = matches!(
            self.peek_word(),
            Some("{" | "for" | "while" | "until" | "if" | "case")
        ) || matches!(
            self.peek(),
            Some(Token::Arithmetic(_) | Token::Condition(_))
        );
        if compound {
            let code = self.apart(Self::compound)?;
            let redirects = self.redirects()?;
            if redirects.is_empty() {
                let offset = self.here();
                let moved = std::sync::Arc::unwrap_or_clone(code).operations.into_iter();
                self.code
                    .operations
                    .extend(moved.map(|operation| super::shifted(operation, offset)));
            } else {
                self.emit(Operation::Enter {
                    code,
                    block: Block::Group,
                    redirects,
                });
            }
            return Ok(());
        }
        if self.peek_word().is_some_and(|word| ENDS.contains(&word)) {
            return Err(self.trouble());
        }
        self.simple()
    }

    fn compound(&mut self) -> Result<(), Trouble> {
        match self.peek().cloned() {
            Some(Token::Arithmetic(word)) => {
                self.at += 1;
                self.emit(Operation::Arithmetic(word));
                return Ok(());
            }
            Some(Token::Condition(condition)) => {
                self.at += 1;
                self.emit(Operation::Condition(condition));
                return Ok(());
            }
            _ => {}
        }
        match self.peek_word() {
            Some("{") => {
                self.at += 1;
                self.some_list(&["}"])?;
                self.expect("}")
            }
            Some("for") => self.for_loop(),
            Some("while" | "until") => self.while_loop(),
            Some("if") => self.condition(),
            _ => self.case(),
        }
    }

    /// `name()`, `function name`
    fn function_name(&mut self) -> Option<String> {
        if self.peek_word() == Some("function") {
            let Some(Token::Word(word)) = self.tokens.get(self.at + 1) else {
                return None;
            };
            let name = plain(word)?.to_owned();
            self.at += 2;
            if self.is_operator(self.at, "(") && self.is_operator(self.at + 1, ")") {
                self.at += 2;
            }
            return Some(name);
        }
        let name = self.peek_word()?.to_owned();
        if !self.is_operator(self.at + 1, "(") || !self.is_operator(self.at + 2, ")") {
            return None;
        }
        self.at += 3;
        Some(name)
    }

    fn function(&mut self, name: String) -> Result<(), Trouble> {
        self.skip_newlines();
        let loops = std::mem::take(&mut self.loops);
        let code = self.apart(Self::command)?;
        self.loops = loops;
        self.emit(Operation::Define { name, code });
        Ok(())
    }

    fn for_loop(&mut self) -> Result<(), Trouble> {
        self.at += 1;
        if let Some(Token::Arithmetic(word)) = self.peek().cloned() {
            self.at += 1;
            return self.counting_loop(&word);
        }
        let Some(variable) = self.peek_word().map(str::to_owned) else {
            return Err(self.trouble());
        };
        self.at += 1;
        self.skip_newlines();
        let mut words: Option<Vec<Word>> = None;
        if self.peek_word() == Some("in") {
            self.at += 1;
            let list = words.get_or_insert_default();
            while let Some(Token::Word(word)) = self.tokens.get(self.at) {
                list.push(word.clone());
                self.at += 1;
            }
        }
        while self.take_operator(";") || self.take_operator("\n") {}
        let words = words.unwrap_or_else(|| {
            vec![vec![Piece::Variable(Box::new(Parameter {
                name: "@".to_owned(),
                quoted: true,
                ..Default::default()
            }))]]
        });
        let start = self.emit(Operation::LoopStart {
            values: Some(words),
            next: self.code.operations.len() + 1,
            end: 0,
        });
        self.emit(Operation::NextValue { variable });
        self.body(start + 1)?;
        self.aim(start);
        self.emit(Operation::LoopEnd);
        Ok(())
    }

    /// `for ((i = 0; i < 3; i++))`
    fn counting_loop(&mut self, word: &Word) -> Result<(), Trouble> {
        let mut parts: Vec<Word> = vec![vec![]];
        for piece in word {
            match piece {
                Piece::Text { text, quoted } => {
                    for (at, text) in text.split(';').enumerate() {
                        if at > 0 {
                            parts.push(vec![]);
                        }
                        if let Some(part) = parts.last_mut() {
                            part.push(Piece::Text {
                                text: text.to_owned(),
                                quoted: *quoted,
                            });
                        }
                    }
                }
                other => parts
                    .last_mut()
                    .into_iter()
                    .for_each(|p| p.push(other.clone())),
            }
        }
        let Ok([first, test, step]) = <[Word; 3]>::try_from(parts) else {
            return Err(Trouble::Syntax(
                "sh: syntax error: arithmetic expression required".to_owned(),
            ));
        };
        while self.take_operator(";") || self.take_operator("\n") {}
        self.emit(Operation::LenientStart);
        self.emit(Operation::Arithmetic(first));
        self.emit(Operation::LenientEnd);
        let start = self.emit(Operation::LoopStart {
            values: None,
            next: 0,
            end: 0,
        });
        let skip = self.emit(Operation::Jump(0));
        let next = self.emit(Operation::Arithmetic(step));
        self.aim(skip);
        let empty = test
            .iter()
            .all(|piece| matches!(piece, Piece::Text { text, .. } if text.trim().is_empty()));
        let leave = (!empty).then(|| {
            self.emit(Operation::Arithmetic(test));
            self.emit(Operation::Branch {
                on_success: false,
                to: 0,
            })
        });
        self.body(next)?;
        leave.into_iter().for_each(|jump| self.aim(jump));
        self.aim(start);
        if let Operation::LoopStart { next: to, .. } = &mut self.code.operations[start] {
            *to = next;
        }
        self.emit(Operation::LoopEnd);
        Ok(())
    }

    /// What stands between `do` and `done`, and the way back.
    fn body(&mut self, back: usize) -> Result<(), Trouble> {
        self.loops += 1;
        let end = if self.peek_word() == Some("{") {
            "}"
        } else {
            "done"
        };
        match end {
            "}" => self.at += 1,
            _ => self.expect("do")?,
        }
        self.some_list(&[end])?;
        self.expect(end)?;
        self.emit(Operation::BodyEnd);
        self.emit(Operation::Jump(back));
        self.loops -= 1;
        Ok(())
    }

    fn while_loop(&mut self) -> Result<(), Trouble> {
        let on_success = self.peek_word() == Some("until");
        self.at += 1;
        let start = self.emit(Operation::LoopStart {
            values: None,
            next: self.code.operations.len() + 1,
            end: 0,
        });
        self.emit(Operation::LenientStart);
        self.some_list(&["do"])?;
        self.emit(Operation::LenientEnd);
        let leave = self.emit(Operation::Branch { on_success, to: 0 });
        self.body(start + 1)?;
        self.aim(leave);
        self.aim(start);
        self.emit(Operation::LoopEnd);
        Ok(())
    }

    fn condition(&mut self) -> Result<(), Trouble> {
        self.at += 1;
        self.emit(Operation::LenientStart);
        self.some_list(&["then"])?;
        self.emit(Operation::LenientEnd);
        self.expect("then")?;
        let otherwise = self.emit(Operation::Branch {
            on_success: false,
            to: 0,
        });
        self.some_list(&["elif", "else", "fi"])?;
        let end = self.emit(Operation::Jump(0));
        self.aim(otherwise);
        match self.peek_word() {
            Some("elif") => self.condition()?,
            Some("else") => {
                self.at += 1;
                self.some_list(&["fi"])?;
                self.expect("fi")?;
            }
            _ => {
                self.emit(Operation::Succeed);
                self.expect("fi")?;
            }
        }
        self.aim(end);
        Ok(())
    }

    fn case(&mut self) -> Result<(), Trouble> {
        self.at += 1;
        let Some(Token::Word(word)) = self.peek().cloned() else {
            return Err(self.trouble());
        };
        self.at += 1;
        self.skip_newlines();
        self.expect("in")?;
        let start = self.emit(Operation::Case {
            word,
            arms: vec![],
            end: 0,
        });
        let (mut arms, mut ends) = (Vec::new(), Vec::new());
        let mut falls: Option<usize> = None;
        loop {
            self.skip_newlines();
            if self.peek_word() == Some("esac") {
                self.at += 1;
                break;
            }
            self.take_operator("(");
            let mut patterns = Vec::new();
            loop {
                let Some(Token::Word(word)) = self.peek().cloned() else {
                    return Err(self.trouble());
                };
                self.at += 1;
                patterns.push(word);
                if !self.take_operator("|") {
                    break;
                }
            }
            if !self.take_operator(")") {
                return Err(self.trouble());
            }
            arms.push((patterns, self.here()));
            falls.take().into_iter().for_each(|jump| self.aim(jump));
            self.emit(Operation::Succeed);
            self.list(&["esac"])?;
            let jump = self.emit(Operation::Jump(0));
            if self.take_operator(";&") || self.take_operator(";;&") {
                falls = Some(jump);
                continue;
            }
            ends.push(jump);
            if !self.take_operator(";;") {
                self.expect("esac")?;
                break;
            }
        }
        ends.extend(falls);
        ends.into_iter().for_each(|jump| self.aim(jump));
        self.aim(start);
        if let Operation::Case { arms: all, .. } = &mut self.code.operations[start] {
            *all = arms;
        }
        Ok(())
    }
}
