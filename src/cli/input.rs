//! The options that every command which reads documents shares.

use super::Usage;
use clap::Args;
use dateline::document::{Metadata, Order};
use dateline::fetch::Fetcher;
use dateline::read::{About, Form, Items, Reader, sources};
use std::path::PathBuf;
use std::sync::Arc;

/// Which documents to read, and what their texts do not say.
#[derive(Args, Clone, Debug, Default)]
pub struct Input {
    /// Files, folders, addresses, or `-` for stdin: texts, pages, NDJSON, ninjs, Guardian JSON, RSS, Atom, WARC.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// One JSON line a document: document published timezone publisher url title licence order.
    #[arg(long, value_name = "FILE")]
    pub about: Option<PathBuf>,
    /// When the documents were published: `2025-08-15T12:00:00-08:00` or `2025-08-15`.
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
    /// Zone in which their clock times are meant, such as `America/Anchorage`.
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    /// Who published them.
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Where the document was published.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Title of the document.
    #[arg(long)]
    pub title: Option<String>,
    /// Licence under which the text may be used.
    #[arg(long)]
    pub licence: Option<String>,
    /// Direction in which a live blog runs.
    #[arg(long, value_enum, default_value = "auto", value_name = "ORDER")]
    pub order: OrderOption,
    /// Read texts that do not look English all the same.
    #[arg(long)]
    pub force: bool,
    /// Form of the inputs, else told by their content, else by their names.
    #[arg(long, value_enum, value_name = "FORM")]
    pub input_format: Option<FormOption>,
    /// Stop at the first document that cannot be read.
    #[arg(long)]
    pub strict: bool,
}

/// [`Form`] as an option value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FormOption {
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// One JSON object a line.
    Ndjson,
    /// One JSON value: articles, ninjs, an answer of the Guardian's interface.
    #[value(alias = "guardian", alias = "ninjs")]
    Json,
    /// RSS or Atom.
    #[value(alias = "rss", alias = "atom")]
    Feed,
    /// A web archive.
    Warc,
}

impl From<FormOption> for Form {
    fn from(option: FormOption) -> Self {
        match option {
            FormOption::Text => Self::Text,
            FormOption::Html => Self::Html,
            FormOption::Ndjson => Self::Ndjson,
            FormOption::Json => Self::Json,
            FormOption::Feed => Self::Feed,
            FormOption::Warc => Self::Warc,
        }
    }
}

/// [`Order`] as an option value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum OrderOption {
    /// Newest post at the top.
    NewestFirst,
    /// Oldest post at the top.
    OldestFirst,
    /// Decided from the text.
    #[default]
    Auto,
}

/// Which language model to use.
#[derive(Args, Clone, Debug, Default)]
pub struct ModelOption {
    /// A spaCy model: a wheel, or the folder that holds its `meta.json`.
    #[arg(long, value_name = "PATH", env = "DATELINE_MODEL")]
    pub model: Option<PathBuf>,
}

impl Input {
    /// The documents of the inputs, files sorted by name, and the reader that knows what options and sidecar say of each.
    ///
    /// # Errors
    /// [`Usage`] for options that make no sense; a missing file, two inputs with one id, a faulty sidecar.
    pub fn open(&self) -> anyhow::Result<(Items, Reader)> {
        self.open_with(Arc::new(Fetcher::default()))
    }

    /// The same with a fetcher that may know what it fetched before.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn open_with(&self, fetcher: Arc<Fetcher>) -> anyhow::Result<(Items, Reader)> {
        let defaults = Metadata {
            url: self.url.clone(),
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            licence: self.licence.clone(),
            published: self.published.clone(),
            timezone: self.timezone.clone(),
            order: match self.order {
                OrderOption::NewestFirst => Order::NewestFirst,
                OrderOption::OldestFirst => Order::OldestFirst,
                OrderOption::Auto => Order::Auto,
            },
        };
        let reader = Reader::new(defaults, self.force).map_err(|error| Usage(error.to_string()))?;
        let reader = match &self.about {
            Some(path) => reader.with_about(About::read(path)?),
            None => reader,
        };
        let sources = sources(&self.inputs)?;
        if sources.len() > 1 && (self.url.is_some() || self.title.is_some()) {
            let message = "`--url` and `--title` speak of one document; use `--about` for several";
            return Err(Usage(message.into()).into());
        }
        Ok((Items::new(sources, self.input_format.map(Form::from)).with_fetch(fetcher), reader))
    }
}
