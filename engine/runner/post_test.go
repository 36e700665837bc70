package runner_test

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine/runner"
)

// mailServer is a small SMTP server (RFC 5321) that takes mail, or answers
// recipients as refuse says.
type mailServer struct {
	t      testing.TB
	host   string
	port   int
	refuse func(attempt int) string // answer to RCPT TO; empty: taken
	tls    *tls.Config              // it can start TLS, and asks whoever comes to sign in
	first  bool                     // TLS begins with the first byte

	mu       sync.Mutex
	attempts int
	got      chan parcel
}

// parcel is a mail as it arrived.
type parcel struct {
	to   string
	head mail.Header
	body string
}

func servesMail(t testing.TB, refuse func(attempt int) string) *mailServer {
	t.Helper()
	s := &mailServer{t: t, refuse: refuse}
	s.serve()
	return s
}

func (s *mailServer) serve() {
	t := s.t
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	s.host, s.got = host, make(chan parcel, 100)
	s.port, _ = strconv.Atoi(port)
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.talk(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		open.Wait()
	})
}

// settings are those of a runner that mails by this server.
func (s *mailServer) settings(cfg *runner.Config) {
	cfg.Mail = &runner.Mail{Host: s.host, Port: s.port, From: "Laneway <desk@example.org>", TLS: runner.MailPlain}
}

func (s *mailServer) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	secret := s.tls != nil && s.first
	if secret {
		conn = tls.Server(conn, s.tls)
	}
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = io.WriteString(conn, line+"\r\n") }
	say("220 mail.example.org")
	var m parcel
	signedIn := s.tls == nil
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.example.org")
			if s.tls != nil && !secret {
				say("250-STARTTLS")
			}
			if secret {
				say("250-AUTH PLAIN")
			}
			say("250-8BITMIME")
			say("250 ENHANCEDSTATUSCODES")
		case "STARTTLS":
			say("220 go on")
			conn, secret = tls.Server(conn, s.tls), true
			in = bufio.NewReader(conn)
		case "AUTH":
			signedIn = rest == "PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00laneway\x00secret"))
			say(map[bool]string{true: "235 welcome", false: "535 5.7.8 wrong password"}[signedIn])
		case "MAIL":
			say(map[bool]string{true: "250 fine", false: "530 5.7.0 sign in first"}[signedIn])
		case "RCPT":
			m.to = strings.Trim(rest[len("TO:"):], "<>")
			say(s.recipient())
		case "DATA":
			say("354 go on")
			m.head, m.body = s.read(in)
			say("250 taken")
			s.got <- m
		case "QUIT":
			say("221 goodbye")
			return
		default:
			say("250 fine")
		}
	}
}

func (s *mailServer) recipient() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempts++
	if s.refuse != nil {
		if answer := s.refuse(s.attempts); answer != "" {
			return answer
		}
	}
	return "250 fine"
}

// read takes a mail up to the lone dot.
func (s *mailServer) read(in *bufio.Reader) (mail.Header, string) {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	m, err := mail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		s.t.Errorf("mail cannot be read: %v", err)
		return nil, ""
	}
	body := m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	plain, err := io.ReadAll(body)
	if err != nil {
		s.t.Errorf("mail cannot be read: %v", err)
	}
	return m.Header, strings.ReplaceAll(string(plain), "\r\n", "\n")
}

// attempted is how many recipients were asked for.
func (s *mailServer) attempted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.attempts
}
