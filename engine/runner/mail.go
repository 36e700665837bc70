package runner

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/laneway-flow/laneway/engine/org"
)

// Mail is the SMTP server that notifications to people of ours go by.
type Mail struct {
	Host string
	Port int    // 587; 465 with MailTLS
	From string // "Laneway <desk@example.org>", or the address alone
	TLS  MailSecurity
	// User and Password sign in; without a user nobody does. The password is
	// never sent in the clear.
	User, Password string
	Roots          *x509.CertPool // who may vouch for the server; nil: whom this machine trusts
}

// MailSecurity is how the connection to the mail server is protected.
type MailSecurity string

// The ways to protect it. The zero value is MailStartTLS.
const (
	MailStartTLS MailSecurity = "starttls" // required: no mail without
	MailTLS      MailSecurity = "tls"      // from the first byte on
	MailPlain    MailSecurity = "none"
)

// mailTimeout bounds one delivery, from dialling to the last answer.
const mailTimeout = 30 * time.Second

// Check reports what is wrong with the settings.
func (m *Mail) Check() error {
	switch m.TLS {
	case "", MailStartTLS, MailTLS, MailPlain:
	default:
		return fmt.Errorf("mail: security %q: expected %s, %s or %s", m.TLS, MailStartTLS, MailTLS, MailPlain)
	}
	if err := mail.NewMsg().From(m.From); err != nil {
		return fmt.Errorf("mail: sender %q: expected an address such as desk@example.org", m.From)
	}
	_, err := m.client()
	return err
}

func (m *Mail) tls() *tls.Config {
	return &tls.Config{ServerName: m.Host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12}
}

func (m *Mail) client(options ...mail.Option) (*mail.Client, error) {
	port := or(m.Port, 587)
	options = append(options, mail.WithTimeout(mailTimeout), mail.WithTLSConfig(m.tls()))
	switch or(m.TLS, MailStartTLS) {
	case MailTLS: // the line dials so; behind that there is nothing to start
		port, options = or(m.Port, 465), append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case MailPlain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case MailStartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	client, err := mail.NewClient(m.Host, append(options, mail.WithPort(port))...)
	if err != nil {
		return nil, fmt.Errorf("mail: server %q, port %d: %w", m.Host, port, err)
	}
	return client, nil
}

// mailLine is the connection of one delivery. It is ours, because the client
// leaves it open when signing in or starting TLS fails.
type mailLine struct {
	mail *Mail
	conn net.Conn
}

func (l *mailLine) dial(ctx context.Context, network, address string) (conn net.Conn, err error) {
	if l.mail.TLS == MailTLS {
		dialer := tls.Dialer{Config: l.mail.tls()}
		conn, err = dialer.DialContext(ctx, network, address)
	} else {
		conn, err = new(net.Dialer).DialContext(ctx, network, address)
	}
	l.conn = conn
	return conn, err
}

func (l *mailLine) close() {
	if l.conn != nil {
		_ = l.conn.Close() // mostly closed already
	}
}

// send brings a letter to a person. What the server refuses for good (RFC
// 5321 §4.2.1, 5yz) is final. Errors name neither the address nor the text.
func (m *Mail) send(ctx context.Context, to *org.Person, l Letter, at time.Time) error {
	message := mail.NewMsg()
	if err := errors.Join(message.From(m.From), message.AddToFormat(to.Name, to.Mail)); err != nil {
		return final(fmt.Errorf("mail: the address of %s cannot be used", to.ID))
	}
	message.Subject(l.Subject)
	message.SetDateWithValue(at)
	// The same for every attempt, so that a second copy is recognised.
	message.SetMessageIDWithValue(strings.ReplaceAll(l.ID, "/", ".") + "@laneway")
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office reply
	message.SetGenHeader("Content-Language", l.Lang)
	message.SetBodyString(mail.TypeTextPlain, l.Body)
	line := mailLine{mail: m}
	defer line.close()
	client, err := m.client(mail.WithDialContextFunc(line.dial))
	if err != nil {
		return final(err)
	}
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, message)
	refused, ok := errors.AsType[*mail.SendError](err)
	switch {
	case err == nil, message.IsDelivered(): // only the goodbye failed
		return nil
	case ok && refused.ErrorCode() >= 500:
		return final(fmt.Errorf("mail: refused for good: %d %s", refused.ErrorCode(), refused.EnhancedStatusCode()))
	case ok:
		return fmt.Errorf("mail: not taken: %d %s", refused.ErrorCode(), refused.EnhancedStatusCode())
	default:
		return fmt.Errorf("mail: %w", err)
	}
}
