//! Compressed answers of the API, for clients that take them: brotli, else gzip.
//!
//! Streams of events are left alone: they are to arrive as they happen. So are small answers, which gain nothing, and files,
//! which are compressed where they lie.

use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{And, NotForContentType, Predicate as _, SizeAbove},
    },
};

/// Answers below fit into one packet anyway.
const SMALLEST: u64 = 1_024;

/// Of both ways: little time for nearly all of the gain, since each answer is compressed anew.
const LEVEL: i32 = 4;

/// Which answers are compressed.
type ShouldCompress = And<SizeAbove, NotForContentType>;

/// Compresses what is worthwhile.
pub fn layer() -> CompressionLayer<ShouldCompress> {
    let worthwhile = SizeAbove::new(SMALLEST).and(NotForContentType::SSE);
    CompressionLayer::new().quality(CompressionLevel::Precise(LEVEL)).compress_when(worthwhile)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::{body::Body, http::Method};
    use serde_json::json;

    use crate::testing::{Answer, Server, request};

    const EVERYTHING: &str = "{ __schema { types { name description fields { name description args { name } } } } }";

    async fn ask(server: &Server, query: &str, told: &[(&str, &str)]) -> Answer {
        let mut asked = request(Method::POST, "/graphql").header("content-type", "application/json");
        for (name, value) in told {
            asked = asked.header(*name, *value);
        }
        server.send(asked.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await
    }

    fn unpacked(answer: &Answer) -> Vec<u8> {
        let mut plain = Vec::new();
        match answer.header("content-encoding") {
            "br" => brotli::Decompressor::new(&answer.body[..], 4_096).read_to_end(&mut plain).unwrap(),
            "gzip" => flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut plain).unwrap(),
            other => panic!("not compressed: {other}"),
        };
        plain
    }

    #[tokio::test]
    async fn large_answers_are_compressed_as_the_client_likes() {
        let server = Server::garden();
        let plain = ask(&server, EVERYTHING, &[]).await;
        assert_eq!(plain.header("content-encoding"), "");
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("br;q=0.1, gzip;q=0.9", "gzip"),
        ] {
            // Asked twice: an answer that was kept is compressed, too.
            for _ in 0..2 {
                let packed = ask(&server, EVERYTHING, &[("accept-encoding", accepted)]).await;
                assert_eq!(packed.header("content-encoding"), encoding, "{accepted}");
                assert!(packed.headers.get_all("vary").iter().any(|vary| vary == "accept-encoding"), "{accepted}");
                assert!(packed.body.len() * 5 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
                assert!(unpacked(&packed) == plain.body, "{accepted}");
            }
        }
        for refused in ["identity", "br;q=0, gzip;q=0", "deflate"] {
            let answer = ask(&server, EVERYTHING, &[("accept-encoding", refused)]).await;
            assert_eq!((answer.header("content-encoding"), answer.body == plain.body), ("", true), "{refused}");
        }
    }

    #[tokio::test]
    async fn small_answers_and_events_are_sent_as_they_are() {
        let server = Server::garden();
        let small = ask(&server, "{ beds { totalCount } }", &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(small.header("content-encoding"), "");
        let told = [("accept-encoding", "br, gzip"), ("accept", "text/event-stream")];
        let events = ask(&server, EVERYTHING, &told).await;
        assert_eq!(
            (events.header("content-encoding"), events.header("content-type")),
            ("", "text/event-stream; charset=utf-8")
        );
    }

    #[tokio::test]
    async fn the_sdl_and_reports_are_compressed_and_the_sdl_is_known_by_its_tag_all_the_same() {
        let server = Server::garden();
        let get = |tag: Option<&str>| {
            let mut asked = request(Method::GET, "/schema.graphql").header("accept-encoding", "gzip");
            if let Some(tag) = tag {
                asked = asked.header("if-none-match", tag);
            }
            server.send(asked.body(Body::empty()).unwrap())
        };
        let sdl = get(None).await;
        assert!(unpacked(&sdl).starts_with(server.get("/schema.graphql").await.body.get(..100).unwrap()));
        // Two representations, one meaning: that is what a weak tag says.
        assert!(sdl.header("etag").starts_with("W/\""), "{}", sdl.header("etag"));
        assert_eq!(get(Some(sdl.header("etag"))).await.status, 304);
        let rows: Vec<_> = (0..100).map(|_| json!({ "nothing": 1 })).collect();
        let report = request(Method::POST, "/ingest/Bed").header("accept-encoding", "br");
        let report = report.header("content-type", "application/json").body(Body::from(json!(rows).to_string()));
        let report = server.send(report.unwrap()).await;
        assert_eq!((report.status.as_u16(), report.header("content-encoding")), (422, "br"));
        assert!(unpacked(&report).starts_with(b"{"));
    }
}
