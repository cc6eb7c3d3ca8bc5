//! The page that the browser shows at the end of a login: plain HTML, no scripts, nothing loaded from elsewhere.

/// What a person sees.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) status: u16,
    title: &'static str,
    text: String,
}

impl Page {
    pub(super) fn new(status: u16, title: &'static str, text: impl Into<String>) -> Self {
        Self { status, title, text: text.into() }
    }

    pub(super) fn html(&self) -> String {
        let (title, text) = (escape(self.title), escape(&self.text));
        let colour = if self.status == 200 { "#048a24" } else { "#c22f2f" };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n\
             body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }}\n\
             h1 {{ font-size: 1.5rem; border-left: .3rem solid {colour}; padding-left: .8rem }}\n\
             </style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n</html>\n"
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
