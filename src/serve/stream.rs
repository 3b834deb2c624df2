//! From the thread that evaluates to the connection: the first pieces are kept back, so that an early error still becomes a
//! status; what ends before they are full is sent as a whole, with its length.

use super::answer::Output;
use axum::body::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use std::io::{self, Write};
use std::time::Instant;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

/// Bytes sent at a time.
const PIECE: usize = 32 << 10;
/// Bytes kept back before the status goes out.
const HEAD: usize = 64 << 10;
/// Pieces that may wait for a slow reader.
const WAITING: usize = 4;
/// Answers up to this size are kept for the next to ask.
pub const KEPT: usize = 4 << 20;

/// An answer, or its beginning.
pub struct Reply {
    /// Its media type.
    pub media: &'static str,
    /// All of it, or what comes.
    pub body: ReplyBody,
}

/// The text of an answer.
pub enum ReplyBody {
    /// All of it.
    Whole(Bytes),
    /// As it is found.
    Stream(BoxStream<'static, io::Result<Bytes>>),
}

/// Where an evaluating thread writes.
pub struct Channel<P> {
    media: &'static str,
    buffer: Vec<u8>,
    head: Option<oneshot::Sender<Result<Reply, P>>>,
    pieces: Option<mpsc::Sender<Piece>>,
    kept: Option<Vec<u8>>,
    runtime: Handle,
    deadline: Instant,
}

enum Piece {
    Bytes(Bytes),
    End,
}

impl<P> Channel<P> {
    /// A channel whose reader has to take everything before the deadline.
    pub fn new(head: oneshot::Sender<Result<Reply, P>>, runtime: Handle, deadline: Instant) -> Self {
        let (media, buffer, kept) = ("application/octet-stream", Vec::new(), Some(Vec::new()));
        Self { media, buffer, head: Some(head), pieces: None, kept, runtime, deadline }
    }

    /// The answer is whole. What was written, where it is small enough to be kept.
    ///
    /// # Errors
    /// When the reader has gone.
    pub fn end(mut self) -> io::Result<(&'static str, Option<Bytes>)> {
        if let Some(head) = self.head.take() {
            let body = Bytes::from(std::mem::take(&mut self.buffer));
            let kept = (body.len() <= KEPT).then(|| body.clone());
            head.send(Ok(Reply { media: self.media, body: ReplyBody::Whole(body) })).map_err(|_| gone())?;
            return Ok((self.media, kept));
        }
        self.send_buffer()?;
        self.send(Piece::End)?;
        Ok((self.media, self.kept.take().map(Bytes::from)))
    }

    /// Breaks off: a status where none has gone out yet, otherwise the connection.
    pub fn fail(mut self, problem: P) {
        if let Some(head) = self.head.take() {
            let _ = head.send(Err(problem));
        }
        // without `End` the reader breaks the connection
    }

    fn send_buffer(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let bytes = Bytes::from(std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE)));
        match &mut self.kept {
            Some(kept) if kept.len() + bytes.len() <= KEPT => kept.extend_from_slice(&bytes),
            kept => *kept = None,
        }
        if let Some(head) = self.head.take() {
            let (sender, receiver) = mpsc::channel(WAITING);
            self.pieces = Some(sender);
            let body = ReplyBody::Stream(pieces(receiver));
            head.send(Ok(Reply { media: self.media, body })).map_err(|_| gone())?;
        }
        self.send(Piece::Bytes(bytes))
    }

    fn send(&self, piece: Piece) -> io::Result<()> {
        let Some(pieces) = &self.pieces else { return Ok(()) };
        let left = self.deadline.saturating_duration_since(Instant::now());
        match self.runtime.block_on(async { tokio::time::timeout(left, pieces.send(piece)).await }) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(gone()),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the reader is too slow")),
        }
    }
}

impl<P> Write for Channel<P> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= if self.head.is_some() { HEAD } else { PIECE } {
            self.send_buffer()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<P> Output for Channel<P> {
    fn start(&mut self, media: &'static str) {
        self.media = media;
    }
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "the reader has gone")
}

fn pieces(receiver: mpsc::Receiver<Piece>) -> BoxStream<'static, io::Result<Bytes>> {
    stream::unfold(Some(receiver), |receiver| async {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Piece::Bytes(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Piece::End) => None,
            // a cut-off answer never ends like a whole one
            None => Some((Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the answer was broken off")), None)),
        }
    })
    // compression asks once more after the end
    .fuse()
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_may_be_asked_for_twice() {
        let (sender, receiver) = mpsc::channel(2);
        sender.send(Piece::Bytes(Bytes::from_static(b"a"))).await.unwrap();
        sender.send(Piece::End).await.unwrap();
        let mut stream = pieces(receiver);
        assert_eq!(stream.next().await.unwrap().unwrap(), "a");
        assert!(stream.next().await.is_none());
        assert!(stream.next().await.is_none());
    }
}
