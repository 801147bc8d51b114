//! The least of a client for `graphql-transport-ws`, so that thousands of them cost the machine little.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::Result;

/// Kinds of frames.
const TEXT: u8 = 1;
const PING: u8 = 9;
const PONG: u8 = 10;

/// Says that a frame is masked and its length follows in two bytes.
const LONG: u8 = 0x80 | 0x7e;

/// A connection that the server has acknowledged.
pub struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Socket {
    /// Connects and opens the conversation.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /graphql HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut socket = Self { stream, buffer: Vec::new() };
        let head = loop {
            if let Some(end) = socket.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            socket.fill().await?;
        };
        if !socket.buffer.starts_with(b"HTTP/1.1 101") {
            return Err(format!("no WebSocket: {}", String::from_utf8_lossy(&socket.buffer[..head])).into());
        }
        socket.buffer.drain(..head);
        socket.say(r#"{"type":"connection_init"}"#).await?;
        let ack = socket.hear().await?;
        if ack != r#"{"type":"connection_ack"}"# {
            return Err(format!("no acknowledgement: {ack}").into());
        }
        Ok(socket)
    }

    /// Sends a message.
    pub async fn say(&mut self, text: &str) -> Result<()> {
        self.send(TEXT, text.as_bytes()).await
    }

    /// The next message.
    pub async fn hear(&mut self) -> Result<String> {
        loop {
            let (kind, payload) = self.frame().await?;
            match kind {
                TEXT => return Ok(String::from_utf8(payload)?),
                PING => self.send(PONG, &payload).await?,
                PONG => {}
                _ => return Err(format!("the server closed the socket: {payload:?}").into()),
            }
        }
    }

    /// A client's frames are masked; a mask of zeros changes nothing.
    async fn send(&mut self, kind: u8, payload: &[u8]) -> Result<()> {
        let mut frame = vec![0x80 | kind];
        match u16::try_from(payload.len())? {
            short @ 0..126 => frame.push(0x80 | short as u8),
            long => {
                frame.push(LONG);
                frame.extend(long.to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(payload);
        Ok(self.stream.write_all(&frame).await?)
    }

    async fn frame(&mut self) -> Result<(u8, Vec<u8>)> {
        self.filled(2).await?;
        let kind = self.buffer[0] & 0x0f;
        let (head, length) = match self.buffer[1] & 0x7f {
            126 => {
                self.filled(4).await?;
                (4, usize::from(u16::from_be_bytes([self.buffer[2], self.buffer[3]])))
            }
            127 => {
                self.filled(10).await?;
                let bytes: [u8; 8] = self.buffer[2..10].try_into()?;
                (10, usize::try_from(u64::from_be_bytes(bytes))?)
            }
            short => (2, usize::from(short)),
        };
        self.filled(head + length).await?;
        let payload = self.buffer[head..head + length].to_vec();
        self.buffer.drain(..head + length);
        Ok((kind, payload))
    }

    async fn filled(&mut self, bytes: usize) -> Result<()> {
        while self.buffer.len() < bytes {
            self.fill().await?;
        }
        Ok(())
    }

    async fn fill(&mut self) -> Result<()> {
        let mut chunk = [0; 4096];
        let read = self.stream.read(&mut chunk).await?;
        if read == 0 {
            return Err("the server closed the connection".into());
        }
        self.buffer.extend_from_slice(&chunk[..read]);
        Ok(())
    }
}
