//! The PKI's services over HTTP, on a port of this machine: timestamps (RFC 3161 §3.4), OCSP (RFC 6960 appendix A),
//! CRLs and issuers' certificates (RFC 5280 §4.2.1.13, §4.2.2.1), at the real clock.
//!
//! The certificates name hosts that do not exist. So it is a proxy as well: a program that is told to use it reaches
//! every host here, by absolute addresses or by CONNECT.

mod http;

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::{Timestamp, ToSpan};

use crate::der;
use crate::pki::{CertificateStatus, Entity, Key, Kind, PKI, Profile, Window, revocation, timestamp, week};
use http::Request;

/// How long nothing more is sent by a service that has become slow.
const SLOW: Duration = Duration::from_secs(60);

/// What is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// `POST /tsa` of any host.
    Timestamps,
    /// `POST http://ocsp.example.test/<issuer>`.
    Ocsp,
    /// `GET http://crl.example.test/<issuer>.crl`.
    Crls,
    /// `GET http://ca.example.test/<issuer>.cer`.
    Issuers,
}

/// What is wrong with a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It answers with this status.
    Status(u16),
    /// It answers with something else.
    Garbage,
    /// It begins an answer and does not go on.
    Slow,
    /// Its answer does not end.
    Endless,
}

/// How timestamps are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timestamping {
    /// As they should be.
    Right,
    /// With a nonce that nobody asked for.
    OtherNonce,
    /// By an authority below the root that nobody trusts.
    Stranger,
    /// By a clock that is an hour slow.
    SlowClock,
    /// Refused (status 2).
    Refused,
}

/// The services. They end when it is dropped.
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    faults: Vec<(Service, Fault)>,
    timestamping: Timestamping,
    revoked: Vec<(u64, Timestamp)>,
    asked: Vec<Service>,
    is_over: bool,
}

impl Server {
    /// Starts the services; all of them work and nothing is revoked.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (faults, revoked, asked) = Default::default();
        let state = State { faults, timestamping: Timestamping::Right, revoked, asked, is_over: false };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let thread = thread::spawn(move || accept(&listener, &shared));
        Self { address, state, thread: Some(thread) }
    }

    /// Where timestamps are asked for.
    #[must_use]
    pub fn tsa(&self) -> String {
        format!("http://{}/tsa", self.address)
    }

    /// What a program has to use as its proxy to reach all of them.
    #[must_use]
    pub fn proxy(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on this is wrong with a service.
    pub fn fail(&self, service: Service, fault: Fault) -> &Self {
        self.state().faults.push((service, fault));
        self
    }

    /// From now on all services work.
    pub fn mend(&self) -> &Self {
        let mut state = self.state();
        state.faults.clear();
        state.timestamping = Timestamping::Right;
        drop(state);
        self
    }

    /// From now on timestamps are made so.
    pub fn timestamps(&self, timestamping: Timestamping) -> &Self {
        self.state().timestamping = timestamping;
        self
    }

    /// From now on OCSP and CRLs say that a certificate is revoked since a time.
    pub fn revoke(&self, who: &Entity, since: Timestamp) -> &Self {
        self.state().revoked.push((who.serial, since));
        self
    }

    /// Which services were asked since this was last called, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Service> {
        std::mem::take(&mut self.state().asked)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state().is_over = true;
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn accept(listener: &TcpListener, state: &Arc<Mutex<State>>) {
    for stream in listener.incoming() {
        if state.lock().unwrap().is_over {
            return;
        }
        let (Ok(stream), state) = (stream, Arc::clone(state)) else { continue };
        // A client that hangs up early is none of our business.
        thread::spawn(move || drop(serve(stream, &state)));
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = http::read(&mut stream)?;
    if request.method == "CONNECT" {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        request = http::read(&mut stream)?;
    }
    let Some(service) = service(&request) else { return http::answer(&mut stream, 404, b"") };
    let fault = {
        let mut state = state.lock().unwrap();
        state.asked.push(service);
        state.faults.iter().rev().find(|(of, _)| *of == service).map(|(_, fault)| *fault)
    };
    match fault {
        None => match body(service, &request, &state.lock().unwrap()) {
            Some(body) => http::answer(&mut stream, 200, &body),
            None => http::answer(&mut stream, 404, b""),
        },
        Some(Fault::Status(status)) => http::answer(&mut stream, status, b"<html>no</html>"),
        Some(Fault::Garbage) => http::answer(&mut stream, 200, b"<html>Welcome</html>"),
        Some(Fault::Slow) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
            // Ends with the client's patience; the tests' process does not wait for this thread.
            thread::sleep(SLOW);
            Ok(())
        }
        Some(Fault::Endless) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[0x30; 1 << 16])?;
            }
        }
    }
}

fn service(request: &Request) -> Option<Service> {
    match (request.method.as_str(), request.host.as_str()) {
        ("POST", _) if request.path == "/tsa" => Some(Service::Timestamps),
        ("POST", "ocsp.example.test") => Some(Service::Ocsp),
        ("GET", "crl.example.test") => Some(Service::Crls),
        ("GET", "ca.example.test") => Some(Service::Issuers),
        _ => None,
    }
}

/// The right answer; `None` where there is nothing of that name.
fn body(service: Service, request: &Request, state: &State) -> Option<Vec<u8>> {
    if service == Service::Timestamps {
        return Some(timestamp(&request.body, state.timestamping));
    }
    let name = request.path.strip_prefix('/')?;
    let name = name.strip_suffix(".crl").or_else(|| name.strip_suffix(".cer")).unwrap_or(name);
    let (issuer, responder) = match name {
        "test-root" => (&PKI.root, &PKI.root),
        "test-intermediate" => (&PKI.intermediate, &PKI.responder),
        _ => return None,
    };
    Some(match service {
        Service::Ocsp => status(&request.body, issuer, responder, &state.revoked),
        Service::Crls => revocation::crl(issuer, &state.revoked, current()),
        _ => issuer.certificate.clone(),
    })
}

fn timestamp(request: &[u8], timestamping: Timestamping) -> Vec<u8> {
    match timestamping {
        Timestamping::Right => PKI.timestamp(request, now()),
        Timestamping::SlowClock => PKI.timestamp(request, now() - 1.hour()),
        Timestamping::OtherNonce => {
            let mut request = request.to_vec();
            // The nonce ends before certReq, BOOLEAN TRUE.
            let last = request.len() - 4;
            request[last] ^= 1;
            PKI.timestamp(&request, now())
        }
        Timestamping::Stranger => {
            let profile = Profile::new("Other TSA", Kind::TimestampAuthority);
            let stranger = PKI.other_root.issue(&profile, Key::p256("other tsa"));
            timestamp::respond(&stranger, std::slice::from_ref(&stranger.certificate), request, now())
        }
        Timestamping::Refused => der::sequence(&[der::sequence(&[der::number(2)])]),
    }
}

/// An OCSP response on the certificate that is asked for, or `unauthorized`.
fn status(request: &[u8], issuer: &Entity, responder: &Entity, revoked: &[(u64, Timestamp)]) -> Vec<u8> {
    // OCSPRequest, TBSRequest, requestList, Request, CertID
    let mut inner = request;
    for _ in 0..5 {
        inner = der::elements(inner).first().map_or(&[], |first| first.2);
    }
    let Some(serial) = der::elements(inner).get(3).map(|serial| serial.1.to_vec()) else { return unauthorized() };
    let known = [&PKI.intermediate, &PKI.rsa, &PKI.p256, &PKI.p384, &PKI.tsa, &PKI.responder];
    let Some(of) = known.into_iter().find(|entity| der::number(entity.serial) == serial) else { return unauthorized() };
    let since = revoked.iter().find(|(serial, _)| *serial == of.serial).map(|(_, since)| *since);
    let status = since.map_or(CertificateStatus::Good, CertificateStatus::Revoked);
    revocation::ocsp(issuer, responder, of.serial, status, current())
}

/// OCSPResponseStatus 6.
fn unauthorized() -> Vec<u8> {
    der::sequence(&[der::tlv(0x0A, &[6])])
}

fn current() -> Window {
    week(now())
}

#[expect(clippy::disallowed_methods, reason = "the command that is tested has a clock of its own")]
fn now() -> Timestamp {
    Timestamp::now()
}
