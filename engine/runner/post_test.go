package runner_test

import (
	"bufio"
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
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	s := &mailServer{t: t, host: host, refuse: refuse, got: make(chan parcel, 100)}
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
	return s
}

// settings are those of a runner that mails by this server.
func (s *mailServer) settings(cfg *runner.Config) {
	cfg.Mail = &runner.Mail{Host: s.host, Port: s.port, From: "Laneway <desk@example.org>", TLS: runner.MailPlain}
}

func (s *mailServer) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = io.WriteString(conn, line+"\r\n") }
	say("220 mail.example.org")
	var m parcel
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.example.org")
			say("250-8BITMIME")
			say("250 ENHANCEDSTATUSCODES")
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
